use alloc::string::{String, ToString};

use super::{object, utf8};
use crate::error::{JsonType, TokenError, TokenPart};
use crate::json::{Kind, Object};
use crate::limits::Limits;
use crate::span::Span;

/// The JOSE header ([RFC 7515 section 4]): what the token says about its signature.
///
/// [RFC 7515 section 4]: https://www.rfc-editor.org/rfc/rfc7515#section-4
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    algorithm: String,
    key_id: Option<String>,
    media_type: Option<String>,
    text: String,
    object: Object,
}

impl Header {
    pub(super) fn parse(bytes: &[u8], span: Span, limits: &Limits) -> Result<Self, TokenError> {
        if bytes.len() > limits.header_bytes {
            let (actual, limit) = (bytes.len(), limits.header_bytes);
            return Err(TokenError::HeaderTooLong { actual, limit, span });
        }
        let text = utf8(bytes, TokenPart::Header, span)?;
        let object = object(text, TokenPart::Header, span, limits)?;
        refuse_extensions(&object, span)?;
        Ok(Self {
            algorithm: string(&object, "alg", span)?.ok_or(TokenError::NoAlgorithm { span })?,
            key_id: string(&object, "kid", span)?,
            media_type: string(&object, "typ", span)?,
            text: text.to_string(),
            object,
        })
    }

    /// `alg`: the algorithm, as written. A verifier does not choose by it, it only compares.
    #[must_use]
    pub fn algorithm(&self) -> &str {
        &self.algorithm
    }

    /// `kid`: which key made the signature.
    #[must_use]
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// `typ`: the media type, usually `JWT`.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The parameters in which the token brings or points to its own key: `jwk`, `jku`, `x5u`,
    /// `x5c`. They are never used; anybody can sign with a key of their own.
    pub fn embedded_keys(&self) -> impl Iterator<Item = &'static str> {
        EMBEDDED_KEYS.into_iter().filter(|name| self.object.get(name).is_some())
    }

    /// The decoded text: what the spans of [`object`](Self::object) point into.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every parameter, in the order of the text.
    #[must_use]
    pub fn object(&self) -> &Object {
        &self.object
    }
}

/// `crit` makes extensions mandatory; none is understood here. `b64: false` changes what is
/// signed ([RFC 7797]), and [RFC 7519 section 5] knows no such token.
///
/// [RFC 7797]: https://www.rfc-editor.org/rfc/rfc7797
/// [RFC 7519 section 5]: https://www.rfc-editor.org/rfc/rfc7519#section-5
fn refuse_extensions(header: &Object, span: Span) -> Result<(), TokenError> {
    match header.get("b64").map(|value| &value.kind) {
        None | Some(Kind::Bool(true)) => {}
        Some(Kind::Bool(false)) => return Err(TokenError::UnencodedPayload { span }),
        Some(_) => return wrong_type(header, "b64", "a boolean", span),
    }
    let Some(critical) = header.get("crit") else { return Ok(()) };
    let Some(names) = critical.as_array() else {
        return wrong_type(header, "crit", "an array of strings", span);
    };
    let malformed = Err(TokenError::MalformedCritical { span });
    let Some(first) = names.first() else { return malformed };
    for (index, name) in names.iter().enumerate() {
        let Some(name) = name.as_str() else { return malformed };
        let repeated = names.iter().take(index).any(|earlier| earlier.as_str() == Some(name));
        if repeated || STANDARD.contains(&name) || header.get(name).is_none() {
            return malformed;
        }
    }
    let name = first.as_str().unwrap_or_default().to_string();
    Err(TokenError::UnknownCritical { name, span })
}

fn string(
    header: &Object,
    parameter: &'static str,
    span: Span,
) -> Result<Option<String>, TokenError> {
    match header.get(parameter).map(|value| &value.kind) {
        None => Ok(None),
        Some(Kind::String(text)) => Ok(Some(text.clone())),
        Some(_) => wrong_type(header, parameter, "a string", span),
    }
}

fn wrong_type<T>(
    header: &Object,
    parameter: &'static str,
    expected: &'static str,
    span: Span,
) -> Result<T, TokenError> {
    let found = header.get(parameter).map_or(JsonType::Null, |value| value.json_type());
    Err(TokenError::WrongHeaderType { parameter, expected, found, span })
}

const EMBEDDED_KEYS: [&str; 4] = ["jwk", "jku", "x5u", "x5c"];

/// What `crit` may not name: the parameters of RFC 7515 section 4.1 and RFC 7518.
const STANDARD: [&str; 20] = [
    "alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit", "enc",
    "zip", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain as _;

    fn parse(text: &str) -> Result<Header, TokenError> {
        Header::parse(text.as_bytes(), Span::new(0, 1), &Limits::default())
    }

    #[test]
    fn parameters_keep_their_text() {
        let header = parse(r#"{"alg": "rs256", "kid": "a", "typ": "at+jwt", "jku": 1}"#).unwrap();
        assert_eq!(header.algorithm(), "rs256");
        assert_eq!(header.key_id(), Some("a"));
        assert_eq!(header.media_type(), Some("at+jwt"));
        assert!(header.embedded_keys().eq(["jku"]));
    }

    #[test]
    fn refusals() {
        let cases = [
            (r#"{"alg": null}"#, "token-wrong-header-type"),
            (r#"{"alg": ["RS256"]}"#, "token-wrong-header-type"),
            (r#"{"alg": "RS256", "kid": 7}"#, "token-wrong-header-type"),
            (r#"{"alg": "RS256", "typ": null}"#, "token-wrong-header-type"),
            (r#"{"alg": "RS256", "b64": false}"#, "token-unencoded-payload"),
            (r#"{"alg": "RS256", "b64": 0}"#, "token-wrong-header-type"),
            (r#"{"alg": "RS256", "b64": false, "crit": ["b64"]}"#, "token-unencoded-payload"),
            (r#"{"alg": "RS256", "b64": true, "crit": ["b64"]}"#, "token-unknown-critical"),
            (r#"{"alg": "RS256", "crit": []}"#, "token-malformed-critical"),
            (r#"{"alg": "RS256", "crit": ["alg"]}"#, "token-malformed-critical"),
            (r#"{"alg": "RS256", "crit": ["x"]}"#, "token-malformed-critical"),
            (r#"{"alg": "RS256", "x": 1, "crit": ["x", "x"]}"#, "token-malformed-critical"),
            (r#"{"alg": "RS256", "x": 1, "crit": [1]}"#, "token-malformed-critical"),
            (r#"{"alg": "RS256", "x": 1, "crit": ["x"]}"#, "token-unknown-critical"),
            (r#"{"alg": "RS256", "crit": null}"#, "token-wrong-header-type"),
            (r#"{"alg": "RS256", "crit": "exp"}"#, "token-wrong-header-type"),
            (r#"{"alg": "RS256", "alg": "none"}"#, "json-duplicate-member"),
        ];
        for (text, code) in cases {
            assert_eq!(parse(text).unwrap_err().code(), code, "{text}");
        }
    }
}
