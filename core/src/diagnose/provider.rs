//! `issuer.…`, `fly.personal-alias` and the like: the policy spells the token's issuer otherwise, in
//! its principal or in its condition keys.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::subject::personal;
use super::{Diagnosis, Failure, owner};
use crate::aws::{condition_keys, distance, provider_name};
use crate::decision::{ConditionTrace, StatementTrace, ValueTrace};
use crate::fix::{Edit, Fix};
use crate::issuer::Profile;
use crate::json::Object;
use crate::pattern::Glob;
use crate::visible::quotable;

/// What AWS calls the token's issuer.
pub(super) fn name<'a>(statement: &'a StatementTrace, claims: &'a Object) -> &'a str {
    let issuer = claims.get("iss").and_then(|iss| iss.as_str());
    issuer.map_or_else(|| name_in(&statement.principal.actual), provider_name)
}

/// Whether this is the ARN of an OIDC provider.
pub(super) fn is_provider(arn: &str) -> bool {
    arn.starts_with("arn:") && arn.contains(IN_ARN)
}

/// The provider that an ARN names; what is no ARN is a name already.
pub(super) fn name_in(arn: &str) -> &str {
    arn.split_once(IN_ARN).map_or(arn, |(_, name)| name)
}

/// The account of an ARN.
pub(super) fn account_of(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

/// Tells the conditions whose keys [`diagnose`] puts right.
pub(super) fn misspelt<'a>(
    statement: &'a StatementTrace,
    claims: &'a Object,
) -> impl Fn(&ConditionTrace) -> bool + 'a {
    let provider = name(statement, claims);
    let names = wrong_names(statement, provider);
    move |condition| {
        key_prefix(condition, provider)
            .is_some_and(|prefix| names.iter().any(|(name, _)| name.eq_ignore_ascii_case(prefix)))
    }
}

/// One diagnosis for a statement: principal and keys are mended together.
pub(super) fn diagnose(statement: &StatementTrace, claims: &Object) -> Option<Diagnosis> {
    let provider = name(statement, claims);
    let names = wrong_names(statement, provider);
    let (written, slip) = names.first()?;
    let of_principal = || {
        let values = statement.principal.expected.iter().filter(|_| !statement.principal.matched);
        values.filter(|value| name_in(&value.text) == *written)
    };
    let is_misspelt = misspelt(statement, claims);
    let keys: Vec<&ConditionTrace> =
        statement.conditions.iter().filter(|it| is_misspelt(it)).collect();
    let mut edits: Vec<Edit> = of_principal()
        .filter_map(|value| Some(Edit::text(value.span, &with_name(value, statement, provider)?)))
        .collect();
    let renamed = keys.iter().map(|it| {
        let failure = Failure { statement, condition: it, claims, negated: false };
        let (_, claim) = it.key.rsplit_once(':').unwrap_or(("", &it.key));
        failure.rename_key(&format!("{provider}:{claim}"))
    });
    let is_meant = of_principal().next().is_none() || slip.keeps_trust() || {
        let subject = claims.get("sub").and_then(|sub| sub.as_str()).unwrap_or_default();
        keys.iter().any(|it| asks_for(it, provider, written, subject))
    };
    // All or nothing: half a change would admit nobody.
    match renamed.collect::<Option<Vec<Edit>>>().filter(|_| is_meant) {
        Some(renamed) => edits.extend(renamed),
        None => edits.clear(),
    }
    let (is, wrote) = (quotable(provider), quotable(written));
    let place = match (of_principal().next(), keys.first()) {
        (Some(_), None) => "principal names",
        (Some(_), Some(_)) => "principal and condition keys name",
        (None, _) => "condition keys begin with",
    };
    let summary = match (&**written, place) {
        ("", _) => format!("the policy's condition keys name no issuer; the token's is `{is}`"),
        _ => format!("the policy's {place} `{wrote}`; the token's issuer is `{is}`"),
    };
    if !is_meant {
        let mut values = statement.conditions.iter().flat_map(|condition| &condition.expected);
        let in_subject = values.any(|value| value.text.starts_with(personal::ALIAS));
        let and = match provider.rsplit_once('/') {
            Some((_, slug)) if *slip == Slip::Personal && in_subject => format!(
                ", and write `{}:` in place of `{}` in the subject",
                quotable(slug),
                personal::ALIAS
            ),
            _ => String::new(),
        };
        let fix = Fix::advice(format!(
            "if the role is meant for tokens of `{is}`, name that issuer as principal and in the condition \
             keys{and}"
        ));
        return Some(Diagnosis::of_policy(slip.id(), summary, slip.means(), Some(fix)));
    }
    let effect = match (statement.principal.matched, keys.is_empty()) {
        (true, _) => format!("asks for the claims of `{is}`; the values stay as they are"),
        (false, true) => format!("trusts `{is}` instead"),
        (false, false) => {
            format!(
                "trusts `{is}` instead, with the claims of that issuer; the values stay as they are"
            )
        }
    };
    Some(Diagnosis::of_policy(slip.id(), summary, slip.means(), Some(Fix::edits(effect, edits))))
}

/// Whether the condition is one on the subject that this subject would meet under the right key, and
/// says itself whose it is: the name of the issuer is the token's word.
fn asks_for(condition: &ConditionTrace, provider: &str, written: &str, subject: &str) -> bool {
    let Some(profile) = Profile::of(provider) else { return false };
    let fits = |value: &ValueTrace| {
        let fits = match condition.wildcards {
            true => Glob::new(&value.text).matches(subject),
            false => value.text == subject,
        };
        fits && owner::is_named(Some(profile), written, subject, &value.text)
    };
    let is_of_subject = condition.key.to_ascii_lowercase().ends_with(":sub");
    is_of_subject && !condition.negated && condition.expected.iter().any(fits)
}

/// The provider's name in the ARN that is written; the whole ARN where the account is known.
fn with_name(value: &ValueTrace, statement: &StatementTrace, provider: &str) -> Option<String> {
    let actual = &statement.principal.actual;
    if is_provider(actual) && name_in(actual) == provider {
        return Some(actual.clone());
    }
    let (head, _) = value.text.split_once(IN_ARN)?;
    Some(format!("{head}{IN_ARN}{provider}"))
}

/// The names that the statement writes for the token's issuer, each with how it is wrong.
fn wrong_names<'a>(statement: &'a StatementTrace, provider: &str) -> Vec<(&'a str, Slip)> {
    let expected = || statement.principal.expected.iter();
    let principals = expected().filter(|_| !statement.principal.matched);
    let of_principals = principals.filter(|value| is_provider(&value.text)).filter_map(|value| {
        let written = name_in(&value.text);
        Some((written, Slip::of(written, provider)?))
    });
    let mut names: Vec<(&str, Slip)> = of_principals.collect();
    if statement.principal.matched || !names.is_empty() {
        let trusted = |prefix: &str| expected().any(|value| name_in(&value.text) == prefix);
        let prefixes = statement.conditions.iter().filter_map(|it| key_prefix(it, provider));
        for prefix in prefixes.filter(|prefix| !trusted(prefix)) {
            let slip = Slip::of_key(prefix, provider);
            names.extend(slip.map(|slip| (prefix, slip)));
        }
    }
    names.dedup_by(|a, b| a.0.eq_ignore_ascii_case(b.0));
    names
}

/// What a key of no value begins with, if it ends like a key of the provider but is none.
fn key_prefix<'a>(condition: &'a ConditionTrace, provider: &str) -> Option<&'a str> {
    let (prefix, claim) = condition.key.rsplit_once(':').unwrap_or(("", &condition.key));
    let usable = condition_keys(provider).any(|usable| usable.eq_ignore_ascii_case(claim));
    let missing = condition.actual.is_none() && !prefix.eq_ignore_ascii_case(provider);
    // `aws:userid` and `sts:…` are keys of AWS itself.
    (usable && missing && !["aws", "sts", "iam"].contains(&prefix)).then_some(prefix)
}

/// How an issuer is spelt wrongly.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Slip {
    Personal,
    Slash,
    Scheme,
    Arn,
    Case,
    OldHost,
    Enterprise,
    IssuerMode,
    Typo,
    Other,
}

impl Slip {
    /// In a principal only what is near is a slip: it says whom the role trusts.
    fn of(written: &str, provider: &str) -> Option<Self> {
        let bare = provider_name(written);
        let host = |name: &str| String::from(name.split('/').next().unwrap_or_default());
        if written == provider {
            return None;
        }
        let path = |name: &str| name.split_once('/').map(|(_, path)| String::from(path));
        let family = Profile::of(provider).map(|profile| profile.name);
        let same_host = host(bare) == host(provider);
        let one_is_the_root = same_host && (bare.contains('/') != provider.contains('/'));
        Some(if bare == provider {
            Self::Scheme
        } else if bare.trim_end_matches('/') == provider.trim_end_matches('/') {
            Self::Slash
        } else if family == Some("Fly.io") && bare == "oidc.fly.io/personal" {
            Self::Personal
        } else if bare.eq_ignore_ascii_case(provider) {
            Self::Case
        } else if family == Some("GitHub Actions") && host(bare) == OLD_GITHUB {
            Self::OldHost
        } else if family == Some("GitHub Actions") && one_is_the_root {
            Self::Enterprise
        } else if family == Some("Vercel") && one_is_the_root {
            Self::IssuerMode
        } else if !same_host
            && path(bare) == path(provider)
            && distance(bare, provider) <= 2
            && Profile::of(bare).is_none()
        {
            // Within a host two paths are two customers, however alike; and where the policy names a
            // known issuer, it is the token that is odd.
            Self::Typo
        } else {
            return None;
        })
    }

    /// A key names a claim of the token, so whatever it begins with is a slip.
    fn of_key(prefix: &str, provider: &str) -> Option<Self> {
        let bare = provider_name(prefix);
        if prefix.starts_with("arn:") || bare != prefix {
            return Some(Self::Arn);
        }
        Self::of(prefix, provider).or(Some(Self::Other))
    }

    /// Whether the name that is written can only mean this issuer. Otherwise the token's could be
    /// another customer's.
    fn keeps_trust(self) -> bool {
        !matches!(self, Self::Personal | Self::Enterprise | Self::IssuerMode | Self::Typo)
    }

    fn id(self) -> &'static str {
        match self {
            Self::Personal => "fly.personal-alias",
            Self::Slash => "issuer.trailing-slash",
            Self::Scheme | Self::Case | Self::OldHost | Self::Typo => "issuer.other-spelling",
            Self::Arn => "policy.condition-key-is-arn",
            Self::Enterprise => "issuer.enterprise-slug",
            Self::IssuerMode => "vercel.issuer-mode",
            Self::Other => "policy.wrong-key-prefix",
        }
    }

    fn means(self) -> &'static str {
        match self {
            Self::Personal => {
                "Fly.io's tools call a person's own organization `personal`; its tokens have its slug"
            }
            Self::Slash => {
                "AWS compares issuers character by character, a slash at the end included"
            }
            Self::Scheme => "ARNs and condition keys have the issuer without `https://`",
            Self::Arn => {
                "a condition key begins with the issuer's bare name, not with its URL or an ARN"
            }
            Self::Case => "AWS compares issuers with letter case",
            Self::OldHost => {
                "`vstoken` is an older host of GitHub's issuer; tokens have the new one"
            }
            Self::Enterprise => {
                "an enterprise can have an issuer of its own, which ends with its slug"
            }
            Self::IssuerMode => {
                "a Vercel project has the issuer of its team or the global one, as its settings say"
            }
            Self::Typo => "AWS compares issuers character by character",
            Self::Other => {
                "a condition key begins with the whole issuer without `https://`, path included"
            }
        }
    }
}

const IN_ARN: &str = ":oidc-provider/";
const OLD_GITHUB: &str = "vstoken.actions.githubusercontent.com";
