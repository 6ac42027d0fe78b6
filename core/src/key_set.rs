//! The keys of an issuer, and the choice of the one that a token must be signed with.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::algorithm::AlgorithmName;
use crate::error::{JsonError, JsonType, KeyError, KeySetError, SignatureError};
use crate::json::{self, Value};
use crate::jwk::{Jwk, VerifyingKey};
use crate::limits::Limits;
use crate::token::Header;

/// The public keys of an issuer ([RFC 7517 section 5]).
///
/// Keys that must not be used are left out, and the reason is kept: an issuer may well publish
/// keys of a type that nobody here knows, beside those that matter.
///
/// ```
/// use assumable::{KeySet, Limits};
///
/// let source = r#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "a",
///     "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}, {"kty": "oct", "k": "AA"}]}"#;
/// let keys = KeySet::parse(source, &Limits::default())?;
/// assert_eq!(keys.keys().len(), 1);
/// assert_eq!(keys.skipped()[0].reason.to_string(), "it is a shared secret, not a public key");
/// # Ok::<(), assumable::KeySetError>(())
/// ```
///
/// [RFC 7517 section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
#[derive(Clone, Default)]
pub struct KeySet {
    keys: Vec<Jwk>,
    skipped: Vec<SkippedKey>,
    published: Vec<Value>,
    flaw: Option<KeySetError>,
}

/// Leaves out what was published: a careless issuer publishes secrets.
impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySet")
            .field("keys", &self.keys)
            .field("skipped", &self.skipped)
            .finish_non_exhaustive()
    }
}

/// A key of a key set that is not used.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SkippedKey {
    /// Position in the set, counted from 0.
    pub index: usize,
    /// Its `kid`, if it has one.
    pub id: Option<String>,
    /// Why.
    pub reason: KeyError,
}

impl KeySet {
    /// Reads a key set: `{"keys": [ … ]}`.
    ///
    /// # Errors
    ///
    /// The text is no key set, or exceeds [`Limits::key_set_bytes`] or [`Limits::keys`].
    pub fn parse(source: &str, limits: &Limits) -> Result<Self, KeySetError> {
        let document = document(source, limits).map_err(KeySetError::Json)?;
        Self::read(&document, limits)
    }

    /// Reads what an issuer publishes, be it a key set or not: for STS, which answers a call whatever
    /// it finds there. What [`parse`](Self::parse) refuses has no usable keys, and a
    /// [`flaw`](Self::flaw).
    ///
    /// ```
    /// use assumable::{KeySet, Limits};
    ///
    /// let keys = KeySet::parse_published("{}", &Limits::default())?;
    /// assert!(keys.published().is_empty() && keys.flaw().is_some());
    /// # Ok::<(), assumable::JsonError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The text is no JSON, or exceeds [`Limits::key_set_bytes`].
    pub fn parse_published(source: &str, limits: &Limits) -> Result<Self, JsonError> {
        let document = document(source, limits)?;
        Ok(Self::read(&document, limits).unwrap_or_else(|flaw| Self {
            published: members(&document).unwrap_or_default().to_vec(),
            flaw: Some(flaw),
            ..Self::default()
        }))
    }

    fn read(document: &Value, limits: &Limits) -> Result<Self, KeySetError> {
        let values = members(document)?;
        if values.len() > limits.keys {
            let (actual, limit) = (values.len(), limits.keys);
            return Err(KeySetError::TooMany { actual, limit, span: document.span });
        }
        let mut set = Self { published: values.to_vec(), ..Self::default() };
        for (index, value) in values.iter().enumerate() {
            match Jwk::parse(value) {
                Ok(key) => set.keys.push(key),
                Err(reason) => set.skipped.push(SkippedKey { index, id: id(value), reason }),
            }
        }
        Ok(set)
    }

    /// The keys that can be used, in the order of the text.
    #[must_use]
    pub fn keys(&self) -> &[Jwk] {
        &self.keys
    }

    /// The keys that are not used, in the order of the text.
    #[must_use]
    pub fn skipped(&self) -> &[SkippedKey] {
        &self.skipped
    }

    /// Every key as it was written, used or not. Other relying parties choose by other rules.
    #[must_use]
    pub fn published(&self) -> &[Value] {
        &self.published
    }

    /// Why the whole is no key set, if it was read by [`parse_published`](Self::parse_published).
    #[must_use]
    pub fn flaw(&self) -> Option<&KeySetError> {
        self.flaw.as_ref()
    }

    /// The one key that a token with this header must be signed with, bound to its algorithm.
    ///
    /// A token that names a key (`kid`) means that key only; one that does not is clear only if
    /// exactly one key fits its algorithm. Keys inside the header are never looked at.
    ///
    /// # Errors
    ///
    /// No key fits, or more than one does.
    pub fn select(&self, header: &Header) -> Result<VerifyingKey<'_>, SignatureError> {
        let algorithm = algorithm(header)?;
        let named = |key: &&Jwk| header.key_id().is_none_or(|id| key.id() == Some(id));
        let candidates: Vec<&Jwk> = self.keys.iter().filter(named).collect();
        let mut fitting = candidates.iter().filter_map(|key| key.verifying_key(algorithm));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            (Some(_), Some(_)) => {
                let fits = |key: &&&Jwk| key.algorithms().contains(&algorithm);
                let names = candidates.iter().filter(fits).map(|key| key.thumbprint().to_string());
                Err(SignatureError::AmbiguousKey {
                    algorithm: algorithm.as_str(),
                    candidates: names.collect(),
                })
            }
            (None, _) => Err(self.none_fits(header, algorithm, &candidates)),
        }
    }

    fn none_fits(
        &self,
        header: &Header,
        algorithm: AlgorithmName,
        candidates: &[&Jwk],
    ) -> SignatureError {
        let id = header.key_id().map(String::from);
        if !candidates.is_empty() {
            let possible = candidates.iter().flat_map(|key| key.algorithms());
            return SignatureError::KeyMismatch {
                id,
                algorithm: algorithm.as_str(),
                possible: possible.map(|algorithm| algorithm.as_str()).collect(),
            };
        }
        match self.meant_but_skipped(id.as_deref()) {
            Some(SkippedKey { id, reason, .. }) => {
                SignatureError::UnusableKey { id: id.clone(), reason: reason.clone() }
            }
            None => {
                let known = self.keys.iter().filter_map(Jwk::id).map(String::from).collect();
                SignatureError::UnknownKey { id, known }
            }
        }
    }

    /// The key with this id, or the only key there is if nothing says that another is meant.
    fn meant_but_skipped(&self, id: Option<&str>) -> Option<&SkippedKey> {
        let named = self.skipped.iter().find(|skipped| id.is_some() && skipped.id.as_deref() == id);
        let only = match (&*self.keys, &*self.skipped) {
            ([], [only]) if id.is_none() || only.id.is_none() => Some(only),
            _ => None,
        };
        named.or(only)
    }
}

/// The algorithm that a header asks for, if it is one that a published key can have.
pub(crate) fn algorithm(header: &Header) -> Result<AlgorithmName, SignatureError> {
    AlgorithmName::from_jws_name(header.algorithm()).ok_or_else(|| {
        SignatureError::AlgorithmNotAllowed {
            found: header.algorithm().to_string(),
            allowed: AlgorithmName::ALL.map(AlgorithmName::as_str).to_vec(),
        }
    })
}

fn document(source: &str, limits: &Limits) -> Result<Value, JsonError> {
    let (actual, limit) = (source.len(), limits.key_set_bytes);
    if actual > limit {
        return Err(JsonError::TooLong { actual, limit });
    }
    json::parse(source, limits.json_depth)
}

fn members(document: &Value) -> Result<&[Value], KeySetError> {
    let span = document.span;
    let Some(object) = document.as_object() else {
        return Err(KeySetError::NotAnObject { found: document.json_type(), span });
    };
    let Some(keys) = object.get("keys") else {
        return Err(match object.get("kty") {
            Some(_) => KeySetError::BareKey { span },
            None => KeySetError::NoKeys { found: None, span },
        });
    };
    let found: JsonType = keys.json_type();
    keys.as_array().ok_or(KeySetError::NoKeys { found: Some(found), span: keys.span })
}

fn id(value: &Value) -> Option<String> {
    value.as_object()?.get("kid")?.as_str().map(String::from)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec;

    use super::*;
    use crate::encoding;
    use crate::error::Explain as _;
    use crate::token::UntrustedToken;

    fn parse(source: &str) -> Result<KeySet, KeySetError> {
        KeySet::parse(source, &Limits::default())
    }

    fn okp(more: &str) -> String {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"{more}}}"#)
    }

    fn ec(more: &str) -> String {
        let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
        let y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
        format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"{more}}}"#)
    }

    fn set(keys: &[String]) -> KeySet {
        parse(&format!(r#"{{"keys":[{}]}}"#, keys.join(","))).unwrap()
    }

    fn select(set: &KeySet, header: &str) -> Result<AlgorithmName, &'static str> {
        let source = format!("{}..", encoding::encode(header.as_bytes()));
        let token = UntrustedToken::parse(&source, &Limits::default()).unwrap();
        match set.select(token.header()) {
            Ok(key) => Ok(key.algorithm()),
            Err(error) => Err(error.code()),
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let source = r#"{"keys": [{"kty": "oct", "k": "TOPSECRET"}, {"kty": "OKP", "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "d": "PRIVATE"}]}"#;
        let keys = KeySet::parse(source, &Limits::default()).unwrap();
        let shown = alloc::format!("{keys:?}");
        assert!(!shown.contains("TOPSECRET") && !shown.contains("PRIVATE"), "{shown}");
    }

    #[test]
    fn a_key_set_is_an_object_with_keys() {
        let cases = [
            ("", "json-empty"),
            ("[]", "key-set-not-an-object"),
            ("{}", "key-set-no-keys"),
            (r#"{"keys": {}}"#, "key-set-no-keys"),
            (r#"{"kty": "RSA"}"#, "key-set-bare-key"),
            (r#"{"keys": [], "keys": []}"#, "json-duplicate-member"),
        ];
        for (source, code) in cases {
            assert_eq!(parse(source).unwrap_err().code(), code, "{source}");
        }
        assert!(parse(r#"{"keys": [], "other": 1}"#).unwrap().keys().is_empty());
    }

    #[test]
    fn limits_are_kept() {
        let many = vec!["1"; 101].join(",");
        let error = parse(&format!(r#"{{"keys":[{many}]}}"#)).unwrap_err();
        assert_eq!(error.to_string(), "the key set has 101 keys; at most 100 are read");
        let error = parse(&" ".repeat(70_000)).unwrap_err();
        assert_eq!(error.code(), "json-too-long");
    }

    #[test]
    fn skipped_keys_keep_their_reason() {
        let set = set(&[
            "null".into(),
            okp(r#","kid":"a""#),
            okp(r#","kid":"b","use":"enc""#),
            r#"{"kty":"AKP","kid":7}"#.into(),
        ]);
        assert_eq!(set.keys().len(), 1);
        let skipped: Vec<_> = set
            .skipped()
            .iter()
            .map(|key| (key.index, key.id.as_deref(), key.reason.code()))
            .collect();
        assert_eq!(
            skipped,
            [
                (0, None, "key-not-an-object"),
                (2, Some("b"), "key-use"),
                (3, None, "key-wrong-type")
            ]
        );
    }

    #[test]
    fn exactly_one_key_must_fit() {
        let keys = set(&[
            okp(r#","kid":"a""#),
            ec(r#","kid":"b""#),
            ec(r#","kid":"same""#),
            okp(r#","kid":"same""#),
            ec(r#","kid":"twice""#),
            ec(r#","kid":"twice""#),
            okp(r#","kid":"secret","d":"AA""#),
        ]);
        let cases = [
            (r#"{"alg":"EdDSA","kid":"a"}"#, Ok(AlgorithmName::EdDsa)),
            (r#"{"alg":"ES256","kid":"b"}"#, Ok(AlgorithmName::Es256)),
            (r#"{"alg":"ES256","kid":"same"}"#, Ok(AlgorithmName::Es256)),
            (r#"{"alg":"EdDSA","kid":"same"}"#, Ok(AlgorithmName::EdDsa)),
            (r#"{"alg":"ES256","kid":"twice"}"#, Err("ambiguous-key")),
            (r#"{"alg":"ES256"}"#, Err("ambiguous-key")),
            (r#"{"alg":"ES256","kid":"a"}"#, Err("key-mismatch")),
            (r#"{"alg":"RS256"}"#, Err("key-mismatch")),
            (r#"{"alg":"ES256","kid":"c"}"#, Err("unknown-key")),
            (r#"{"alg":"EdDSA","kid":"secret"}"#, Err("unusable-key")),
            (r#"{"alg":"HS256","kid":"a"}"#, Err("algorithm-not-allowed")),
            (r#"{"alg":"none"}"#, Err("algorithm-not-allowed")),
        ];
        for (header, expected) in cases {
            assert_eq!(select(&keys, header), expected, "{header}");
        }
    }

    #[test]
    fn a_token_without_a_kid_is_clear_if_one_key_fits() {
        let keys = set(&[okp(r#","kid":"a""#), ec("")]);
        assert_eq!(select(&keys, r#"{"alg":"ES256"}"#), Ok(AlgorithmName::Es256));
        assert_eq!(select(&keys, r#"{"alg":"EdDSA"}"#), Ok(AlgorithmName::EdDsa));
        assert_eq!(select(&keys, r#"{"alg":"ES256","kid":"x"}"#), Err("unknown-key"));
        assert_eq!(select(&KeySet::default(), r#"{"alg":"ES256"}"#), Err("unknown-key"));
    }

    #[test]
    fn a_set_whose_only_key_is_unusable_says_why() {
        let (private, named) = (okp(r#","d":"AA""#), okp(r#","kid":"a","d":"AA""#));
        let only = set(core::slice::from_ref(&private));
        let twice = set(&[private.clone(), private.clone()]);
        assert_eq!(select(&only, r#"{"alg":"EdDSA"}"#), Err("unusable-key"));
        assert_eq!(select(&only, r#"{"alg":"EdDSA","kid":"a"}"#), Err("unusable-key"));
        assert_eq!(
            select(&set(core::slice::from_ref(&named)), r#"{"alg":"EdDSA"}"#),
            Err("unusable-key")
        );
        // Another key is meant, or it is not known which.
        assert_eq!(select(&set(&[named]), r#"{"alg":"EdDSA","kid":"b"}"#), Err("unknown-key"));
        assert_eq!(select(&twice, r#"{"alg":"EdDSA"}"#), Err("unknown-key"));
        let beside = set(&[private, okp(r#","kid":"b""#)]);
        assert_eq!(select(&beside, r#"{"alg":"EdDSA","kid":"a"}"#), Err("unknown-key"));
    }
}
