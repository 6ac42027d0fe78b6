//! From a request target to a path that cannot leave the served folder.

use std::path::PathBuf;

/// The path inside the served folder that a target such as `/gallery/a.json?x` names.
///
/// Made of plain names only: nothing hidden, no `..`, no separators or drives smuggled in by
/// percent-encoding. `None` for everything else.
pub(super) fn relative(target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = decode(path)?;
    let path = match path.as_str() {
        "" => "index.html".to_owned(),
        folder if folder.ends_with('/') => format!("{folder}index.html"),
        _ => path,
    };
    path.split('/').map(|name| is_plain(name).then_some(name)).collect()
}

fn is_plain(name: &str) -> bool {
    let allowed = |letter: char| !letter.is_control() && !matches!(letter, '\\' | ':');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(allowed)
}

fn decode(path: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => hex(bytes.next()?)? * 16 + hex(bytes.next()?)?,
            _ => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::relative;

    #[test]
    fn names_a_file() {
        for (target, path) in [
            ("/", "index.html"),
            ("/?a=/../b", "index.html"),
            ("/boot.js", "boot.js"),
            ("/gallery/", "gallery/index.html"),
            ("/gallery/fly%20io.json#x", "gallery/fly io.json"),
        ] {
            assert_eq!(relative(target), Some(PathBuf::from(path)), "{target}");
        }
    }

    #[test]
    fn never_leaves_the_folder() {
        for target in [
            "",
            "boot.js",
            "*",
            "http://example.com/boot.js",
            "//etc/passwd",
            "/../Cargo.toml",
            "/a/../../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/%2E%2E%2FCargo.toml",
            "/..%5cCargo.toml",
            "/a/./b",
            "/.git/config",
            "/c:/windows",
            "/C%3A/windows",
            "/a%00.html",
            "/%",
            "/%4",
            "/%zz",
            "/%ff",
        ] {
            assert_eq!(relative(target), None, "{target}");
        }
    }
}
