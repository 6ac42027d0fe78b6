//! The IAM OIDC provider that vouches for the token.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};

use super::{AssumeRole, AwsError, Stage, StageName};
use crate::aws::provider_keys::is_built_in;
use crate::aws::web_identity::WebIdentity;
use crate::aws::{provider_name, provider_of};
use crate::decision::Confidence;
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
        if let Some(id) = call.oauth_provider() {
            let evidence = format!("`ProviderId` names {id}, which is built in");
            let stage = Stage::passed(StageName::Provider, Confidence::Documented, &evidence);
            return Self { arn: id.into(), name: id.into(), stage };
        }
        let issuer = identity.and_then(|identity| identity.issuer.as_deref());
        let registered = [call.provider.url.map(name_of_url), call.provider.arn.map(provider_of)];
        let mut known =
            issuer.map(provider_name).into_iter().chain(registered.into_iter().flatten());
        let name = known.next().unwrap_or_default();
        Self { arn: arn(call, name), stage: stage(call, registered, issuer), name: name.into() }
    }
}

impl<'a> AssumeRole<'a> {
    /// The OAuth provider that the call hands the token to, if it names a known one.
    pub(super) fn oauth_provider(&self) -> Option<&'static str> {
        let id = self.session.provider_id?;
        ["www.amazon.com", "graph.facebook.com"].into_iter().find(|known| *known == id)
    }
}

/// Given, or a built-in provider, or made from the role's account, or the one in the policy that
/// names this issuer.
fn arn(call: &AssumeRole<'_>, name: &str) -> String {
    let given = call.provider.arn.map(Cow::from);
    let built_in = || is_built_in(name).then_some(Cow::from(name));
    let in_role_account = || {
        let (partition, account) = account_of_role(call)?;
        Some(Cow::from(format!("arn:{partition}:iam::{account}:oidc-provider/{name}")))
    };
    let in_policy = || {
        let names_it = |federated: &&str| provider_of(federated) == name;
        call.policy.federated().find(names_it).map(Cow::from)
    };
    let found = given.or_else(built_in).or_else(in_role_account).or_else(in_policy);
    found.unwrap_or(Cow::from(name)).into_owned()
}

fn stage(call: &AssumeRole<'_>, registered: [Option<&str>; 2], issuer: Option<&str>) -> Stage {
    let name = StageName::Provider;
    let Some(issuer) = issuer else {
        return Stage::not_checked(name, "no issuer could be read from the token's claims");
    };
    let (is, failed) = (quotable(issuer), |evidence: &str| {
        Stage::failed(name, AwsError::no_provider(issuer), evidence)
    });
    if !issuer.starts_with("https://") && !is_built_in(issuer) {
        return failed(&format!("the issuer `{is}` does not begin with `https://`"));
    }
    if let Some(evidence) = call.provider.url.and_then(impossible) {
        return failed(&evidence);
    }
    // A provider must be in the role's account (IAM user guide, "Principal element").
    let accounts = (account_of_role(call), call.provider.arn.and_then(account));
    if let (Some(role), Some(provider)) = accounts
        && role != provider
    {
        let [role, provider] = [role, provider].map(|(partition, account)| match partition {
            "aws" => account.to_string(),
            _ => format!("{account} ({partition})"),
        });
        return failed(&format!("the role is in account {role}, the provider in {provider}"));
    }
    let mut registered = registered.into_iter().flatten().peekable();
    if registered.peek().is_none() {
        return if is_built_in(provider_name(issuer)) {
            let evidence = format!("the provider of the issuer `{is}` is built in");
            Stage::passed(name, Confidence::Documented, &evidence)
        } else {
            Stage::not_checked(name, "no provider was given to look the issuer up in")
        };
    }
    // The URL of a provider is case-sensitive (IAM user guide, "Create an OIDC provider"); that a
    // slash at its end makes another provider is recorded (`vectors/aws/context.json`, `oidc-03`).
    match registered.find(|registered| *registered != provider_name(issuer)) {
        None => {
            let evidence = format!("there is a provider for `{is}`");
            Stage::passed(name, Confidence::Observed, &evidence)
        }
        Some(other) => {
            let wants = quotable(other);
            failed(&format!("the token's issuer is `{is}`, the provider's is `{wants}`"))
        }
    }
}

/// Why IAM would not have made a provider of this URL (recorded, `oidc-11` and `oidc-12`).
fn impossible(url: &str) -> Option<String> {
    let c = url.chars().find(|c| matches!(c, '?' | '#'))?;
    Some(format!("the provider's URL holds `{c}`; IAM makes no provider of such a URL"))
}

/// The name of the provider that IAM makes of a URL: the default port is dropped, all else stays
/// (recorded, `oidc-01`, `oidc-03`, `oidc-09`, `oidc-16`).
pub(super) fn name_of_url(url: &str) -> &str {
    let name = provider_name(url);
    name.strip_suffix(":443").unwrap_or(name)
}

/// Partition and account of an ARN such as `arn:aws:iam::012345678910:role/r`.
pub(super) fn account(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.split(':').skip(1);
    Some((parts.next()?, parts.nth(2)?))
}

/// Partition and account of the role; what is no ARN of a role says nothing of a provider.
fn account_of_role<'a>(call: &AssumeRole<'a>) -> Option<(&'a str, &'a str)> {
    let arn = call.role.arn?;
    role_in(arn)?;
    account(arn)
}

/// Path and name of a role, if this is the ARN of one.
pub(super) fn role_in(arn: &str) -> Option<&str> {
    let mut parts = arn.splitn(6, ':');
    let [scheme, partition, service, region, account, resource] =
        core::array::from_fn(|_| parts.next());
    let is_account = account?.len() == 12 && account?.bytes().all(|byte| byte.is_ascii_digit());
    let is_iam = (scheme?, service?, region?) == ("arn", "iam", "");
    let role = resource?.strip_prefix("role/")?;
    let named = !role.is_empty() && !role.ends_with('/');
    (is_iam && is_account && named && partition?.starts_with("aws")).then_some(role)
}
