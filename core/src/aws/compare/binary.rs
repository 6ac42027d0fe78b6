//! Bytes, in base64.

use alloc::string::String;
use alloc::vec::Vec;

use crate::decision::Confidence;
use crate::encoding;

/// The bytes of a base64 text in its one canonical spelling ([RFC 4648 section 4]): that `YQ` is
/// not `YQ==` is recorded.
///
/// [RFC 4648 section 4]: https://www.rfc-editor.org/rfc/rfc4648#section-4
pub(super) fn read(text: &str) -> Option<(Vec<u8>, Confidence)> {
    let unpadded = text.trim_end_matches('=');
    let padding = text.len() - unpadded.len();
    if !text.len().is_multiple_of(4) || padding > 2 || unpadded.contains(['-', '_']) {
        return None;
    }
    let to_url = |c| match c {
        '+' => '-',
        '/' => '_',
        other => other,
    };
    let bytes = encoding::decode(&unpadded.chars().map(to_url).collect::<String>()).ok()?;
    Some((bytes, Confidence::Documented))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_per_value() {
        for (text, bytes) in [
            ("", Some(&b""[..])),
            ("YQ==", Some(b"a")),
            ("YWE=", Some(b"aa")),
            ("++//", Some(b"\xfb\xef\xff")),
            ("YQ", None),
            ("YQ=", None),
            ("YR==", None),
            ("YQ===", None),
            ("====", None),
            ("Y===", None),
            ("YQ==YQ==", None),
            ("__--", None),
            ("no-binary", None),
            (" YQ==", None),
            ("YQ==\n", None),
        ] {
            assert_eq!(read(text).map(|(bytes, _)| bytes).as_deref(), bytes, "{text}");
        }
    }
}
