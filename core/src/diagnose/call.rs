//! Causes that are not in the trust policy's conditions: the other stages of the call, and actions
//! that a token needs beside `sts:AssumeRoleWithWebIdentity`.

mod actions;
mod audience;
pub(super) mod command;
pub(super) mod provider;
mod times;
mod token;

pub(super) use actions::missing_actions;

use alloc::string::String;

use super::Diagnosis;
use crate::aws::{Asked, SignatureStatus, Simulation, Stage, StageName, Wrapping};
use crate::cause::{self, Cause};
use crate::fix::Fix;
use crate::json::Object;

/// The cause of a stage's failure, if it is one that a person can mend.
pub(super) fn diagnose(simulation: &Simulation, stage: &Stage) -> Option<Diagnosis> {
    let no_claims = Object::default();
    let claims = simulation.claims.as_ref();
    let claims = claims.map_or(&no_claims, |claims| claims.get_unverified());
    let policy_names_it = provider::is_all_that_is_missing(simulation);
    let policy_names_audience = audience::is_named(simulation);
    let case =
        Case { asked: &simulation.asked, claims, stage, policy_names_it, policy_names_audience };
    let known = match stage.name {
        StageName::Token => return token::diagnose(&case),
        StageName::Times => return times::diagnose(&case),
        StageName::Provider => return Some(provider::diagnose(&case)),
        StageName::Audience => return Some(audience::diagnose(&case)),
        StageName::Parameters if stage.evidence.starts_with("`ProviderId`") => PROVIDER_ID,
        StageName::Parameters => parameter(&stage.evidence),
        StageName::Signature => match (simulation.signature, simulation.asked.wrapping) {
            (SignatureStatus::Invalid, Some(wrapping @ Wrapping::CutOff)) => {
                return Some(token::malformed(&case, wrapping));
            }
            _ => signature(simulation, &stage.evidence),
        },
        StageName::Claims => for_aws(simulation)?,
        StageName::Session => DURATION,
        StageName::TrustPolicy => return None,
    };
    let (id, cause, fix) = known;
    let fix = Some(Fix::advice(fix));
    Some(Diagnosis { id, stage: stage.name, summary: stage.evidence.clone(), cause, fix })
}

/// Whether what the stages before the policy say makes this diagnosis of the policy pointless: they
/// say it already, or the policy was compared with a provider that is not the token's.
pub(super) fn settles(of_stages: &[Diagnosis], of_policy: &Diagnosis) -> bool {
    let has_edits = of_policy.fix.as_ref().is_some_and(|fix| !fix.edits.is_empty());
    let about_provider = [cause::policy::ACTION_OR_PRINCIPAL.id, "policy.wrong-key-prefix"];
    let is_about_provider = about_provider.contains(&of_policy.id);
    of_stages.iter().any(|it| {
        let said = it.id == of_policy.id && !has_edits;
        said || is_about_provider && it.stage == StageName::Provider
    })
}

/// A stage that failed, and what it can be compared with.
struct Case<'a> {
    asked: &'a Asked,
    claims: &'a Object,
    stage: &'a Stage,
    policy_names_it: bool,
    /// Whether the policy asks for just the audience that the token has.
    policy_names_audience: bool,
}

impl<'a> Case<'a> {
    fn claim(&self, name: &str) -> Option<&'a str> {
        self.claims.get(name)?.as_str()
    }

    /// The stage's own evidence, with what the cause's check says to do.
    fn plainly(&self, cause: &'static Cause) -> Diagnosis {
        self.because(cause, self.stage.evidence.clone(), Some(Fix::advice(cause.check)))
    }

    fn because(&self, cause: &'static Cause, summary: String, fix: Option<Fix>) -> Diagnosis {
        let stage = self.stage.name;
        Diagnosis { id: cause.id, stage, summary, cause: cause.meaning, fix }
    }
}

/// A stable name, what it means in any case, and what to do.
type Known = (&'static str, &'static str, &'static str);

fn signature(simulation: &Simulation, evidence: &str) -> Known {
    use SignatureStatus::{Invalid, NoKey, NotChecked, Valid};
    match simulation.signature {
        Invalid => (
            "signature.wrong",
            "the token was changed, or signed with another key of the same name",
            "present the token as its issuer made it, and check it with the keys of that issuer",
        ),
        NoKey => (
            "key.unknown",
            "AWS picks the key by `kid` and type, among at most 100 of a type",
            "try with the keys that the issuer publishes now; it may have replaced the key",
        ),
        Valid => (
            "key.refused",
            "AWS refuses keys with `key_ops`, with a `use` other than `sig`, and with a certificate \
             for another key",
            refused(evidence),
        ),
        NotChecked => (
            "token.algorithm",
            "AWS takes fewer algorithms than other verifiers",
            "have the issuer sign with RS256 or ES256",
        ),
    }
}

/// What AWS refuses the key for.
fn refused(evidence: &str) -> &'static str {
    if evidence.contains("`key_ops`") {
        "have the issuer publish the key without `key_ops`"
    } else if evidence.contains("`use`") {
        "have the issuer publish the key with `\"use\": \"sig\"`, or without `use`"
    } else {
        "have the issuer publish the key without `x5c`, or with its own certificate there"
    }
}

fn parameter(evidence: &str) -> Known {
    let fix = if evidence.contains("seconds asked for") {
        "ask for at least 900 seconds, and for no more than the role's `MaxSessionDuration`"
    } else if evidence.contains("ARN") {
        "give the role's ARN as IAM shows it, `arn:aws:iam::<account>:role/<name>`"
    } else if evidence.contains("session name") {
        "give the session a name of 2 to 64 letters, digits or `_+=,.@-`"
    } else if evidence.contains("the token") {
        "send the whole token, and nothing else"
    } else {
        "give the parameter as AWS takes it"
    };
    ("call.parameter", "AWS looks at the parameters of the call before it reads the token", fix)
}

fn for_aws(simulation: &Simulation) -> Option<Known> {
    let unknown = |key| simulation.context.is_unknown(key);
    let tags = &cause::token::TAGS_FORM;
    Some(if unknown("aws:TagKeys") {
        (tags.id, tags.meaning, tags.check)
    } else if unknown("sts:SourceIdentity") {
        (
            "source-identity.form",
            "a source identity is a name of 2 to 64 characters",
            "have the issuer write 2 to 64 letters, digits or `_+=,.@-` for the source identity",
        )
    } else if unknown("sts:RoleAuthorizedByIdp") {
        (
            "roles.other",
            "if a token names roles, the one that is asked for must be among them",
            "have the issuer add the role's ARN to the claim, or leave the claim out",
        )
    } else {
        return None;
    })
}

const DURATION: Known = (
    "call.duration",
    "a role has a `MaxSessionDuration`, and AWS refuses to open a longer session",
    "ask for a shorter session, or raise the role's `MaxSessionDuration`; a call that asks for no duration \
     gets an hour",
);

const PROVIDER_ID: Known = (
    "provider-id.unneeded",
    "with `ProviderId` the token goes to an OAuth provider, not to the IAM provider of its issuer",
    "leave `ProviderId` out of the call",
);
