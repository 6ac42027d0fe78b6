//! The version of the npm package comes from `Cargo.toml`.

use anyhow::{Result, bail};

const PLACEHOLDER: &str = r#""version": "0.0.0""#;

/// Puts the version where the manifest has its placeholder.
///
/// The text is kept as it is, because the order of `exports` conditions has a meaning.
pub(super) fn with_version(manifest: &str, version: &str) -> Result<String> {
    match manifest.matches(PLACEHOLDER).count() {
        1 => Ok(manifest.replacen(PLACEHOLDER, &format!(r#""version": "{version}""#), 1)),
        count => bail!("expected `{PLACEHOLDER}` once, found it {count} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::with_version;

    #[test]
    fn replaces_only_the_placeholder() {
        let manifest = "{\n  \"version\": \"0.0.0\",\n  \"engines\": { \"node\": \">=20\" }\n}\n";
        assert_eq!(
            with_version(manifest, "1.2.3").unwrap(),
            "{\n  \"version\": \"1.2.3\",\n  \"engines\": { \"node\": \">=20\" }\n}\n"
        );
    }

    #[test]
    fn a_version_written_by_hand_is_refused() {
        let error = with_version(r#"{"version": "1.0.0"}"#, "1.2.3").unwrap_err();
        assert_eq!(error.to_string(), r#"expected `"version": "0.0.0"` once, found it 0 times"#);
    }
}
