//! The IAM OIDC provider that vouches for the token.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use super::{AssumeRole, AwsError, Stage, StageName};
use crate::aws::provider_name;
use crate::aws::web_identity::WebIdentity;
use crate::visible::quotable;

/// The provider of this call, and how it was found.
pub(super) struct Provider {
    /// Its ARN, or the bare name of a built-in one.
    pub(super) arn: String,
    /// What its condition keys begin with.
    pub(super) name: String,
    pub(super) stage: Stage,
}

impl Provider {
    pub(super) fn of(call: &AssumeRole<'_>, identity: Option<&WebIdentity>) -> Self {
        let issuer = identity.and_then(|identity| identity.issuer.as_deref());
        let registered = [call.provider.url, call.provider.arn.map(name_in_arn)];
        let mut known = issuer.into_iter().chain(registered.into_iter().flatten());
        let name = provider_name(known.next().unwrap_or_default());
        Self { arn: arn(call, name), stage: stage(call, registered, issuer), name: name.into() }
    }
}

/// Given, or a built-in provider, or made from the role's account, or the one in the policy that
/// names this issuer.
fn arn(call: &AssumeRole<'_>, name: &str) -> String {
    let given = call.provider.arn.map(Cow::from);
    let built_in = || BUILT_IN.contains(&name).then_some(Cow::from(name));
    let in_role_account = || {
        let (partition, account) = account(call.role.arn?)?;
        Some(Cow::from(format!("arn:{partition}:iam::{account}:oidc-provider/{name}")))
    };
    let in_policy = || {
        let names_it = |federated: &&str| name_in_arn(federated) == name;
        call.policy.federated().find(names_it).map(Cow::from)
    };
    let found = given.or_else(built_in).or_else(in_role_account).or_else(in_policy);
    found.unwrap_or(Cow::from(name)).into_owned()
}

fn stage(call: &AssumeRole<'_>, registered: [Option<&str>; 2], issuer: Option<&str>) -> Stage {
    let name = StageName::Provider;
    let failed =
        |issuer: &str, evidence: &str| Stage::failed(name, AwsError::no_provider(issuer), evidence);
    let Some(issuer) = issuer else {
        return Stage::not_checked(name, "the claims name no issuer");
    };
    if !issuer.starts_with("https://") && !BUILT_IN.contains(&issuer) {
        return failed(
            issuer,
            &format!("the issuer `{}` does not begin with `https://`", quotable(issuer)),
        );
    }
    let accounts = (call.role.arn.and_then(account), call.provider.arn.and_then(account));
    if let (Some((_, role)), Some((_, provider))) = accounts
        && role != provider
    {
        let evidence = format!("the role is in account {role}, the provider in {provider}");
        return failed(issuer, &evidence);
    }
    let mut registered = registered.into_iter().flatten().map(provider_name).peekable();
    if registered.peek().is_none() {
        return Stage::not_checked(name, "no provider was given to look the issuer up in");
    }
    // The URL of a provider is case-sensitive (IAM user guide, "Create an OIDC provider").
    match registered.find(|registered| *registered != provider_name(issuer)) {
        None => Stage::passed(name, &format!("there is a provider for `{}`", quotable(issuer))),
        Some(other) => {
            let (is, wants) = (quotable(issuer), quotable(other));
            failed(issuer, &format!("the issuer is `{is}`, the provider is for `{wants}`"))
        }
    }
}

/// Partition and account of an ARN such as `arn:aws:iam::012345678910:role/r`.
pub(super) fn account(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.split(':').skip(1);
    Some((parts.next()?, parts.nth(2)?))
}

/// What follows `oidc-provider/` in a provider's ARN. The name of a built-in provider is its own.
fn name_in_arn(arn: &str) -> &str {
    arn.split_once(":oidc-provider/").map_or(arn, |(_, name)| name)
}

/// The providers that need no ARN ([principal element]).
///
/// [principal element]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
const BUILT_IN: [&str; 4] = [
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];
