//! wasm-bindgen's macro and its generator must be of one version: their interface is private.

use anyhow::{Context, Result, bail};

/// Compares the two in the text of `Cargo.lock`.
pub(super) fn check_bindgen(lock: &str) -> Result<()> {
    let used = locked(lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    let generator = locked(lock, "wasm-bindgen-cli-support")
        .context("Cargo.lock has no wasm-bindgen-cli-support")?;
    if used != generator {
        bail!(
            "wasm-bindgen is {used} but wasm-bindgen-cli-support is {generator}: write \
             `wasm-bindgen-cli-support = \"={used}\"` in the root Cargo.toml"
        );
    }
    Ok(())
}

fn locked<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::{check_bindgen, locked};

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n\
        [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.130\"\n";

    #[test]
    fn finds_exactly_the_package() {
        assert_eq!(locked(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked(LOCK, "bindgen"), None);
    }

    #[test]
    fn equal_versions_pass() {
        check_bindgen(LOCK).unwrap();
    }

    #[test]
    fn different_versions_fail_with_the_line_to_write() {
        let lock = LOCK.replacen("0.2.130", "0.2.131", 1);
        let error = check_bindgen(&lock).unwrap_err().to_string();
        assert!(error.contains("`wasm-bindgen-cli-support = \"=0.2.131\"`"), "{error}");
    }
}
