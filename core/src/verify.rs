//! The one act that turns a token into something to rely on.

mod check;
mod problems;
mod rule;
mod signature;
mod run;
mod opened;
mod pending;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;

pub use check::{Check, CheckName, CheckOutcome, Evidence};
pub use opened::OpenedToken;
pub use pending::{AwaitingToken, PendingToken};
pub use rule::{AudienceRule, IssuerRule, TypeRule, VerifyOptions};
pub use signature::{Kernel, SignatureCheck};

use self::run::{Run, Verified};
use self::signature::{Known, signed_by};
use crate::algorithm::AlgorithmName;
use crate::claims::{Claims, Issuer};
use crate::error::{Explain, SignatureError, VerifierError, VerifyError};
use crate::jwk::VerifyingKey;
use crate::key_set::KeySet;
use crate::span::Span;
use crate::time::Timestamp;
use crate::token::{Header, UntrustedToken};

/// Verifies tokens of the issuers it was given, and of no others.
///
/// Signature, issuer, audience and time are checked in one act; there is no way to ask for one
/// without the others. Nothing is fetched and no clock is read.
///
/// ```
/// use assumable::{
///     AudienceRule, Explain as _, Issuer, IssuerRule, KeySet, Limits, Timestamp, Verifier,
///     VerifyOptions,
/// };
///
/// // {"alg":"EdDSA"}.{"iss":"https://a.example","aud":"b","exp":1712615659}.
/// let token = "eyJhbGciOiJFZERTQSJ9.\
///     eyJpc3MiOiJodHRwczovL2EuZXhhbXBsZSIsImF1ZCI6ImIiLCJleHAiOjE3MTI2MTU2NTl9.\
///     hdVi4_UzE8eKldfKCtaGgiJxhT5nQGzj1h9FVyPpEvo\
///     GhSCuCAr7Ltg6x07On6pvUiGk6TIjyWxGFhKDNtajDg";
/// let keys = KeySet::parse(
///     r#"{"keys": [{"kty": "OKP", "crv": "Ed25519",
///         "x": "_aNMtA3axCSGw74cKxlc3a8EnUnCZk7hMtf3k0P0N1Q"}]}"#,
///     &Limits::default(),
/// )?;
/// let rule = IssuerRule {
///     keys: Some(keys),
///     ..IssuerRule::new(Issuer::new("https://a.example"), AudienceRule::one("b"))
/// };
/// let verifier = Verifier::new(vec![rule], VerifyOptions::default())?;
///
/// let at = |seconds| Timestamp::from_seconds(seconds).unwrap();
/// let verified = verifier.verify(token, at(1_712_615_119))?;
/// assert_eq!(verified.claims().expires_at().unwrap().rounded_up(), at(1_712_615_659));
///
/// let failure = verifier.verify(token, at(1_712_619_259)).unwrap_err();
/// assert_eq!(failure.code(), "token-expired");
/// assert_eq!(
///     failure.to_string(),
///     "the token expired at 2024-04-08T22:34:19Z, 1 hour before 2024-04-08T23:34:19Z \
///      (tolerance: 1 minute)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    rules: Vec<IssuerRule>,
    options: VerifyOptions,
}

impl Verifier {
    /// A verifier that trusts these issuers, each by its own rule.
    ///
    /// # Errors
    ///
    /// There is no rule, two are for the same issuer, or one could accept nothing.
    pub fn new(rules: Vec<IssuerRule>, options: VerifyOptions) -> Result<Self, VerifierError> {
        if rules.is_empty() {
            return Err(VerifierError::NoIssuer);
        }
        for (index, rule) in rules.iter().enumerate() {
            let issuer = || rule.issuer.as_str().to_string();
            if rules.iter().take(index).any(|earlier| earlier.issuer == rule.issuer) {
                return Err(VerifierError::DuplicateIssuer { issuer: issuer() });
            }
            if rule.audience == AudienceRule::OneOf(Vec::new()) {
                return Err(VerifierError::NoAudience { issuer: issuer() });
            }
            if rule.types == TypeRule::OneOf(Vec::new()) {
                return Err(VerifierError::NoType { issuer: issuer() });
            }
            if rule.algorithms.is_empty() {
                return Err(VerifierError::NoAlgorithm { issuer: issuer() });
            }
        }
        Ok(Self { rules, options })
    }

    /// Replaces the keys of an issuer.
    ///
    /// # Errors
    ///
    /// There is no rule for this issuer.
    pub fn set_keys(&mut self, issuer: &Issuer, keys: KeySet) -> Result<(), VerifierError> {
        match self.rules.iter_mut().find(|rule| rule.issuer == *issuer) {
            Some(rule) => {
                rule.keys = Some(keys);
                Ok(())
            }
            None => Err(VerifierError::UnknownIssuer { issuer: issuer.as_str().to_string() }),
        }
    }

    /// The rules, in the order they were given.
    #[must_use]
    pub fn rules(&self) -> &[IssuerRule] {
        &self.rules
    }

    /// Verifies a token as of `now`.
    ///
    /// Cheap refusals come first; the payload is read once, for its issuer, and its claims count
    /// only after the signature.
    ///
    /// # Errors
    ///
    /// The first check that failed, with the list of all of them.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<VerifiedToken, VerifyFailure> {
        self.verify_with(token, now, &Kernel)
    }

    /// As [`verify`](Self::verify), but the host does the arithmetic of signatures.
    ///
    /// # Errors
    ///
    /// The first check that failed, with the list of all of them.
    pub fn verify_with(
        &self,
        token: &str,
        now: Timestamp,
        signatures: &impl SignatureCheck,
    ) -> Result<VerifiedToken, VerifyFailure> {
        let opened = self.open(token, now)?;
        match opened.given_keys() {
            Some(keys) => opened.verify(keys, signatures),
            None => Err(opened.without_keys(None, None)),
        }
    }

    /// Every check of a verification as of `now`, with both sides of its comparison, whether the
    /// token is accepted or not.
    #[must_use]
    pub fn checks(&self, token: &str, now: Timestamp) -> Box<[Check]> {
        self.list_checks(token, now, given_keys, &Kernel)
    }

    fn run(&self, now: Timestamp) -> Run<'_> {
        Run::new(&self.rules, &self.options, now)
    }

    /// Why a token is refused, with the list of all checks. No signature is checked twice.
    fn failure<'k>(
        &'k self,
        error: VerifyError,
        issuer: Option<&Issuer>,
        token: &str,
        now: Timestamp,
        keys: impl FnOnce(&'k IssuerRule) -> Result<&'k KeySet, VerifyError>,
    ) -> VerifyFailure {
        let signed = !matches!(error, VerifyError::Signature(SignatureError::Invalid { .. }));
        let checks = self.list_checks(token, now, keys, &Known(signed));
        VerifyFailure { error, issuer: issuer.cloned(), checks }
    }

    /// Goes the same way once more and takes notes: of a token that is accepted nobody reads them.
    /// How it ends is known, or does not matter.
    fn list_checks<'k>(
        &'k self,
        token: &str,
        now: Timestamp,
        keys: impl FnOnce(&'k IssuerRule) -> Result<&'k KeySet, VerifyError>,
        signatures: &impl SignatureCheck,
    ) -> Box<[Check]> {
        let mut run = self.run(now).taking_notes();
        drop(run.verify(token, keys, signatures));
        run.notes.unwrap_or_default()
    }
}

/// The keys that came with the rule.
fn given_keys(rule: &IssuerRule) -> Result<&KeySet, VerifyError> {
    rule.keys.as_ref().ok_or_else(|| VerifyError::KeysUnavailable {
        issuer: rule.issuer.as_str().to_string(),
        retry_after: None,
        error: None,
    })
}

/// A token whose signature, issuer, audience and time were checked. Nothing else makes one.
#[derive(Clone, Debug)]
pub struct VerifiedToken(Verified);

impl VerifiedToken {
    /// The header, covered by the signature.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.0.header
    }

    /// The claims, as the issuer made them.
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.0.claims
    }

    /// The payload's bytes: what the spans of the claims' object point into.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.0.payload
    }

    /// The configured issuer that made the token.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.0.issuer
    }

    /// The key that signed it.
    #[must_use]
    pub fn key(&self) -> &UsedKey {
        &self.0.key
    }

    /// From when its `nbf` and `iat` are accepted, with the verifier's tolerance.
    #[must_use]
    pub fn accepted_from(&self) -> Timestamp {
        self.0.times.0
    }

    /// From when on its `exp` is accepted no longer, with the verifier's tolerance.
    #[must_use]
    pub fn accepted_until(&self) -> Timestamp {
        self.0.times.1
    }
}

/// The key that signed a token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UsedKey {
    /// Its `kid`.
    pub id: Option<String>,
    /// Its SHA-256 thumbprint, base64url.
    pub thumbprint: String,
    /// The algorithm it was used with.
    pub algorithm: AlgorithmName,
}

/// A token that was refused, and how far it came.
#[derive(Clone, Debug)]
pub struct VerifyFailure {
    /// The check that failed.
    pub error: VerifyError,
    /// The configured issuer whose rule applied, if it came to that. Keys are fetched for this
    /// issuer or for none.
    pub issuer: Option<Issuer>,
    /// Every check: those that passed, the one that failed, those that were not reached.
    pub checks: Box<[Check]>,
}

impl Explain for VerifyFailure {
    fn code(&self) -> &'static str {
        self.error.code()
    }

    fn span(&self) -> Option<Span> {
        self.error.span()
    }

    fn help(&self) -> Option<&'static str> {
        self.error.help()
    }
}

impl fmt::Display for VerifyFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for VerifyFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.error)
    }
}

/// Checks the signature of a token, and nothing else: not who made it, for whom, or when.
///
/// To rely on a token use [`Verifier::verify`]. This layer alone is for simulations and for JWS
/// that are no tokens.
///
/// # Errors
///
/// No key fits, or the one that does made no such signature.
pub fn verify_signature<'k>(
    token: &UntrustedToken<'_>,
    keys: &'k KeySet,
) -> Result<VerifyingKey<'k>, SignatureError> {
    let key = keys.select(token.header())?;
    signed_by(token, key, &Kernel)?;
    Ok(key)
}
