//! The stage of the audience: whom the token is for, and the provider's client ids.

use alloc::format;

use super::request::AssumeRole;
use super::token::UNREADABLE;
use super::{AwsError, Stage, StageName, provider};
use crate::aws::provider_keys::is_built_in;
use crate::aws::web_identity::WebIdentity;
use crate::decision::Confidence;
use crate::visible::quotable;

pub(super) fn check(
    call: &AssumeRole<'_>,
    provider: &provider::Provider,
    identity: Option<&WebIdentity>,
) -> Stage {
    let name = StageName::Audience;
    let Some(identity) = identity else {
        return Stage::not_checked(name, UNREADABLE);
    };
    let Some(audience) = identity.audience() else {
        if identity.audiences.is_none() {
            return Stage::not_checked(name, "the claims name no audience");
        }
        let evidence = "`aud` names several audiences and there is no `azp`";
        return Stage::failed(name, AwsError::several_audiences(), evidence);
    };
    // Recorded for `azp` only; for `aud` older reports have `Incorrect token audience`.
    let answer = match identity.authorized_party {
        Some(_) => AwsError::not_validated(),
        None => AwsError::not_validated_assumed(),
    };
    if audience.is_empty() {
        return Stage::failed(name, answer, "the audience is empty");
    }
    if is_built_in(&provider.arn) {
        let evidence = format!(
            "the audience is `{}`; {} has no list of client ids, only the trust policy looks at it",
            quotable(audience),
            provider.arn
        );
        return Stage::passed(name, Confidence::Documented, &evidence);
    }
    let Some(client_ids) = call.provider.client_ids else {
        return Stage::not_checked(name, "the provider's client ids were not given");
    };
    let claim = if identity.authorized_party.is_some() { ", from `azp`" } else { "" };
    let evidence = format!(
        "the audience is `{}`{claim}; the provider accepts `{}`",
        quotable(audience),
        quotable(&client_ids.join(", "))
    );
    if client_ids.iter().any(|id| id == audience) {
        Stage::passed(name, Confidence::Observed, &evidence)
    } else {
        Stage::failed(name, answer, &evidence)
    }
}
