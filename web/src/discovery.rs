//! From an issuer to its keys: which addresses are asked. The rules are the engine's; here they
//! become texts.

use assumable::{DiscoveryDocument, Issuer, Limits, configuration_url};

use crate::words;

/// Most bytes that an answer may have.
pub(crate) const MOST_BYTES: usize = 64 * 1024;

/// The address of an issuer's discovery document, if it may be asked.
///
/// The issuer of a token is chosen by whoever made the token. So nothing is sent to this address
/// before a person has seen it and agreed.
pub(crate) fn document_url(issuer: &str) -> Option<String> {
    configuration_url(&Issuer::new(issuer)).ok()
}

/// The address of the key set, out of the discovery document that was served for `issuer`.
pub(crate) fn keys_url(document: &str, issuer: &str) -> Result<String, String> {
    DiscoveryDocument::parse(document, &Issuer::new(issuer), &Limits::default())
        .map(|document| document.jwks_uri().to_owned())
        .map_err(|error| words::sentence(&error.to_string()))
}

/// `https://host:8443` of an address.
pub(crate) fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(host..).and_then(|rest| rest.find(['/', '?', '#']));
    url.get(..end.map_or(url.len(), |end| host + end)).unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_have_no_path() {
        assert_eq!(origin("https://a.example:8443/b/c"), "https://a.example:8443");
        assert_eq!(origin("https://a.example?b"), "https://a.example");
        assert_eq!(origin("https://a.example"), "https://a.example");
    }

    #[test]
    fn a_foreign_document_is_a_sentence() {
        let document = r#"{"issuer":"https://b.example","jwks_uri":"https://b.example/k"}"#;
        let error = keys_url(document, "https://a.example").unwrap_err();
        assert!(error.contains("https://b.example") && error.ends_with('.'), "{error}");
        assert!(document_url("http://a.example").is_none());
    }
}
