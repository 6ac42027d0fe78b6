//! What a verifier that follows the RFCs says of the same token.

use super::request::{AssumeRole, Presented};
use crate::claims::Issuer;
use crate::error::VerifyError;
use crate::json::Object;
use crate::token::UntrustedToken;
use crate::verify::{AudienceRule, IssuerRule, Verifier, VerifyOptions};

/// The opinion of [`Verifier`] beside that of STS. Who relies on tokens should go by this one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum StrictOpinion {
    /// It would accept the token, from its issuer and for whatever audience.
    Accepts,
    /// It would refuse the token.
    Refuses(VerifyError),
    /// There is no token, or there are no keys (or no set of them that a verifier would take) and
    /// nothing else to refuse.
    NotAsked,
}

pub(super) fn opinion(call: &AssumeRole<'_>, claims: Option<&Object>) -> StrictOpinion {
    let Presented::Token(source) = call.presented else { return StrictOpinion::NotAsked };
    let form = UntrustedToken::parse(source, &call.limits)
        .and_then(|token| token.claims(&call.limits).map(|_| ()));
    if let Err(error) = form {
        return StrictOpinion::Refuses(VerifyError::Token(error));
    }
    let issuer = claims.and_then(|claims| claims.get("iss")?.as_str());
    let keys = call.keys.filter(|keys| keys.flaw().is_none());
    let (Some(issuer), Some(keys)) = (issuer, keys) else { return StrictOpinion::NotAsked };
    let mut rule = IssuerRule::new(Issuer::new(issuer), AudienceRule::Any);
    rule.keys = Some(keys.clone());
    let options = VerifyOptions { limits: call.limits, ..VerifyOptions::default() };
    let verifier = Verifier::new(alloc::vec![rule], options);
    match verifier.map(|verifier| verifier.verify(source, call.now)) {
        Ok(Ok(_)) => StrictOpinion::Accepts,
        Ok(Err(failure)) => StrictOpinion::Refuses(failure.error),
        Err(_) => StrictOpinion::NotAsked,
    }
}
