//! From an issuer to its keys: which addresses are asked. The rules are the engine's; here they
//! become texts.

use assumable::{DiscoveryDocument, Issuer, configuration_url, json};

use crate::{sizes, words};

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
    DiscoveryDocument::parse(document, &Issuer::new(issuer), &sizes::limits())
        .map(|document| document.jwks_uri().to_owned())
        .map_err(|error| words::sentence(&error.to_string()))
}

/// Where the keys are, if the text says so: an address, or anybody's discovery document.
pub(crate) fn names_keys(text: &str) -> Option<String> {
    let address = text.trim();
    if ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme))
        && !address.contains(char::is_whitespace)
    {
        return Some(address.to_owned());
    }
    let document = json::parse(text, sizes::limits().json_depth).ok()?;
    Some(document.as_object()?.get("jwks_uri")?.as_str()?.to_owned())
}

/// Whether the page's Content-Security-Policy lets it contact an address: it names hosts, and so
/// allows fewer addresses of this computer than the engine does.
pub(crate) fn is_reachable(url: &str) -> bool {
    let host = |host: &str| {
        origin(url).strip_prefix(host).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    };
    url.starts_with("https://") || REACHABLE.into_iter().any(host)
}

const REACHABLE: [&str; 2] = ["http://localhost", "http://127.0.0.1"];

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
    fn an_address_says_where_the_keys_are() {
        let address = "https://a.example/keys";
        for text in
            [address, " https://a.example/keys\n", r#"{"jwks_uri": "https://a.example/keys"}"#]
        {
            assert_eq!(names_keys(text).as_deref(), Some(address), "{text}");
        }
        for text in
            ["", "a.example/keys", "https://a.example/keys {\"keys\": []}", r#"{"keys": []}"#]
        {
            assert_eq!(names_keys(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_the_page_is_served_with_is_reachable() {
        let served = include_str!("../../xtask/src/serve/security.rs");
        let reachable = REACHABLE.map(|host| format!("{host}:*")).join(" ");
        assert!(served.contains(&format!("connect-src 'self' https: {reachable};")));
        for url in ["https://a.example/b", "http://localhost/a", "http://127.0.0.1:8080/a"] {
            assert!(is_reachable(url), "{url}");
        }
        for url in ["http://127.0.0.2/a", "http://[::1]:80/a", "http://localhost.example"] {
            assert!(!is_reachable(url), "{url}");
        }
    }

    #[test]
    fn a_foreign_document_is_a_sentence() {
        let document = r#"{"issuer":"https://b.example","jwks_uri":"https://b.example/k"}"#;
        let error = keys_url(document, "https://a.example").unwrap_err();
        assert!(error.contains("https://b.example") && error.ends_with('.'), "{error}");
        assert!(document_url("http://a.example").is_none());
    }
}
