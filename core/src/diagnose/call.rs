//! Causes that are not in the trust policy's conditions: the other stages of the call, and actions
//! that a token needs beside `sts:AssumeRoleWithWebIdentity`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Diagnosis, Edit, Fix, quoted};
use crate::aws::{ActionDecision, Simulation, Stage, StageName};
use crate::decision::{ElementTrace, Outcome};
use crate::json::Object;

/// The cause of a stage's failure, if it is one that a person can mend.
pub(super) fn diagnose(simulation: &Simulation, stage: &Stage) -> Option<Diagnosis> {
    let no_claims = Object::default();
    let claims = simulation.claims.as_ref();
    let claims = claims.map_or(&no_claims, |claims| claims.get_unverified());
    let (id, cause, fix) = match stage.name {
        StageName::Parameters if stage.evidence.starts_with("`ProviderId`") => PROVIDER_ID,
        StageName::Times => times(stage)?,
        StageName::Provider => PROVIDER,
        StageName::Audience => audience(claims),
        StageName::Signature => signature(simulation),
        StageName::Claims => for_aws(simulation)?,
        _ => return None,
    };
    let fix = Some(Fix::advice(fix));
    Some(Diagnosis { id, stage: stage.name, summary: stage.evidence.clone(), cause, fix })
}

/// What the workload may do, but not with this token.
pub(super) fn missing_actions(simulation: &Simulation) -> Option<Diagnosis> {
    let denied = |it: &&ActionDecision| it.decision.outcome() == Outcome::Denied;
    let (first, others) = simulation.actions.split_first()?;
    if denied(&first) {
        return None;
    }
    let missing = others.iter().find(denied)?;
    let (id, sets) = match missing.action {
        "sts:TagSession" => ("tags.not-allowed", "session tags"),
        _ => ("source-identity.not-allowed", "a source identity"),
    };
    Some(Diagnosis {
        id,
        stage: StageName::TrustPolicy,
        summary: format!("the token sets {sets}, and the policy does not allow {}", missing.action),
        cause: "AWS asks the trust policy for each thing that a token sets, and all must be allowed",
        fix: Some(Fix {
            effect: format!(
                "allows the workload {} too, under the same conditions",
                missing.action
            ),
            edits: allow_too(first, missing).into_iter().collect(),
            elsewhere: None,
        }),
    })
}

/// Adds the action to the statement that admits the workload.
fn allow_too(first: &ActionDecision, missing: &ActionDecision) -> Option<Edit> {
    let index = *first.decision.determining().first()?;
    let actions: &ElementTrace = &first.decision.trace().get(index)?.action;
    // A list of what is *not* allowed, or an explicit deny elsewhere, is not mended so.
    let negated = !actions.expected.iter().any(|action| action.matched);
    if negated || missing.decision.reason() == crate::decision::Reason::ExplicitDeny {
        return None;
    }
    let names = actions.expected.iter().map(|action| &*action.text).chain([missing.action]);
    let names: Vec<String> = names.map(quoted).collect();
    Some(Edit { span: actions.span, replacement: format!("[{}]", names.join(", ")) })
}

/// A stable name, what it means in any case, and what to do.
type Cause = (&'static str, &'static str, &'static str);

fn times(stage: &Stage) -> Option<Cause> {
    let error = stage.error()?;
    Some(match error.code {
        "ExpiredTokenException" => (
            "token.expired",
            "AWS takes a token up to five minutes after its expiry",
            "ask the issuer for a new token just before the call",
        ),
        _ if error.message.starts_with("Invalid timestamp") => (
            "token.timestamp",
            "AWS reads times as whole seconds since 1970",
            "have the issuer write whole numbers",
        ),
        _ => (
            "token.from-the-future",
            "AWS takes a token up to five minutes before it is valid",
            "compare the issuer's clock with the right time",
        ),
    })
}

fn audience(claims: &Object) -> Cause {
    let several = claims.get("aud").and_then(|aud| aud.as_array()).is_some_and(|aud| aud.len() > 1);
    if claims.get("azp").is_some() {
        return (
            "aud.authorized-party",
            "where a token has `azp`, AWS takes that for the audience and not `aud`",
            "add the value of `azp` to the client ids of the provider",
        );
    }
    if several {
        return (
            "aud.several",
            "AWS takes one audience, whether or not the provider knows all of them",
            "ask the issuer for a token with one audience",
        );
    }
    (
        "aud.not-a-client-id",
        "the IAM provider has a list of the audiences it accepts",
        "ask for a token with an audience of that list, or add this one to the client ids",
    )
}

fn signature(simulation: &Simulation) -> Cause {
    use crate::aws::SignatureStatus::{Invalid, NoKey, NotChecked, Valid};
    match simulation.signature {
        Invalid => (
            "signature.wrong",
            "the token was changed, or signed with another key of the same name",
            "take the token and the keys from the same issuer, unchanged",
        ),
        NoKey => (
            "key.unknown",
            "AWS picks the key by `kid` and type, among at most 100 of a type",
            "give the keys that the issuer publishes now; the issuer may have replaced the key",
        ),
        Valid => (
            "key.refused",
            "AWS refuses keys with `key_ops`, with a `use` other than `sig`, and with a certificate \
             for another key",
            "have the issuer publish the key without these members",
        ),
        NotChecked => (
            "token.algorithm",
            "AWS takes fewer algorithms than other verifiers",
            "have the issuer sign with RS256 or ES256",
        ),
    }
}

fn for_aws(simulation: &Simulation) -> Option<Cause> {
    let unknown = |key| simulation.context.is_unknown(key);
    Some(if unknown("aws:TagKeys") {
        (
            "tags.form",
            "AWS takes up to 50 session tags, nested ones as lists of one text",
            "write `{\"principal_tags\": {\"Team\": [\"a\"]}}`, or one claim for each tag: \
             `https://aws.amazon.com/tags/principal_tags/Team`",
        )
    } else if unknown("sts:SourceIdentity") {
        (
            "source-identity.form",
            "a source identity is a name of 2 to 64 characters",
            "have the issuer write letters, digits or `_+=,.@-`",
        )
    } else if unknown("sts:RoleAuthorizedByIdp") {
        (
            "roles.other",
            "an issuer that names roles must name the one that is to be assumed",
            "have the issuer add the role's ARN to the claim, or leave the claim out",
        )
    } else {
        return None;
    })
}

const PROVIDER_ID: Cause = (
    "provider-id.unneeded",
    "with `ProviderId` the token goes to an OAuth provider, not to the IAM provider of its issuer",
    "leave `ProviderId` out of the call",
);

const PROVIDER: Cause = (
    "provider.none",
    "the issuer must have a provider in the role's account, with exactly this URL",
    "create the IAM OIDC provider in the role's account, or correct its URL",
);
