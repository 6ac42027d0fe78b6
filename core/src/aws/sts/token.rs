//! The token as STS reads it. Its rules are not those of a strict verifier: of two members with
//! the same name the last counts, and what the header says beside `alg` and `kid` hardly matters.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::request::{AssumeRole, Presented};
use super::{AwsError, Stage, StageName};
use crate::aws::web_identity::{WebIdentity, WrongClaim};
use crate::decision::Confidence;
use crate::error::{TokenError, TokenPart};
use crate::json::{self, Kind, Object};
use crate::limits::Limits;
use crate::token::Compact;

/// A token, taken apart as STS does.
pub(super) struct Jwt<'a> {
    pub(super) signing_input: &'a str,
    pub(super) signature: Vec<u8>,
    pub(super) algorithm: String,
    pub(super) key_id: Option<String>,
    pub(super) claims: Object,
}

/// Why a text is no JWT to AWS, and how sure that is.
pub(super) struct NoJwt {
    evidence: String,
    confidence: Confidence,
}

impl<'a> Jwt<'a> {
    pub(super) fn parse(source: &'a str, limits: &Limits) -> Result<Self, NoJwt> {
        let compact = Compact::split(source, limits)?;
        let header = object(&compact, TokenPart::Header, limits)?;
        if let Some(critical) = header.get("crit") {
            // Recorded, whatever it lists; what AWS makes of one that is no list, nobody recorded.
            let list = critical.as_array().is_some();
            let confidence = if list { Confidence::Observed } else { Confidence::Assumed };
            let evidence = "the header has `crit`; AWS takes no token with it".to_string();
            return Err(NoJwt { evidence, confidence });
        }
        Ok(Self {
            algorithm: text(&header, "alg")?.ok_or_else(|| NoJwt::assumed("`alg` is missing"))?,
            key_id: text(&header, "kid")?,
            claims: object(&compact, TokenPart::Payload, limits)?,
            signature: compact.decode(TokenPart::Signature)?,
            signing_input: compact.signing_input,
        })
    }
}

impl NoJwt {
    fn assumed(evidence: &str) -> Self {
        Self { evidence: evidence.to_string(), confidence: Confidence::Assumed }
    }
}

/// That text of another shape is refused is recorded. Elsewhere we may be stricter than AWS.
impl From<TokenError> for NoJwt {
    fn from(error: TokenError) -> Self {
        let confidence = match error {
            TokenError::Parts { .. } => Confidence::Observed,
            _ => Confidence::Assumed,
        };
        Self { evidence: error.to_string(), confidence }
    }
}

/// Recorded: of two members with the same name the last counts.
fn object(compact: &Compact<'_>, part: TokenPart, limits: &Limits) -> Result<Object, NoJwt> {
    let bytes = compact.decode(part)?;
    let span = compact.span(part);
    let text = core::str::from_utf8(&bytes).map_err(|_| TokenError::Utf8 { part, span })?;
    let value = json::parse_last_wins(text, limits.json_depth)
        .map_err(|error| TokenError::Json { part, error, span })?;
    match value.kind {
        Kind::Object(object) => Ok(object),
        _ => Err(TokenError::NotAnObject { part, found: value.json_type(), span }.into()),
    }
}

fn text(header: &Object, parameter: &str) -> Result<Option<String>, NoJwt> {
    match header.get(parameter).map(|value| &value.kind) {
        None => Ok(None),
        Some(Kind::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(NoJwt::assumed(&format!("`{parameter}` must be a string"))),
    }
}

/// What the workload presents, taken apart as far as it goes.
pub(super) struct Read<'a> {
    pub(super) claims: Option<Cow<'a, Object>>,
    /// The same claims, if STS can use their types.
    pub(super) identity: Option<WebIdentity>,
    /// What a signature needs; the claims have moved out of it.
    pub(super) jwt: Option<Jwt<'a>>,
    pub(super) stage: Stage,
}

pub(super) fn read<'a>(call: &AssumeRole<'a>) -> Read<'a> {
    let name = StageName::Token;
    let source = match call.presented {
        Presented::Token(source) => source,
        Presented::Claims(claims) => {
            let is_opaque = call.oauth_provider().is_some();
            let bare = |claims: &Object| match claims.get("iss") {
                None if !is_opaque => required(claims, &["iss"]),
                _ => Stage::not_checked(name, NO_TOKEN),
            };
            let (identity, stage) = identity(claims, bare);
            return Read { claims: Some(Cow::Borrowed(claims)), identity, jwt: None, stage };
        }
    };
    match Jwt::parse(source, &call.limits) {
        Ok(mut jwt) => {
            let claims = core::mem::take(&mut jwt.claims);
            let (identity, stage) = identity(&claims, |claims| required(claims, &REQUIRED));
            Read { claims: Some(Cow::Owned(claims)), identity, jwt: Some(jwt), stage }
        }
        Err(_) if call.oauth_provider().is_some() => Read {
            claims: Some(Cow::Owned(Object::default())),
            identity: Some(WebIdentity::default()),
            jwt: None,
            stage: Stage::not_checked(name, OPAQUE),
        },
        Err(NoJwt { evidence, confidence }) => {
            let stage = Stage::failed(name, AwsError::not_a_jwt(confidence), &evidence);
            Read { claims: None, identity: None, jwt: None, stage }
        }
    }
}

fn identity(
    claims: &Object,
    required: impl FnOnce(&Object) -> Stage,
) -> (Option<WebIdentity>, Stage) {
    match WebIdentity::read(claims) {
        Ok(identity) => (Some(identity), required(claims)),
        Err(WrongClaim { name, expected }) => {
            // Recorded for a subject that is null; what is unusable otherwise is not known.
            let null = matches!(claims.get(name).map(|value| &value.kind), Some(Kind::Null));
            let error = if name == "sub" && null {
                AwsError::internal_failure()
            } else {
                AwsError::not_validated_assumed()
            };
            let evidence = format!("the claim `{name}` must be {expected}");
            (None, Stage::failed(StageName::Token, error, &evidence))
        }
    }
}

fn required(claims: &Object, names: &[&str]) -> Stage {
    let name = StageName::Token;
    let mut missing = names.iter().filter(|claim| claims.get(claim).is_none());
    let Some(first) = missing.next() else {
        return Stage::passed(name, Confidence::Observed, "a JWT with iss, sub, aud, iat and exp");
    };
    let evidence = format!("the claim `{first}` is missing; AWS needs iss, sub, aud, iat and exp");
    let error = AwsError::missing_claim(first);
    // Which of several AWS names is not recorded.
    let confidence = if missing.next().is_some() { Confidence::Assumed } else { error.confidence };
    Stage::failed(name, AwsError { confidence, ..error }, &evidence)
}

/// Each is recorded as required by itself.
const REQUIRED: [&str; 5] = ["iss", "sub", "aud", "iat", "exp"];

pub(super) const NO_TOKEN: &str = "bare claims were given, no token";

pub(super) const UNREADABLE: &str = "the claims could not be read";

/// Why nothing can be said of an OAuth token.
pub(super) const OPAQUE: &str = "only its provider can read an OAuth token";
