//! Where an issuer's keys are, by [OpenID Connect Discovery 1.0]. Nothing here fetches anything.
//!
//! Never build a URL for an issuer that was read from a token and not configured: the issuer of a
//! token is chosen by whoever made the token.
//!
//! [OpenID Connect Discovery 1.0]: https://openid.net/specs/openid-connect-discovery-1_0.html

use alloc::format;
use alloc::string::{String, ToString};
use core::net::{Ipv4Addr, Ipv6Addr};

use crate::claims::Issuer;
use crate::error::{DiscoveryError, JsonError, UrlFlaw};
use crate::json::{self, Object};
use crate::limits::Limits;
use crate::span::Span;

/// Where an issuer serves its discovery document: its own URL, one slash, and a well-known path
/// (section 4 of the standard).
///
/// ```
/// use assumable::{Issuer, configuration_url};
///
/// let url = configuration_url(&Issuer::new("https://oidc.fly.io/acme"))?;
/// assert_eq!(url, "https://oidc.fly.io/acme/.well-known/openid-configuration");
///
/// let error = configuration_url(&Issuer::new("http://oidc.fly.io/acme")).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "keys are not fetched from `http://oidc.fly.io/acme`: `http://` is for this computer only"
/// );
/// # Ok::<(), assumable::DiscoveryError>(())
/// ```
///
/// # Errors
///
/// The issuer is not an `https` URL without user name, query and fragment. `http` is for the hosts
/// of this computer: `localhost`, `127.0.0.0/8` and `[::1]`.
pub fn configuration_url(issuer: &Issuer) -> Result<String, DiscoveryError> {
    let url = issuer.as_str();
    require_usable(url, Query::Refused)?;
    Ok(format!("{}/.well-known/openid-configuration", url.strip_suffix('/').unwrap_or(url)))
}

/// Whether keys can be fetched from this URL, which somebody configured in place of discovery. It may
/// have a query; else it is held to what an issuer is held to ([`configuration_url`]).
///
/// # Errors
///
/// What is wrong with it.
pub fn require_keys_url(url: &str) -> Result<(), DiscoveryError> {
    require_usable(url, Query::Allowed)
}

/// What a discovery document says about keys.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DiscoveryDocument {
    issuer: Issuer,
    jwks_uri: String,
}

impl DiscoveryDocument {
    /// Reads the document that was served for `issuer`.
    ///
    /// # Errors
    ///
    /// The document is not JSON, is of another issuer, or does not say where the keys are.
    pub fn parse(source: &str, issuer: &Issuer, limits: &Limits) -> Result<Self, DiscoveryError> {
        let (actual, limit) = (source.len(), limits.key_set_bytes);
        if actual > limit {
            return Err(DiscoveryError::Json(JsonError::TooLong { actual, limit }));
        }
        let document = json::parse(source, limits.json_depth).map_err(DiscoveryError::Json)?;
        let span = document.span;
        let Some(object) = document.as_object() else {
            return Err(DiscoveryError::NotAnObject { found: document.json_type(), span });
        };
        let (found, found_span) = string(object, "issuer", span)?;
        if found != issuer.as_str() {
            return Err(DiscoveryError::IssuerMismatch {
                expected: issuer.as_str().to_string(),
                found: found.to_string(),
                span: found_span,
            });
        }
        let (jwks_uri, _) = string(object, "jwks_uri", span)?;
        require_usable(jwks_uri, Query::Allowed)?;
        // A remote issuer must not send us to a server on our own machine, nor to one that only our
        // machine can reach. Its keys may be at an address of a private network: Kubernetes says so.
        if is_near(jwks_uri) && !is_near(issuer.as_str()) {
            let (url, flaw) = (shown(jwks_uri), UrlFlaw::ThisComputer);
            return Err(DiscoveryError::Url { url, flaw });
        }
        // One on our machine must not change to plain text either.
        if jwks_uri.starts_with("http://") && !issuer.as_str().starts_with("http://") {
            let (url, flaw) = (shown(jwks_uri), UrlFlaw::PlainHttp);
            return Err(DiscoveryError::Url { url, flaw });
        }
        Ok(Self { issuer: issuer.clone(), jwks_uri: jwks_uri.to_string() })
    }

    /// Whose document it is.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Where the key set is.
    #[must_use]
    pub fn jwks_uri(&self) -> &str {
        &self.jwks_uri
    }
}

fn string<'o>(
    object: &'o Object,
    member: &'static str,
    document: Span,
) -> Result<(&'o str, Span), DiscoveryError> {
    let Some(value) = object.get(member) else {
        return Err(DiscoveryError::Missing { member, span: document });
    };
    match value.as_str() {
        Some(text) => Ok((text, value.span)),
        None => {
            let found = value.json_type();
            Err(DiscoveryError::NotAString { member, found, span: value.span })
        }
    }
}

/// An issuer has no query; the address of its keys may have one.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Query {
    Allowed,
    Refused,
}

fn require_usable(url: &str, query: Query) -> Result<(), DiscoveryError> {
    match flaw(url, query) {
        Some(flaw) => Err(DiscoveryError::Url { url: shown(url), flaw }),
        None => Ok(()),
    }
}

/// Without the parts that may hold secrets: what stands before `@`, and what follows `?` or `#`.
fn shown(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (address, rest) = url.split_at_checked(end).unwrap_or((url, ""));
    let cut = rest.get(..1).map_or_else(String::new, |mark| format!("{mark}…"));
    match address.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((_, host)) => format!("{scheme}://…@{host}{cut}"),
            None => format!("{address}{cut}"),
        },
        None => format!("{address}{cut}"),
    }
}

fn flaw(url: &str, query: Query) -> Option<UrlFlaw> {
    let Some((plain, rest)) = scheme(url) else { return Some(UrlFlaw::Scheme) };
    if !rest.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
        return Some(UrlFlaw::Character);
    }
    if rest.contains('#') {
        return Some(UrlFlaw::Fragment);
    }
    if query == Query::Refused && rest.contains('?') {
        return Some(UrlFlaw::Query);
    }
    let authority = authority(rest);
    if authority.contains('@') {
        return Some(UrlFlaw::UserInfo);
    }
    match host(authority) {
        None => Some(UrlFlaw::Host),
        Some(host) if plain && !is_this_computer(host) => Some(UrlFlaw::PlainHttp),
        Some(_) => None,
    }
}

/// Whether it is `http`, and what follows.
fn scheme(url: &str) -> Option<(bool, &str)> {
    let secure = url.strip_prefix("https://").map(|rest| (false, rest));
    secure.or_else(|| url.strip_prefix("http://").map(|rest| (true, rest)))
}

fn authority(rest: &str) -> &str {
    rest.split(['/', '?']).next().unwrap_or_default()
}

/// The host of `host` or `host:port`.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            address.parse::<Ipv6Addr>().ok()?;
            (address, port)
        }
        None => {
            let end = authority.find(':').unwrap_or(authority.len());
            let (host, port) = authority.split_at_checked(end)?;
            let valid =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
            if !host.bytes().all(valid) || is_odd_address(host) {
                return None;
            }
            (host, port)
        }
    };
    let port_is_valid = port.is_empty()
        || port.strip_prefix(':').is_some_and(|digits| {
            digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok()
        });
    (port_is_valid && !host.is_empty()).then_some(host)
}

/// Whether what fetches would read an address in it that is not written as one, such as `127.1` or
/// `0x7f000001` (the "ends in a number checker" of the URL Standard).
fn is_odd_address(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    let is_number = match hex {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit()),
    };
    is_number && host.parse::<Ipv4Addr>().is_err()
}

/// Whether the host is this computer, or can be reached from it alone.
fn is_near(url: &str) -> bool {
    let Some(host) = scheme(url).and_then(|(_, rest)| host(authority(rest))) else { return false };
    let near = |address: Ipv4Addr| {
        address.is_loopback() || address.is_link_local() || address.is_unspecified()
    };
    if let Ok(address) = host.parse::<Ipv6Addr>() {
        return address.is_loopback()
            || address.is_unspecified()
            || address.is_unicast_link_local()
            || within(address).is_some_and(near);
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let top = name.rsplit('.').next().unwrap_or_default();
    top.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(near)
}

/// The IPv4 address that an IPv6 address may lead to: mapped or compatible (RFC 4291 section 2.5.5),
/// through NAT64 (RFC 6052) or 6to4 (RFC 3056).
fn within(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let join = |high: u16, low: u16| Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low));
    match address.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            Some(join(high, low))
        }
        [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

fn is_this_computer(host: &str) -> bool {
    let loopback = |address: Ipv4Addr| address.is_loopback();
    host == "localhost" || host == "::1" || host.parse().is_ok_and(loopback)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain as _;

    #[test]
    fn configuration_urls_have_one_slash() {
        let cases = [
            ("https://a.example", "https://a.example/.well-known/openid-configuration"),
            ("https://a.example/", "https://a.example/.well-known/openid-configuration"),
            ("https://a.example/b", "https://a.example/b/.well-known/openid-configuration"),
            ("https://a.example/b/", "https://a.example/b/.well-known/openid-configuration"),
            ("https://a.example:8443", "https://a.example:8443/.well-known/openid-configuration"),
            ("http://localhost:80", "http://localhost:80/.well-known/openid-configuration"),
            ("http://127.0.0.1", "http://127.0.0.1/.well-known/openid-configuration"),
            ("http://[::1]:80/x", "http://[::1]:80/x/.well-known/openid-configuration"),
        ];
        for (issuer, url) in cases {
            assert_eq!(configuration_url(&Issuer::new(issuer)).unwrap(), url);
        }
    }

    #[test]
    fn unusable_urls_say_why() {
        let cases = [
            ("oidc.fly.io/acme", UrlFlaw::Scheme),
            ("HTTPS://oidc.fly.io", UrlFlaw::Scheme),
            ("ftp://oidc.fly.io", UrlFlaw::Scheme),
            ("https://", UrlFlaw::Host),
            ("https:///acme", UrlFlaw::Host),
            ("https://:443", UrlFlaw::Host),
            ("https://a.example:", UrlFlaw::Host),
            ("https://a.example:99999", UrlFlaw::Host),
            ("https://a.example:8o", UrlFlaw::Host),
            ("https://a%2eexample", UrlFlaw::Host),
            ("https://[::1", UrlFlaw::Host),
            ("https://[::1]x", UrlFlaw::Host),
            ("https://[::::::]", UrlFlaw::Host),
            ("https://a@b.example", UrlFlaw::UserInfo),
            ("https://a.example?x", UrlFlaw::Query),
            ("https://a.example/#x", UrlFlaw::Fragment),
            ("https://a.example/ x", UrlFlaw::Character),
            ("https://a.example\\@b.example", UrlFlaw::Character),
            ("https://ä.example", UrlFlaw::Character),
            ("http://a.example", UrlFlaw::PlainHttp),
            ("http://localhost.a.example", UrlFlaw::PlainHttp),
            ("http://127.0.0.1.a.example", UrlFlaw::PlainHttp),
            ("http://10.0.0.1", UrlFlaw::PlainHttp),
        ];
        for (issuer, flaw) in cases {
            let error = configuration_url(&Issuer::new(issuer)).unwrap_err();
            assert_eq!(error, DiscoveryError::Url { url: shown(issuer), flaw });
        }
    }

    #[test]
    fn a_configured_url_of_keys_may_have_a_query() {
        assert_eq!(require_keys_url("https://a.example/keys?v=1"), Ok(()));
        assert_eq!(require_keys_url("http://localhost:8080/keys"), Ok(()));
        for url in ["http://a.example/keys", "https://a.example/keys#x", "keys", ""] {
            assert_eq!(require_keys_url(url).unwrap_err().code(), "discovery-url", "{url}");
        }
    }

    #[test]
    fn secrets_of_a_url_are_not_shown() {
        for (url, expected) in [
            ("https://anna:hunter2@a.example/x", "https://…@a.example/x"),
            ("https://a.example/x?token=hunter2", "https://a.example/x?…"),
            ("https://a.example/x#hunter2", "https://a.example/x#…"),
            ("https://a.example/x", "https://a.example/x"),
            ("a.example", "a.example"),
        ] {
            assert_eq!(shown(url), expected);
        }
    }

    #[test]
    fn a_document_is_of_exactly_its_issuer() {
        let issuer = Issuer::new("https://a.example");
        let parse = |source| DiscoveryDocument::parse(source, &issuer, &Limits::default());
        let document = parse(
            r#"{"issuer": "https://a.example", "jwks_uri": "https://b.example/keys?p=1", "x": []}"#,
        );
        assert_eq!(document.unwrap().jwks_uri(), "https://b.example/keys?p=1");
        let cases = [
            (r#"[]"#, "discovery-not-an-object"),
            (r#"{"jwks_uri": "https://a.example"}"#, "discovery-missing-member"),
            (r#"{"issuer": "https://a.example/"}"#, "discovery-issuer-mismatch"),
            (r#"{"issuer": "https://a.example"}"#, "discovery-missing-member"),
            (r#"{"issuer": "https://a.example", "jwks_uri": 1}"#, "discovery-not-a-string"),
            (r#"{"issuer": "https://a.example", "jwks_uri": "http://a.example"}"#, "discovery-url"),
            (r#"{"issuer": "https://a.example", "jwks_uri": "http://127.0.0.1"}"#, "discovery-url"),
        ];
        for (source, code) in cases {
            assert_eq!(parse(source).unwrap_err().code(), code, "{source}");
        }
    }

    #[test]
    fn an_issuer_elsewhere_leads_nowhere_near() {
        let found = |issuer: &str, url: &str| {
            let source = format!(r#"{{"issuer": "{issuer}", "jwks_uri": "{url}"}}"#);
            DiscoveryDocument::parse(&source, &Issuer::new(issuer), &Limits::default())
                .map_err(|error| error.to_string())
        };
        for host in [
            "localhost",
            "LocalHost.:8443",
            "a.localhost",
            "127.0.0.1",
            "127.255.255.254:8443",
            "0.0.0.0",
            "169.254.169.254",
            "[::1]",
            "[::]",
            "[fe80::1]:8443",
            "[::ffff:127.0.0.1]",
            "[::ffff:a9fe:a9fe]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:7f00:1::]",
        ] {
            let url = format!("https://{host}/keys");
            let error = found("https://a.example", &url).unwrap_err();
            assert!(error.ends_with("no keys on this computer or its link"), "{error}");
            assert!(found("https://localhost", &url).is_ok(), "{url}");
        }
        for host in
            ["127.1", "2130706433", "0x7f.1", "0x7F000001", "0177.0.0.1", "127.0.0.1.", "1.", "0x"]
        {
            let error = found("https://a.example", &format!("https://{host}/keys")).unwrap_err();
            assert!(error.ends_with("it has no usable host"), "{error}");
        }
        // Clusters and companies have addresses of their own, and names that only look like some.
        for host in [
            "10.0.0.1:6443",
            "192.168.1.7",
            "172.18.0.2",
            "[fd00::1]",
            "192.0.2.1",
            "localhost.a.example",
            "127.0.0.1.a.example",
            "a.1x",
        ] {
            assert!(found("https://a.example", &format!("https://{host}/keys")).is_ok(), "{host}");
        }
    }
}
