//! The stage of the signature.

use alloc::format;
use alloc::string::ToString;

use super::keys::{self, Chosen};
use super::request::{AssumeRole, Presented};
use super::token::{Jwt, NO_TOKEN, OPAQUE, UNREADABLE};
use super::{AwsError, Stage, StageName};
use crate::algorithm::AlgorithmName;
use crate::decision::Confidence;
use crate::json::Value;
use crate::jwk::Jwk;
use crate::visible::quotable;

/// Whether a signature was checked, and how that ended. The key is the one that STS would take;
/// what else it has against the key is said in the stage.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SignatureStatus {
    /// A key of the given key set made it.
    Valid,
    /// The key that must have made it did not.
    Invalid,
    /// No key of the given key set fits the token, so that nothing could be checked.
    NoKey,
    /// No keys were given, or no token, or AWS takes none with its algorithm.
    NotChecked,
}

pub(super) fn check(call: &AssumeRole<'_>, jwt: Option<&Jwt<'_>>) -> (SignatureStatus, Stage) {
    let name = StageName::Signature;
    let not_checked = |why| (SignatureStatus::NotChecked, Stage::not_checked(name, why));
    let jwt = match (jwt, call.presented) {
        (Some(jwt), _) => jwt,
        (None, Presented::Claims(_)) => return not_checked(NO_TOKEN),
        (None, _) if call.oauth_provider().is_some() => return not_checked(OPAQUE),
        (None, _) => return not_checked(UNREADABLE),
    };
    let Some((algorithm, family)) = algorithm(&jwt.algorithm) else {
        let evidence = format!(
            "AWS takes RS256, RS384, RS512, ES256, ES384 and ES512; the token says `{}`",
            quotable(&jwt.algorithm)
        );
        let stage = Stage::failed(name, AwsError::not_validated_assumed(), &evidence);
        return (SignatureStatus::NotChecked, stage);
    };
    let Some(keys) = call.keys else { return not_checked("no keys were given") };
    // That a set needs keys is documented, with which words AWS says so is not recorded.
    if let Some(flaw) = keys.flaw().filter(|_| keys.published().is_empty()) {
        let error = AwsError { confidence: Confidence::Assumed, ..AwsError::key_not_found() };
        let evidence = format!("what was given for keys is no key set: {flaw}");
        return (SignatureStatus::NoKey, Stage::failed(name, error, &evidence));
    }
    match keys::choose(keys.published(), family, jwt.key_id.as_deref()) {
        Ok(chosen) => verify(jwt, algorithm, chosen),
        Err(evidence) => {
            let stage = Stage::failed(name, AwsError::key_not_found(), &evidence);
            (SignatureStatus::NoKey, stage)
        }
    }
}

fn verify(jwt: &Jwt<'_>, algorithm: AlgorithmName, chosen: Chosen<'_>) -> (SignatureStatus, Stage) {
    let name = StageName::Signature;
    let read = Jwk::parse_numbers(chosen.key).map_err(|error| error.to_string());
    let fits = read.as_ref().ok().and_then(|key| key.verifying_key(algorithm));
    let status = match fits {
        None => SignatureStatus::NoKey,
        Some(key) if key.verifies(jwt.signing_input.as_bytes(), &jwt.signature) => {
            SignatureStatus::Valid
        }
        Some(_) => SignatureStatus::Invalid,
    };
    let failed = |error, evidence: &str| Stage::failed(name, error, evidence);
    let stage = match (chosen.refused, status, read) {
        (Some((error, evidence)), ..) => failed(error, evidence),
        (None, SignatureStatus::Valid, _) => {
            Stage::passed(name, chosen.confidence, "a key of the key set made it")
        }
        (None, SignatureStatus::Invalid, _) => {
            // Recorded for a wrong key, which is the same to who checks.
            let id = chosen.key.get("kid").and_then(Value::as_str).unwrap_or_default();
            let evidence = format!("the key `{}` did not sign this token", quotable(id));
            failed(AwsError::not_validated(), &evidence)
        }
        (None, _, Err(error)) => {
            let evidence = format!("the key that the token names cannot be used: {error}");
            failed(AwsError::not_validated_assumed(), &evidence)
        }
        (None, ..) => {
            let evidence = format!("the key that the token names cannot be used with {algorithm}");
            failed(AwsError::not_validated_assumed(), &evidence)
        }
    };
    (status, stage)
}

/// What AWS wants a token to be signed with ([API_AssumeRoleWithWebIdentity]), and the type of
/// key that takes.
///
/// [API_AssumeRoleWithWebIdentity]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
fn algorithm(name: &str) -> Option<(AlgorithmName, &'static str)> {
    use AlgorithmName::{Es256, Es384, Es512, Rs256, Rs384, Rs512};
    match AlgorithmName::from_jws_name(name)? {
        algorithm @ (Rs256 | Rs384 | Rs512) => Some((algorithm, "RSA")),
        algorithm @ (Es256 | Es384 | Es512) => Some((algorithm, "EC")),
        _ => None,
    }
}
