use alloc::string::String;
use alloc::vec::Vec;

use crate::algorithm::AlgorithmName;
use crate::claims::Issuer;
use crate::key_set::KeySet;
use crate::limits::Limits;
use crate::time::Seconds;

/// What is asked of the tokens of one issuer.
#[derive(Clone, Debug)]
pub struct IssuerRule {
    /// The issuer, exactly as its tokens write it.
    pub issuer: Issuer,
    /// Whom its tokens must be for.
    pub audience: AudienceRule,
    /// What its tokens may call themselves.
    pub types: TypeRule,
    /// What its tokens may be signed with.
    pub algorithms: Vec<AlgorithmName>,
    /// Its keys, if they are at hand.
    pub keys: Option<KeySet>,
}

impl IssuerRule {
    /// A rule that allows the usual types and every algorithm there is, and has no keys yet.
    #[must_use]
    pub fn new(issuer: Issuer, audience: AudienceRule) -> Self {
        let algorithms = AlgorithmName::ALL.to_vec();
        Self { issuer, audience, types: TypeRule::default(), algorithms, keys: None }
    }
}

/// Whom a token must be for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AudienceRule {
    /// For anybody, or nobody: the check is left out.
    Any,
    /// For at least one of these.
    OneOf(Vec<String>),
}

impl AudienceRule {
    /// For exactly this one.
    #[must_use]
    pub fn one(name: impl Into<String>) -> Self {
        Self::OneOf(alloc::vec![name.into()])
    }
}

/// What a token may call itself in its `typ` ([RFC 8725 section 3.11]).
///
/// An issuer may sign more than tokens to log in with: notices of a logout, security events,
/// proofs of possession. They carry `iss` and `aud` too, and a type of their own so that nobody
/// takes one for the other.
///
/// Media types are compared as [RFC 7515 section 4.1.9] says: without regard to case, and
/// `application/` in front may be left out.
///
/// ```
/// use assumable::TypeRule;
///
/// let usual = TypeRule::Usual;
/// assert!(usual.allows(None) && usual.allows(Some("JWT")) && usual.allows(Some("at+jwt")));
/// assert!(!usual.allows(Some("logout+jwt")));
///
/// let explicit = TypeRule::one("at+jwt");
/// assert!(explicit.allows(Some("application/at+JWT")));
/// assert!(!explicit.allows(None) && !explicit.allows(Some("JWT")));
/// ```
///
/// [RFC 8725 section 3.11]: https://www.rfc-editor.org/rfc/rfc8725#section-3.11
/// [RFC 7515 section 4.1.9]: https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum TypeRule {
    /// Anything, or nothing: the check is left out.
    Any,
    /// One of these. A token without `typ` is refused.
    OneOf(Vec<String>),
    /// Nothing, or what tokens of no special kind say: `JWT`, `JOSE` ([JWT-SVID section 2.3]), or
    /// `at+jwt` ([RFC 9068 section 2.1]).
    ///
    /// [JWT-SVID section 2.3]: https://github.com/spiffe/spiffe/blob/main/standards/JWT-SVID.md
    /// [RFC 9068 section 2.1]: https://www.rfc-editor.org/rfc/rfc9068#section-2.1
    #[default]
    Usual,
}

impl TypeRule {
    /// Exactly this one.
    #[must_use]
    pub fn one(name: impl Into<String>) -> Self {
        Self::OneOf(alloc::vec![name.into()])
    }

    /// Whether a token with this `typ` may pass.
    #[must_use]
    pub fn allows(&self, media_type: Option<&str>) -> bool {
        let is = |name: &str| media_type.is_some_and(|found| is_same_media_type(found, name));
        match self {
            Self::Any => true,
            Self::OneOf(names) => names.iter().any(|name| is(name)),
            Self::Usual => media_type.is_none() || USUAL_TYPES.into_iter().any(is),
        }
    }

    /// The names that pass.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Any => Vec::new(),
            Self::OneOf(names) => names.clone(),
            Self::Usual => USUAL_TYPES.map(String::from).to_vec(),
        }
    }
}

/// What is asked of every token.
///
/// ```
/// use assumable::{Seconds, VerifyOptions};
///
/// let options = VerifyOptions { clock_tolerance: Seconds(0), ..VerifyOptions::default() };
/// assert!(options.require_expiry);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct VerifyOptions {
    /// How far two clocks may be apart: `exp`, `nbf` and `iat` are read this much generously.
    pub clock_tolerance: Seconds,
    /// Whether a token without `exp` is refused.
    pub require_expiry: bool,
    /// Bounds on what is read.
    pub limits: Limits,
}

impl Default for VerifyOptions {
    fn default() -> Self {
        Self {
            // "usually no more than a few minutes" (RFC 7519 section 4.1.4); machines of a cloud
            // are within a second.
            clock_tolerance: Seconds(60),
            require_expiry: true,
            limits: Limits::default(),
        }
    }
}

fn is_same_media_type(a: &str, b: &str) -> bool {
    short_media_type(a).eq_ignore_ascii_case(short_media_type(b))
}

/// Without `application/`, unless that hides another `/`.
fn short_media_type(name: &str) -> &str {
    match name.split_once('/') {
        Some((kind, rest)) if kind.eq_ignore_ascii_case("application") && !rest.contains('/') => {
            rest
        }
        _ => name,
    }
}

const USUAL_TYPES: [&str; 3] = ["JWT", "JOSE", "at+jwt"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_compared_by_meaning() {
        let same = [
            ("JWT", "jwt"),
            ("application/jwt", "JWT"),
            ("APPLICATION/at+jwt", "at+JWT"),
            ("text/jwt", "Text/JWT"),
            ("application/example;part=\"1/2\"", "application/Example;part=\"1/2\""),
        ];
        for (a, b) in same {
            assert!(is_same_media_type(a, b) && is_same_media_type(b, a), "{a} {b}");
        }
        let different = [
            ("JWT", ""),
            ("JWT", "JWT "),
            ("JWT", "at+jwt"),
            ("JWT", "text/jwt"),
            ("JWT", "application/application/jwt"),
            ("JWT", "application/"),
            ("example;part=\"1/2\"", "application/example;part=\"1/2\""),
        ];
        for (a, b) in different {
            assert!(!is_same_media_type(a, b) && !is_same_media_type(b, a), "{a} {b}");
        }
    }
}
