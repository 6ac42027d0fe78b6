//! The keys of an issuer, and the choice of the one that a token must be signed with.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

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
#[derive(Clone, Debug, Default)]
pub struct KeySet {
    keys: Vec<Jwk>,
    skipped: Vec<SkippedKey>,
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
        let (actual, limit) = (source.len(), limits.key_set_bytes);
        if actual > limit {
            return Err(KeySetError::Json(JsonError::TooLong { actual, limit }));
        }
        let document = json::parse(source, limits.json_depth).map_err(KeySetError::Json)?;
        let values = members(&document)?;
        if values.len() > limits.keys {
            let (actual, limit) = (values.len(), limits.keys);
            return Err(KeySetError::TooMany { actual, limit, span: document.span });
        }
        let mut set = Self::default();
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
        match self.skipped.iter().find(|skipped| id.is_some() && skipped.id == id) {
            Some(skipped) => SignatureError::UnusableKey { id, reason: skipped.reason.clone() },
            None => {
                let known = self.keys.iter().filter_map(Jwk::id).map(String::from).collect();
                SignatureError::UnknownKey { id, known }
            }
        }
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
