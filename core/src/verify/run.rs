use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::UsedKey;
use super::check::{Check, CheckName, CheckOutcome, Evidence};
use super::rule::{AudienceRule, IssuerRule, TypeRule, VerifyOptions};
use super::signature::{SignatureCheck, signed_by};
use crate::claims::{Audience, Claims, Issuer, NumericDate};
use crate::error::{SignatureError, TokenError, VerifyError};
use crate::json::Object;
use crate::jwk::VerifyingKey;
use crate::key_set::KeySet;
use crate::span::Span;
use crate::time::Timestamp;
use crate::token::{Header, UntrustedToken, Unverified, read_claims};

/// One verification, check by check.
pub(super) struct Run<'v> {
    rules: &'v [IssuerRule],
    options: &'v VerifyOptions,
    now: Timestamp,
    /// The rule of the token's issuer, once it is known.
    pub(super) rule: Option<&'v IssuerRule>,
    /// If notes are taken: all checks from the start, so that what is not reached is listed too.
    pub(super) notes: Option<Box<[Check]>>,
}

/// A token of which all is settled that comes before the choice of its key.
pub(super) struct Begun<'v, 't> {
    pub(super) token: UntrustedToken<'t>,
    pub(super) rule: &'v IssuerRule,
    object: Unverified<Object>,
}

/// What a token says, and the key that must have signed it. Only a verdict on that leads on.
pub(super) struct Content {
    header: Header,
    payload: Vec<u8>,
    payload_span: Span,
    object: Unverified<Object>,
    issuer: Issuer,
    key: UsedKey,
}

/// What is left of a token that passed every check.
#[derive(Clone)]
pub(super) struct Verified {
    pub(super) header: Header,
    pub(super) payload: Vec<u8>,
    pub(super) claims: Claims,
    pub(super) issuer: Issuer,
    pub(super) key: UsedKey,
    /// From when, and until when, its times are accepted.
    pub(super) times: (Timestamp, Timestamp),
}

/// Without the payload, which the claims say already.
impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { header, payload: _, claims, issuer, key, times: _ } = self;
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
        Self { rules, options, now, rule: None, notes: None }
    }

    pub(super) fn taking_notes(self) -> Self {
        let not_reached = |name| Check {
            name,
            outcome: CheckOutcome::NotReached,
            expected: Evidence::Nothing,
            actual: Evidence::Nothing,
        };
        Self { notes: Some(Box::new(CheckName::ALL.map(not_reached))), ..self }
    }

    /// The whole way. `keys` are those that the token's issuer has, or why there are none.
    pub(super) fn verify<'k>(
        &mut self,
        source: &str,
        keys: impl FnOnce(&'v IssuerRule) -> Result<&'k KeySet, VerifyError>,
        signatures: &impl SignatureCheck,
    ) -> Result<Verified, VerifyError> {
        let begun = self.begin(source)?;
        let key = self.choose_key(&begun.token, keys(begun.rule))?;
        let verdict = signed_by(&begun.token, key, signatures);
        self.finish(begun, key, verdict)
    }

    /// Everything before the key.
    pub(super) fn begin<'t>(&mut self, source: &'t str) -> Result<Begun<'v, 't>, VerifyError> {
        let token = self.read(source)?;
        let object = self.read_payload(&token)?;
        let rule = self.choose_rule(&token, &object)?;
        self.check_type(&token, &rule.types)?;
        self.check_algorithm(&token, rule)?;
        Ok(Begun { token, rule, object })
    }

    /// The signature, and what counts only after it.
    pub(super) fn finish(
        &mut self,
        begun: Begun<'v, '_>,
        key: VerifyingKey<'_>,
        verdict: Result<(), SignatureError>,
    ) -> Result<Verified, VerifyError> {
        self.check_signature(verdict)?;
        let audience = &begun.rule.audience;
        self.check_content(begun.into_content(key), audience)
    }

    /// What counts only after the signature.
    pub(super) fn check_content(
        &mut self,
        content: Content,
        audience: &AudienceRule,
    ) -> Result<Verified, VerifyError> {
        let Content { header, payload, payload_span, object, issuer, key } = content;
        let claims = self.read_claims(object, payload_span)?;
        let until = self.check_expiry(&claims)?;
        let not_before = self.check_not_before(&claims)?;
        let issued_at = self.check_issued_at(&claims)?;
        self.check_audience(&claims, audience)?;
        let times = (not_before.max(issued_at), until);
        Ok(Verified { header, payload, claims, issuer, key, times })
    }

    /// Size, form and header are one act of the parser, which stops at the first that fails.
    fn read<'t>(&mut self, source: &'t str) -> Result<UntrustedToken<'t>, VerifyError> {
        let limits = &self.options.limits;
        let parsed = UntrustedToken::parse(source, limits);
        let failed = parsed.as_ref().err().map(failed_check);
        for name in [CheckName::Size, CheckName::Form, CheckName::Header] {
            let evidence = || match name {
                CheckName::Size => {
                    (Evidence::AtMostBytes(limits.token_bytes), Evidence::Bytes(source.len()))
                }
                CheckName::Form => FORM,
                _ => HEADER,
            };
            if failed == Some(name) {
                return self.record(name, parsed, |parsed| {
                    let (expected, actual) = evidence();
                    (expected, shown(parsed, actual))
                });
            }
            self.note(name, CheckOutcome::Passed, evidence);
        }
        Ok(parsed?)
    }

    fn read_payload(
        &mut self,
        token: &UntrustedToken<'_>,
    ) -> Result<Unverified<Object>, VerifyError> {
        let object = token.claims_object(&self.options.limits);
        self.record(CheckName::Payload, object, |object| (OBJECT, shown(object, OBJECT)))
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
        let found = Issuer::read(object.get_unverified());
        let verdict = match &found {
            Ok(Some(issuer)) => {
                let rule = rules.iter().find(|rule| rule.issuer.as_str() == *issuer);
                rule.ok_or_else(|| VerifyError::IssuerNotTrusted {
                    issuer: issuer.to_string(),
                    trusted: trusted().collect(),
                })
            }
            Ok(None) => Err(VerifyError::MissingClaim { claim: "iss" }),
            Err(error) => {
                let (error, span) = (error.clone(), token.payload_span());
                Err(VerifyError::Token(TokenError::Claim { error, span }))
            }
        };
        let rule = self.record(CheckName::Issuer, verdict, |_| {
            let actual = match &found {
                Ok(issuer) => present(*issuer),
                Err(error) => Evidence::Text(error.to_string()),
            };
            (Evidence::OneOf(trusted().map(Into::into).collect()), actual)
        })?;
        self.rule = Some(rule);
        Ok(rule)
    }

    fn check_type(
        &mut self,
        token: &UntrustedToken<'_>,
        rule: &TypeRule,
    ) -> Result<(), VerifyError> {
        let (name, found) = (CheckName::Type, token.header().media_type());
        let expected = || match rule {
            TypeRule::Any => Evidence::Nothing,
            TypeRule::OneOf(names) => one_of(names),
            TypeRule::Usual => Evidence::Words("absent, JWT, JOSE or at+jwt"),
        };
        if *rule == TypeRule::Any {
            self.note(name, CheckOutcome::NotAsked, || (expected(), present(found)));
            return Ok(());
        }
        let verdict = if rule.allows(found) {
            Ok(())
        } else {
            let (found, allowed) = (found.map(String::from), rule.names());
            Err(VerifyError::TypeNotAllowed { found, allowed })
        };
        self.record(name, verdict, |_| (expected(), present(found)))
    }

    fn check_algorithm(
        &mut self,
        token: &UntrustedToken<'_>,
        rule: &IssuerRule,
    ) -> Result<(), VerifyError> {
        let found = token.header().algorithm();
        let allowed = || rule.algorithms.iter().map(|algorithm| algorithm.as_str());
        let verdict = if allowed().any(|name| name == found) {
            Ok(())
        } else {
            let (found, allowed) = (found.to_string(), allowed().collect());
            Err(SignatureError::AlgorithmNotAllowed { found, allowed })
        };
        self.record(CheckName::Algorithm, verdict, |_| {
            let expected = Evidence::OneOf(allowed().map(Into::into).collect());
            (expected, Evidence::Text(found.to_string()))
        })
    }

    pub(super) fn choose_key<'k>(
        &mut self,
        token: &UntrustedToken<'_>,
        keys: Result<&'k KeySet, VerifyError>,
    ) -> Result<VerifyingKey<'k>, VerifyError> {
        let select = |keys: &'k KeySet| keys.select(token.header()).map_err(VerifyError::Signature);
        self.record(CheckName::Key, keys.and_then(select), |_| {
            let actual = match token.header().key_id() {
                Some(id) => Evidence::Text(id.to_string()),
                None => Evidence::Words("the token names no key"),
            };
            (Evidence::Words("exactly one key that fits the token"), actual)
        })
    }

    fn check_signature(&mut self, verdict: Result<(), SignatureError>) -> Result<(), VerifyError> {
        const MADE: Evidence = Evidence::Words("made by this key over header and payload");
        self.record(CheckName::Signature, verdict, |verdict| (MADE, shown(verdict, MADE)))
    }

    fn read_claims(
        &mut self,
        object: Unverified<Object>,
        span: Span,
    ) -> Result<Claims, VerifyError> {
        const TYPES: Evidence = Evidence::Words("the types of RFC 7519");
        let claims = read_claims(object, span);
        self.record(CheckName::Claims, claims, |claims| (TYPES, shown(claims, TYPES)))
    }

    /// "on or after which the JWT MUST NOT be accepted" (RFC 7519 section 4.1.4). Gives that time, with
    /// the tolerance.
    fn check_expiry(&mut self, claims: &Claims) -> Result<Timestamp, VerifyError> {
        let (now, tolerance) = (self.now, self.options.clock_tolerance);
        let name = CheckName::Expiry;
        let Some(expired_at) = claims.expires_at().map(NumericDate::rounded_up) else {
            let verdict = if self.options.require_expiry {
                Err(VerifyError::MissingClaim { claim: "exp" })
            } else {
                Ok(Timestamp::MAX)
            };
            let expected = Evidence::Words("a time that is not over");
            return self.record(name, verdict, |_| (expected, ABSENT));
        };
        let end = expired_at.saturating_add(tolerance);
        let verdict = if now < end {
            Ok(end)
        } else {
            Err(VerifyError::Expired { now, expired_at, tolerance })
        };
        self.record(name, verdict, |_| (Evidence::Before(end), Evidence::Time(now)))
    }

    /// "before which the JWT MUST NOT be accepted" (RFC 7519 section 4.1.5).
    fn check_not_before(&mut self, claims: &Claims) -> Result<Timestamp, VerifyError> {
        let (now, tolerance) = (self.now, self.options.clock_tolerance);
        self.check_start(CheckName::NotBefore, claims.not_before(), |valid_from| {
            VerifyError::NotYetValid { now, valid_from, tolerance }
        })
    }

    /// RFC 7519 section 4.1.6 only says what `iat` is; a token from the future shows that a clock
    /// is wrong, and then `exp` means nothing.
    fn check_issued_at(&mut self, claims: &Claims) -> Result<Timestamp, VerifyError> {
        let (now, tolerance) = (self.now, self.options.clock_tolerance);
        self.check_start(CheckName::IssuedAt, claims.issued_at(), |issued_at| {
            VerifyError::IssuedInFuture { now, issued_at, tolerance }
        })
    }

    /// Gives the earliest time, with the tolerance.
    fn check_start(
        &mut self,
        name: CheckName,
        start: Option<NumericDate>,
        refusal: impl FnOnce(Timestamp) -> VerifyError,
    ) -> Result<Timestamp, VerifyError> {
        let now = self.now;
        let Some(start) = start.map(NumericDate::rounded_up) else {
            let expected = Evidence::Words("absent, or not in the future");
            return self.record(name, Ok::<_, VerifyError>(Timestamp::MIN), |_| (expected, ABSENT));
        };
        let earliest = start.saturating_sub(self.options.clock_tolerance);
        let verdict = if now >= earliest { Ok(earliest) } else { Err(refusal(start)) };
        self.record(name, verdict, |_| (Evidence::From(earliest), Evidence::Time(now)))
    }

    fn check_audience(&mut self, claims: &Claims, rule: &AudienceRule) -> Result<(), VerifyError> {
        let names = claims.audience().map(Audience::names);
        let actual = || names.map_or(ABSENT, one_of);
        let AudienceRule::OneOf(accepted) = rule else {
            let evidence = || (Evidence::Nothing, actual());
            self.note(CheckName::Audience, CheckOutcome::NotAsked, evidence);
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
        self.record(CheckName::Audience, verdict, |_| (one_of(accepted), actual()))
    }

    /// Notes how a check ended, and hands on its verdict. The evidence is what would pass, and what
    /// there is.
    fn record<T, E: Into<VerifyError>>(
        &mut self,
        name: CheckName,
        verdict: Result<T, E>,
        evidence: impl FnOnce(&Result<T, E>) -> (Evidence, Evidence),
    ) -> Result<T, VerifyError> {
        let outcome = if verdict.is_ok() { CheckOutcome::Passed } else { CheckOutcome::Failed };
        self.note(name, outcome, || evidence(&verdict));
        verdict.map_err(Into::into)
    }

    fn note(
        &mut self,
        name: CheckName,
        outcome: CheckOutcome,
        evidence: impl FnOnce() -> (Evidence, Evidence),
    ) {
        let notes = self.notes.as_deref_mut().unwrap_or_default();
        if let Some(check) = notes.iter_mut().find(|check| check.name == name) {
            let (expected, actual) = evidence();
            *check = Check { name, outcome, expected, actual };
        }
    }
}

/// Without the claims, which are not to be believed.
impl fmt::Debug for Begun<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { token, rule, object: _ } = self;
        let issuer = &rule.issuer;
        f.debug_struct("Begun")
            .field("token", token)
            .field("issuer", issuer)
            .finish_non_exhaustive()
    }
}

impl Content {
    pub(super) fn key(&self) -> &UsedKey {
        &self.key
    }
}

impl Begun<'_, '_> {
    pub(super) fn into_content(self, key: VerifyingKey<'_>) -> Content {
        let Self { token, rule, object } = self;
        let key = UsedKey {
            id: key.jwk().id().map(String::from),
            thumbprint: key.jwk().thumbprint().to_string(),
            algorithm: key.algorithm(),
        };
        let payload_span = token.payload_span();
        let (header, payload) = token.into_header_and_payload();
        Content { header, payload, payload_span, object, issuer: rule.issuer.clone(), key }
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

/// Its text, or that it is not there.
fn present(found: Option<&str>) -> Evidence {
    found.map_or(ABSENT, |text| Evidence::Text(text.to_string()))
}

/// What there is if all is well, or the error.
fn shown<T, E: fmt::Display>(verdict: &Result<T, E>, well: Evidence) -> Evidence {
    match verdict {
        Ok(_) => well,
        Err(error) => Evidence::Text(error.to_string()),
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
