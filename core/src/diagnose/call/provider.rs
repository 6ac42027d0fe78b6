//! The issuer and the IAM provider that should be for it.

use alloc::format;
use alloc::string::String;

use super::{Case, command};
use crate::aws::{Simulation, provider_name};
use crate::cause::{Cause, provider};
use crate::decision::{Effect, Reason};
use crate::diagnose::Diagnosis;
use crate::diagnose::provider::{account_of, is_provider, name_in};
use crate::fix::Fix;
use crate::issuer::Profile;
use crate::visible::quotable;

pub(super) fn diagnose(case: &Case<'_>) -> Diagnosis {
    let issuer = case.claim("iss").unwrap_or_default();
    let other = case.asked.provider_name.as_deref().filter(|name| *name != provider_name(issuer));
    let named = other.and_then(|provider| {
        let find =
            |(cause, is): &Known| is(provider_name(issuer), provider).map(|how| (*cause, how));
        KNOWN.iter().find_map(find)
    });
    let (cause, summary) = match (named, other) {
        (Some((cause, how)), Some(provider)) => {
            let (issuer, provider) = (quotable(issuer), quotable(provider));
            (
                cause,
                format!("the token's issuer is `{issuer}`, the provider's is `{provider}`: {how}"),
            )
        }
        _ if !issuer.starts_with("https://") => {
            (&provider::OTHER_SPELLING, case.stage.evidence.clone())
        }
        _ => (&provider::MISSING, case.stage.evidence.clone()),
    };
    case.because(cause, summary, Some(fix(case, issuer)))
}

fn fix(case: &Case<'_>, issuer: &str) -> Fix {
    let elsewhere = command::create_provider(issuer, command::wanted(case.asked));
    if elsewhere.is_none() {
        return Fix::advice("have the issuer write itself as a URL with `https://`");
    }
    if case.policy_names_it {
        let effect = format!(
            "make a provider for `{}` in the role's account; the trust policy can stay as it is: it names that \
             provider, and not the one that there is",
            quotable(issuer)
        );
        return Fix { elsewhere, ..Fix::advice(effect) };
    }
    let effect = format!(
        "if the role is meant for tokens of `{}`, make a provider for that issuer in the role's account, and \
         name it in the trust policy, as principal and in the condition keys",
        quotable(issuer)
    );
    Fix { elsewhere, ..Fix::advice(effect) }
}

/// Whether all that the policy lacks is the provider itself: an `Allow` names the one that would be
/// for the token's issuer in the role's account, and its conditions hold.
pub(crate) fn is_all_that_is_missing(simulation: &Simulation) -> bool {
    let Some((decision, claims)) = simulation.decision().zip(simulation.claims.as_ref()) else {
        return false;
    };
    let issuer = claims.get_unverified().get("iss").and_then(|iss| iss.as_str());
    let role = simulation.asked.role.as_deref();
    let is_it = |arn: &str| {
        is_provider(arn)
            && issuer.is_some_and(|issuer| name_in(arn) == provider_name(issuer))
            && role.is_none_or(|role| account_of(role) == account_of(arn))
    };
    decision.reason() == Reason::NoStatementMatched
        && decision.trace().iter().any(|statement| {
            statement.effect == Effect::Allow
                && statement.action.matched
                && statement.conditions.iter().all(|condition| condition.matched)
                && !statement.principal.matched
                && statement.principal.expected.iter().any(|value| is_it(&value.text))
        })
}

/// A cause, and how the provider differs from the issuer if it is this one. Both are without
/// `https://`.
type Known = (&'static Cause, fn(&str, &str) -> Option<String>);

static KNOWN: [Known; 6] = [
    (&provider::FLY_PERSONAL, |issuer, provider| {
        let slug = issuer.strip_prefix(FLY)?;
        let personal = provider.strip_prefix(FLY)? == "personal" && slug != "personal";
        personal.then(|| format!("`personal` is no slug, and may stand for `{}`", quotable(slug)))
    }),
    (&provider::ENTRA_VERSION, |issuer, provider| {
        let ((is, tenant), (for_version, other)) = (entra(issuer)?, entra(provider)?);
        (tenant == other && is != for_version)
            .then(|| format!("the tenant is the same, but the token is of version {is} and the provider for version {for_version}"))
    }),
    (&provider::VERCEL_MODE, |issuer, provider| {
        let (of, mode) = (vercel(issuer)?, vercel(provider)?);
        (of != mode).then(|| format!("the project has {of}, and not {mode}"))
    }),
    (&provider::TRAILING_SLASH, |issuer, provider| {
        let same = issuer.trim_end_matches('/') == provider.trim_end_matches('/');
        let which = if issuer.ends_with('/') {
            "the token's has a slash at its end, the provider's has none"
        } else {
            "the provider's has a slash at its end, the token's has none"
        };
        same.then(|| String::from(which))
    }),
    (&provider::OTHER_SPELLING, |issuer, provider| {
        if provider == "vstoken.actions.githubusercontent.com" && issuer == GITHUB {
            return Some(String::from("the provider's is the host that GitHub had before"));
        }
        let (is, wants) = (bare(issuer), bare(provider));
        let how = if is == wants { "the scheme differs" } else { "the letter case differs" };
        is.eq_ignore_ascii_case(wants).then(|| String::from(how))
    }),
    (&provider::ENTERPRISE, |issuer, provider| {
        let is_github = |name: &str| {
            Profile::of(bare(name)).is_some_and(|profile| profile.name == "GitHub Actions")
        };
        if !is_github(issuer) || !is_github(provider) {
            return None;
        }
        let whose = |name: &str| match name {
            GITHUB => "that of github.com",
            name if name.ends_with("/_services/token") => "that of a GitHub Enterprise Server",
            _ => "an enterprise's own",
        };
        Some(format!("the token's is {}, the provider's {}", whose(issuer), whose(provider)))
    }),
];

/// Version and tenant.
fn entra(issuer: &str) -> Option<(u8, &str)> {
    let v1 = || issuer.strip_prefix("sts.windows.net/").map(|tenant| (1, tenant));
    let tenant = issuer.strip_prefix("login.microsoftonline.com/");
    let v2 = tenant.and_then(|tenant| tenant.trim_end_matches('/').strip_suffix("/v2.0"));
    let (version, tenant) = v2.map(|tenant| (2, tenant)).or_else(v1)?;
    Some((version, tenant.trim_end_matches('/')))
}

fn vercel(issuer: &str) -> Option<&'static str> {
    match issuer.strip_prefix("oidc.vercel.com")? {
        "" => Some("the issuer of all teams"),
        team if team.starts_with('/') => Some("the issuer of its team"),
        _ => None,
    }
}

/// Without scheme and without slashes at the end.
fn bare(name: &str) -> &str {
    name.split_once("://").map_or(name, |(_, name)| name).trim_end_matches('/')
}

const FLY: &str = "oidc.fly.io/";

const GITHUB: &str = "token.actions.githubusercontent.com";
