//! The claims of a token, by the rules of [RFC 7519].
//!
//! [RFC 7519]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1

mod numeric_date;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

pub use numeric_date::NumericDate;

use crate::error::{ClaimError, JsonType};
use crate::json::{Kind, Object, Value};

/// The claims of a token. Those of RFC 7519 that are there have the right type.
///
/// Whether they can be believed is another question: [`UntrustedToken`](crate::UntrustedToken)
/// gives them as [`Unverified`](crate::Unverified), [`VerifiedToken`](crate::VerifiedToken) plainly.
///
/// ```
/// use assumable::{Claims, json};
///
/// let text = r#"{"iss": "https://oidc.fly.io/acme", "exp": 1712615659, "region": "sea"}"#;
/// let claims = Claims::from_object(json::parse(text, 32)?.as_object().unwrap().clone())?;
/// assert_eq!(claims.issuer().unwrap().as_str(), "https://oidc.fly.io/acme");
/// assert_eq!(claims.get("region").unwrap().as_str(), Some("sea"));
/// assert!(claims.audience().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claims {
    issuer: Option<Issuer>,
    subject: Option<String>,
    audience: Option<Audience>,
    expires_at: Option<NumericDate>,
    not_before: Option<NumericDate>,
    issued_at: Option<NumericDate>,
    object: Object,
}

impl Claims {
    /// Reads the claims of RFC 7519 from an object; other members are kept as they are.
    ///
    /// ```
    /// use assumable::{Claims, json};
    ///
    /// let text = r#"{"exp": "1712615659"}"#;
    /// let object = json::parse(text, 32)?.as_object().unwrap().clone();
    /// let error = Claims::from_object(object).unwrap_err();
    /// assert_eq!(error.to_string(), "the claim `exp` must be a number, not a string");
    /// # Ok::<(), assumable::JsonError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first claim of RFC 7519 that has the wrong type or is out of range; `null` is a wrong
    /// type, not an absent claim.
    pub fn from_object(object: Object) -> Result<Self, ClaimError> {
        Ok(Self {
            issuer: Issuer::read(&object)?.map(Issuer::new),
            subject: read_string(&object, "sub")?.map(String::from),
            audience: read_audience(&object)?,
            expires_at: read_date(&object, "exp")?,
            not_before: read_date(&object, "nbf")?,
            issued_at: read_date(&object, "iat")?,
            object,
        })
    }

    /// Every claim of RFC 7519 that [`Claims::from_object`] would refuse.
    #[must_use]
    pub fn errors_in(object: &Object) -> Vec<ClaimError> {
        [
            Issuer::read(object).err(),
            read_string(object, "sub").err(),
            read_audience(object).err(),
            read_date(object, "exp").err(),
            read_date(object, "nbf").err(),
            read_date(object, "iat").err(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// `iss`: who made the token.
    #[must_use]
    pub fn issuer(&self) -> Option<&Issuer> {
        self.issuer.as_ref()
    }

    /// `sub`: whom it speaks of.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// `aud`: whom it is for.
    #[must_use]
    pub fn audience(&self) -> Option<&Audience> {
        self.audience.as_ref()
    }

    /// `exp`: from when on it must be refused.
    #[must_use]
    pub fn expires_at(&self) -> Option<NumericDate> {
        self.expires_at
    }

    /// `nbf`: before when it must be refused.
    #[must_use]
    pub fn not_before(&self) -> Option<NumericDate> {
        self.not_before
    }

    /// `iat`: when it was made.
    #[must_use]
    pub fn issued_at(&self) -> Option<NumericDate> {
        self.issued_at
    }

    /// Any claim by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.object.get(name)
    }

    /// All of them, in the order of the text.
    #[must_use]
    pub fn object(&self) -> &Object {
        &self.object
    }
}

/// Who makes tokens: a URL, compared byte by byte, never normalised ([OpenID Connect Core
/// section 3.1.3.7]).
///
/// [OpenID Connect Core section 3.1.3.7]: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Issuer(Box<str>);

impl Issuer {
    /// An issuer of exactly this name.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into().into_boxed_str())
    }

    /// The name as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The claim `iss`.
    pub(crate) fn read(claims: &Object) -> Result<Option<&str>, ClaimError> {
        read_string(claims, "iss")
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whom a token is for: one name or several ([RFC 7519 section 4.1.3]).
///
/// [RFC 7519 section 4.1.3]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Audience {
    /// Written as a string.
    One(String),
    /// Written as an array of strings.
    Many(Vec<String>),
}

impl Audience {
    /// Whether this is one of the names.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.names().iter().any(|own| own == name)
    }

    /// The names, in the order of the text.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(name) => core::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

fn read_string<'o>(object: &'o Object, claim: &'static str) -> Result<Option<&'o str>, ClaimError> {
    let Some(value) = object.get(claim) else { return Ok(None) };
    match value.as_str() {
        Some(text) => Ok(Some(text)),
        None => Err(wrong_type(claim, "a string", value)),
    }
}

fn read_audience(object: &Object) -> Result<Option<Audience>, ClaimError> {
    let Some(value) = object.get("aud") else { return Ok(None) };
    match &value.kind {
        Kind::String(name) => Ok(Some(Audience::One(name.clone()))),
        Kind::Array(elements) => {
            let names = elements.iter().map(|element| match element.as_str() {
                Some(name) => Ok(name.to_string()),
                None => Err(ClaimError::AudienceElement {
                    found: element.json_type(),
                    span: element.span,
                }),
            });
            Ok(Some(Audience::Many(names.collect::<Result<_, _>>()?)))
        }
        _ => Err(wrong_type("aud", "a string or an array of strings", value)),
    }
}

fn read_date(object: &Object, claim: &'static str) -> Result<Option<NumericDate>, ClaimError> {
    let Some(value) = object.get(claim) else { return Ok(None) };
    let Kind::Number(number) = &value.kind else {
        return Err(wrong_type(claim, "a number", value));
    };
    match NumericDate::parse(number) {
        Some(date) => Ok(Some(date)),
        None => Err(ClaimError::OutOfRange { claim, number: number.clone(), span: value.span }),
    }
}

fn wrong_type(claim: &'static str, expected: &'static str, value: &Value) -> ClaimError {
    let found: JsonType = value.json_type();
    ClaimError::WrongType { claim, expected, found, span: value.span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain as _;
    use crate::json;

    fn object(text: &str) -> Object {
        json::parse(text, 32).unwrap().as_object().unwrap().clone()
    }

    #[test]
    fn an_audience_is_one_or_many() {
        let one = Claims::from_object(object(r#"{"aud": "a"}"#)).unwrap();
        assert!(one.audience().unwrap().contains("a"));
        assert!(!one.audience().unwrap().contains("A"));
        let many = Claims::from_object(object(r#"{"aud": ["a", "b"]}"#)).unwrap();
        assert!(many.audience().unwrap().contains("b"));
        let none = Claims::from_object(object(r#"{"aud": []}"#)).unwrap();
        assert!(!none.audience().unwrap().contains(""));
    }

    #[test]
    fn wrong_types_are_never_absent_claims() {
        let cases = [
            (r#"{"iss": ["https://oidc.fly.io/acme"]}"#, "claim-wrong-type"),
            (r#"{"iss": null}"#, "claim-wrong-type"),
            (r#"{"sub": 7}"#, "claim-wrong-type"),
            (r#"{"aud": {"a": "b"}}"#, "claim-wrong-type"),
            (r#"{"aud": ["a", 7]}"#, "claim-audience-element"),
            (r#"{"aud": [["a"]]}"#, "claim-audience-element"),
            (r#"{"exp": "1712615659"}"#, "claim-wrong-type"),
            (r#"{"exp": null}"#, "claim-wrong-type"),
            (r#"{"nbf": true}"#, "claim-wrong-type"),
            (r#"{"iat": 1e400}"#, "claim-out-of-range"),
        ];
        for (text, code) in cases {
            let error = Claims::from_object(object(text)).unwrap_err();
            assert_eq!(error.code(), code, "{text}");
            assert!(error.span().unwrap().of(text).is_some());
        }
    }

    #[test]
    fn every_wrong_claim_is_listed() {
        let errors = Claims::errors_in(&object(r#"{"iss": 1, "aud": 2, "exp": "3", "iat": 4}"#));
        assert_eq!(errors.len(), 3);
    }
}
