use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::check::{Check, CheckName, CheckOutcome, Evidence};
use super::rule::{AudienceRule, IssuerRule, TypeRule, VerifyOptions};
use super::{UsedKey, signed_by};
use crate::claims::{Audience, Claims, Issuer, NumericDate};
use crate::error::{SignatureError, TokenError, VerifyError};
use crate::json::Object;
use crate::jwk::VerifyingKey;
use crate::time::Timestamp;
use crate::token::{Header, UntrustedToken, Unverified};

/// One verification, check by check.
pub(super) struct Run<'v> {
    rules: &'v [IssuerRule],
    options: &'v VerifyOptions,
    now: Timestamp,
    /// The rule of the token's issuer, once it is known.
    pub(super) rule: Option<&'v IssuerRule>,
    /// All of them from the start, so that what is not reached is listed too.
    pub(super) checks: Box<[Check]>,
}

/// What is left of a token that passed every check.
#[derive(Clone)]
pub(super) struct Verified {
    pub(super) header: Header,
    pub(super) payload: Vec<u8>,
    pub(super) claims: Claims,
    pub(super) issuer: Issuer,
    pub(super) key: UsedKey,
}

/// Without the payload, which the claims say already.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { header, payload: _, claims, issuer, key } = self;
        f.debug_struct("Verified")
            .field("header", header)
            .field("claims", claims)
            .field("issuer", issuer)
            .field("key", key)
            .finish_non_exhaustive()
    }
}

impl<'v> Run<'v> {
    pub(super) fn new(rules: &'v [IssuerRule], options: &'v VerifyOptions, now: Timestamp) -> Self {
        let not_reached = |name| Check {
            name,
            outcome: CheckOutcome::NotReached,
            expected: Evidence::Nothing,
            actual: Evidence::Nothing,
        };
        let checks = Box::new(CheckName::ALL.map(not_reached));
        Self { rules, options, now, rule: None, checks }
    }

    pub(super) fn verify(&mut self, source: &str) -> Result<Verified, VerifyError> {
        let token = self.read(source)?;
        let object = self.read_payload(&token)?;
        let rule = self.choose_rule(&token, &object)?;
        self.check_type(&token, &rule.types)?;
        self.check_algorithm(&token, rule)?;
        let key = self.choose_key(&token, rule)?;
        self.check_signature(&token, key)?;
        let claims = self.read_claims(&token, object)?;
        self.check_expiry(&claims)?;
        self.check_not_before(&claims)?;
        self.check_issued_at(&claims)?;
        self.check_audience(&claims, &rule.audience)?;
        let used = UsedKey {
            id: key.jwk().id().map(String::from),
            thumbprint: key.jwk().thumbprint().to_string(),
            algorithm: key.algorithm(),
        };
        let (header, payload) = token.into_header_and_payload();
        Ok(Verified { header, payload, claims, issuer: rule.issuer.clone(), key: used })
    }

    /// Size, form and header are one act of the parser, which stops at the first that fails.
    fn read<'t>(&mut self, source: &'t str) -> Result<UntrustedToken<'t>, VerifyError> {
        let limits = &self.options.limits;
        let parsed = UntrustedToken::parse(source, limits);
        let size = (Evidence::AtMostBytes(limits.token_bytes), Evidence::Bytes(source.len()));
        let steps = [(CheckName::Size, size), (CheckName::Form, FORM), (CheckName::Header, HEADER)];
        for (name, (expected, actual)) in steps {
            match &parsed {
                Err(error) if failed_check(error) == name => {
                    let actual = Evidence::Text(error.to_string());
                    return self.record(name, expected, actual, parsed);
                }
                _ => self.note(name, CheckOutcome::Passed, expected, actual),
            }
        }
        Ok(parsed?)
    }

    fn read_payload(
        &mut self,
        token: &UntrustedToken<'_>,
    ) -> Result<Unverified<Object>, VerifyError> {
        let object = token.claims_object(&self.options.limits);
        let actual = match &object {
            Ok(_) => OBJECT,
            Err(error) => Evidence::Text(error.to_string()),
        };
        self.record(CheckName::Payload, OBJECT, actual, object)
    }

    /// The issuer is read before the signature, because it says whose keys to use. It is compared
    /// with what is configured, and believed only once the signature holds.
    fn choose_rule(
        &mut self,
        token: &UntrustedToken<'_>,
        object: &Unverified<Object>,
    ) -> Result<&'v IssuerRule, VerifyError> {
        let rules = self.rules;
        let trusted = || rules.iter().map(|rule| rule.issuer.as_str().to_string());
        let expected = Evidence::OneOf(trusted().map(Into::into).collect());
        let (actual, rule) = match Issuer::read(object.get_unverified()) {
            Ok(Some(issuer)) => {
                let actual = Evidence::Text(issuer.as_str().to_string());
                let rule = rules.iter().find(|rule| rule.issuer == issuer);
                let refusal = || VerifyError::IssuerNotTrusted {
                    issuer: issuer.as_str().to_string(),
                    trusted: trusted().collect(),
                };
                (actual, rule.ok_or_else(refusal))
            }
            Ok(None) => (ABSENT, Err(VerifyError::MissingClaim { claim: "iss" })),
            Err(error) => {
                let actual = Evidence::Text(error.to_string());
                let span = token.payload_span();
                (actual, Err(VerifyError::Token(TokenError::Claim { error, span })))
            }
        };
        let rule = self.record(CheckName::Issuer, expected, actual, rule)?;
        self.rule = Some(rule);
        Ok(rule)
    }

    fn check_type(
        &mut self,
        token: &UntrustedToken<'_>,
        rule: &TypeRule,
    ) -> Result<(), VerifyError> {
        let found = token.header().media_type();
        let actual = found.map_or(ABSENT, |found| Evidence::Text(found.to_string()));
        let expected = match rule {
            TypeRule::Any => {
                self.note(CheckName::Type, CheckOutcome::NotAsked, Evidence::Nothing, actual);
                return Ok(());
            }
            TypeRule::OneOf(names) => one_of(names),
            TypeRule::Usual => Evidence::Words("absent, JWT, JOSE or at+jwt"),
        };
        let verdict = if rule.allows(found) {
            Ok(())
        } else {
            let (found, allowed) = (found.map(String::from), rule.names());
            Err(VerifyError::TypeNotAllowed { found, allowed })
        };
        self.record(CheckName::Type, expected, actual, verdict)
    }

    fn check_algorithm(
        &mut self,
        token: &UntrustedToken<'_>,
        rule: &IssuerRule,
    ) -> Result<(), VerifyError> {
        let found = token.header().algorithm();
        let allowed = || rule.algorithms.iter().map(|algorithm| algorithm.as_str());
        let expected = Evidence::OneOf(allowed().map(Into::into).collect());
        let actual = Evidence::Text(found.to_string());
        let verdict = if allowed().any(|name| name == found) {
            Ok(())
        } else {
            let (found, allowed) = (found.to_string(), allowed().collect());
            Err(SignatureError::AlgorithmNotAllowed { found, allowed })
        };
        self.record(CheckName::Algorithm, expected, actual, verdict)
    }

    fn choose_key(
        &mut self,
        token: &UntrustedToken<'_>,
        rule: &'v IssuerRule,
    ) -> Result<VerifyingKey<'v>, VerifyError> {
        let expected = Evidence::Words("exactly one key that fits the token");
        let actual = match token.header().key_id() {
            Some(id) => Evidence::Text(id.to_string()),
            None => Evidence::Words("the token names no key"),
        };
        let key = match &rule.keys {
            Some(keys) => keys.select(token.header()).map_err(VerifyError::Signature),
            None => Err(VerifyError::KeysUnavailable { issuer: rule.issuer.as_str().to_string() }),
        };
        self.record(CheckName::Key, expected, actual, key)
    }

    fn check_signature(
        &mut self,
        token: &UntrustedToken<'_>,
        key: VerifyingKey<'_>,
    ) -> Result<(), VerifyError> {
        let expected = Evidence::Words("made by this key over header and payload");
        let verdict = signed_by(token, key);
        let actual = match &verdict {
            Ok(()) => expected.clone(),
            Err(error) => Evidence::Text(error.to_string()),
        };
        self.record(CheckName::Signature, expected, actual, verdict)
    }

    fn read_claims(
        &mut self,
        token: &UntrustedToken<'_>,
        object: Unverified<Object>,
    ) -> Result<Claims, VerifyError> {
        let expected = Evidence::Words("the types of RFC 7519");
        let claims = token.read_claims(object);
        let actual = match &claims {
            Ok(_) => expected.clone(),
            Err(error) => Evidence::Text(error.to_string()),
        };
        self.record(CheckName::Claims, expected, actual, claims)
    }

    /// "on or after which the JWT MUST NOT be accepted" (RFC 7519 section 4.1.4).
    fn check_expiry(&mut self, claims: &Claims) -> Result<(), VerifyError> {
        let (now, tolerance) = (self.now, self.options.clock_tolerance);
        let name = CheckName::Expiry;
        let Some(expired_at) = claims.expires_at().map(NumericDate::rounded_up) else {
            let verdict = if self.options.require_expiry {
                Err(VerifyError::MissingClaim { claim: "exp" })
            } else {
                Ok(())
            };
            return self.record(name, Evidence::Words("a time that is not over"), ABSENT, verdict);
        };
        let end = expired_at.saturating_add(tolerance);
        let verdict = if now < end {
            Ok(())
        } else {
            Err(VerifyError::Expired { now, expired_at, tolerance })
        };
        self.record(name, Evidence::Before(end), Evidence::Time(now), verdict)
    }

    /// "before which the JWT MUST NOT be accepted" (RFC 7519 section 4.1.5).
    fn check_not_before(&mut self, claims: &Claims) -> Result<(), VerifyError> {
        let (now, tolerance) = (self.now, self.options.clock_tolerance);
        self.check_start(CheckName::NotBefore, claims.not_before(), |valid_from| {
            VerifyError::NotYetValid { now, valid_from, tolerance }
        })
    }

    /// RFC 7519 section 4.1.6 only says what `iat` is; a token from the future shows that a clock
    /// is wrong, and then `exp` means nothing.
    fn check_issued_at(&mut self, claims: &Claims) -> Result<(), VerifyError> {
        let (now, tolerance) = (self.now, self.options.clock_tolerance);
        self.check_start(CheckName::IssuedAt, claims.issued_at(), |issued_at| {
            VerifyError::IssuedInFuture { now, issued_at, tolerance }
        })
    }

    fn check_start(
        &mut self,
        name: CheckName,
        start: Option<NumericDate>,
        refusal: impl FnOnce(Timestamp) -> VerifyError,
    ) -> Result<(), VerifyError> {
        let Some(start) = start.map(NumericDate::rounded_up) else {
            let expected = Evidence::Words("absent, or not in the future");
            return self.record(name, expected, ABSENT, Ok::<_, VerifyError>(()));
        };
        let earliest = start.saturating_sub(self.options.clock_tolerance);
        let verdict = if self.now >= earliest { Ok(()) } else { Err(refusal(start)) };
        self.record(name, Evidence::From(earliest), Evidence::Time(self.now), verdict)
    }

    fn check_audience(&mut self, claims: &Claims, rule: &AudienceRule) -> Result<(), VerifyError> {
        let names = claims.audience().map(Audience::names);
        let actual = names.map_or(ABSENT, one_of);
        let AudienceRule::OneOf(accepted) = rule else {
            self.note(CheckName::Audience, CheckOutcome::NotAsked, Evidence::Nothing, actual);
            return Ok(());
        };
        let verdict = match names {
            None => Err(VerifyError::MissingClaim { claim: "aud" }),
            Some(names) if names.iter().any(|name| accepted.contains(name)) => Ok(()),
            Some(names) => Err(VerifyError::AudienceMismatch {
                actual: names.to_vec(),
                expected: accepted.clone(),
            }),
        };
        self.record(CheckName::Audience, one_of(accepted), actual, verdict)
    }

    /// Notes how a check ended, and hands on its verdict.
    fn record<T, E: Into<VerifyError>>(
        &mut self,
        name: CheckName,
        expected: Evidence,
        actual: Evidence,
        verdict: Result<T, E>,
    ) -> Result<T, VerifyError> {
        let outcome = if verdict.is_ok() { CheckOutcome::Passed } else { CheckOutcome::Failed };
        self.note(name, outcome, expected, actual);
        verdict.map_err(Into::into)
    }

    fn note(
        &mut self,
        name: CheckName,
        outcome: CheckOutcome,
        expected: Evidence,
        actual: Evidence,
    ) {
        if let Some(check) = self.checks.iter_mut().find(|check| check.name == name) {
            *check = Check { name, outcome, expected, actual };
        }
    }
}

/// Which check a parser's refusal belongs to.
fn failed_check(error: &TokenError) -> CheckName {
    match error {
        TokenError::Empty | TokenError::TooLong { .. } => CheckName::Size,
        TokenError::Parts { .. } | TokenError::Encoding { .. } => CheckName::Form,
        _ => CheckName::Header,
    }
}

fn one_of(names: &[String]) -> Evidence {
    Evidence::OneOf(names.iter().cloned().map(Into::into).collect())
}

const FORM: (Evidence, Evidence) =
    (Evidence::Words("three parts of canonical base64url"), Evidence::Words("they are"));
const HEADER: (Evidence, Evidence) =
    (Evidence::Words("one JSON object with `alg`"), Evidence::Words("it is"));
const ABSENT: Evidence = Evidence::Words("absent");
const OBJECT: Evidence = Evidence::Words("one JSON object");
