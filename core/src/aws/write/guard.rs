//! Issuers that many tenants share: a policy that trusts one must say which tenant it means.
//!
//! Sources: [identity-provider controls], and for how IAM really checks them the recordings in
//! `vectors/aws/trust-writes.json`. They are looser than they read: `?*` passes, and so does
//! `ForAllValues`, which a token without the claim satisfies.
//!
//! [identity-provider controls]: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::principal::is_recorded_provider;
use super::statement::blocks;
use super::{WriteError, named};
use crate::aws::context::provider_of;
use crate::aws::evaluate::ASSUME_ROLE_WITH_WEB_IDENTITY;
use crate::aws::operator::{Operator, StringMatching, Test};
use crate::aws::policy::{Action, Condition, PrincipalKind, Statement, TrustPolicy};
use crate::decision::Effect;
use crate::span::{Span, Spanned};
use crate::visible::{quotable, visible};

/// Every shared issuer that is trusted without a tenant. Each statement stands for itself: a good
/// one beside it does not help.
pub(super) fn check(policy: &TrustPolicy) -> Vec<WriteError> {
    let guarded = policy.statements().iter().filter(|statement| admits_web_identities(statement));
    guarded.flat_map(statement).collect()
}

/// The condition key that names the tenant of an issuer that many share, such as
/// `gitlab.com:sub`; `None` for an issuer that is not on AWS's list.
pub(crate) fn tenant_key(provider: &str) -> Option<String> {
    Some(Control::of(provider)?.keys.swap_remove(0))
}

fn admits_web_identities(statement: &Statement) -> bool {
    let action = Action::new(ASSUME_ROLE_WITH_WEB_IDENTITY);
    let named = statement.actions.fits(&action).any(|fits| fits) != statement.actions.negated;
    statement.effect == Effect::Allow && named
}

fn statement(statement: &Statement) -> impl Iterator<Item = WriteError> {
    let federated = named(statement).iter().filter(|(kind, _)| *kind == PrincipalKind::Federated);
    federated.filter_map(|(_, principal)| {
        application_id(statement, principal).or_else(|| tenant(statement, principal))
    })
}

/// The older rule for three built-in providers. It takes any value, but keys only as written here.
fn application_id(statement: &Statement, principal: &Spanned<String>) -> Option<WriteError> {
    let (provider, claims) = APPLICATION_IDS.iter().find(|(name, _)| *name == principal.value)?;
    let names_one = |condition: &Condition| {
        let claim = condition.key.strip_prefix(provider).and_then(|rest| rest.strip_prefix(':'));
        is_positive(condition.operator, &[StringMatching::Exact, StringMatching::IgnoreCase])
            && claim.is_some_and(|claim| claims.contains(&claim))
    };
    if statement.conditions.iter().any(names_one) {
        return None;
    }
    let message = format!(
        "Policy trusting {provider} requires a StringEquals condition on an application id"
    );
    let keys: Vec<String> = claims.iter().map(|claim| format!("{provider}:{claim}")).collect();
    let reason = format!(
        "every application of the provider would be admitted: no `StringEquals` asks for {}",
        either(&keys)
    );
    Some(WriteError::observed(message, reason, principal.span))
}

fn tenant(statement: &Statement, principal: &Spanned<String>) -> Option<WriteError> {
    let control = Control::of(&principal.value)?;
    if control.issuer == COGNITO && statement.condition_span.is_none() {
        let message = "A condition block must be present for the Cognito provider";
        let reason = "every identity pool would be admitted: the statement has no `Condition`";
        return Some(refused(message, reason, principal.span, principal));
    }
    let mut unscoped = None;
    for block in blocks(&statement.conditions) {
        let asked: Vec<&Condition> = block.iter().filter(|asked| control.is_about(asked)).collect();
        let mut values = asked.iter().flat_map(|asked| &asked.values);
        match values.find(|value| control.is_unscoped(&value.value)) {
            Some(value) => unscoped = unscoped.or(Some(value)),
            None if asked.is_empty() => {}
            None => return None,
        }
    }
    Some(control.refusal(principal, unscoped))
}

/// What IAM wants of a policy that trusts a shared issuer.
struct Control<'a> {
    issuer: &'a str,
    /// Condition keys, of which one says which tenant is meant.
    keys: Vec<String>,
    is_github: bool,
}

impl<'a> Control<'a> {
    /// GitHub's covers all issuers whose name begins alike, enterprises under a path among them;
    /// the others are of one issuer.
    fn of(principal: &'a str) -> Option<Self> {
        let issuer = provider_of(principal);
        let claim = |claim: &str| format!("{issuer}:{claim}");
        if issuer.starts_with(GITHUB) {
            let keys = alloc::vec![claim("sub"), claim("job_workflow_ref")];
            return Some(Self { issuer, keys, is_github: true });
        }
        let (_, tenant) = SHARED.iter().find(|(shared, _)| *shared == issuer)?;
        let key = if tenant.contains(':') { tenant.to_string() } else { claim(tenant) };
        Some(Self { issuer, keys: alloc::vec![key], is_github: false })
    }

    /// Here letter case of the key does not count, as in decisions.
    fn is_about(&self, condition: &Condition) -> bool {
        let all = [StringMatching::Exact, StringMatching::IgnoreCase, StringMatching::Like];
        is_positive(condition.operator, &all)
            && self.keys.iter().any(|key| key.eq_ignore_ascii_case(&condition.key))
    }

    /// What is taken for "any tenant", whether or not the operator knows wildcards.
    fn is_unscoped(&self, value: &str) -> bool {
        if self.is_github {
            value.starts_with('*') || value.trim().is_empty()
        } else {
            value == "*"
        }
    }

    fn refusal(
        self,
        principal: &Spanned<String>,
        unscoped: Option<&Spanned<String>>,
    ) -> WriteError {
        let Self { issuer, keys, is_github } = self;
        let trusted = if is_github { &*principal.value } else { issuer };
        let message = format!(
            "Trust policy with trusted principal {} must evaluate, using StringEquals, StringLike \
             or StringEqualsIgnoreCase, {} which is not scoped to all.",
            visible(trusted),
            visible(&keys.join(" or ")),
        );
        let issuer = quotable(issuer);
        let (reason, span) = match unscoped {
            Some(value) => {
                let text = quotable(&value.value);
                let reason =
                    format!("`{text}` says nothing of the tenant of the shared issuer `{issuer}`");
                (reason, value.span)
            }
            None => {
                let reason = format!(
                    "every tenant of the shared issuer `{issuer}` would be admitted: no \
                     `StringEquals` or `StringLike` asks for {}",
                    either(&keys)
                );
                (reason, principal.span)
            }
        };
        refused(message, reason, span, principal)
    }
}

/// As sure as the recordings: of principals in other forms there is none.
fn refused(
    message: impl Into<String>,
    reason: impl Into<String>,
    span: Span,
    principal: &Spanned<String>,
) -> WriteError {
    match is_recorded_provider(&principal.value) {
        true => WriteError::observed(message, reason, span),
        false => WriteError::assumed(message, reason, span),
    }
}

fn either(keys: &[String]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{}`", quotable(key))).collect();
    quoted.join(" or ")
}

/// A comparison of text that a missing key does not satisfy; `ForAllValues`, which it does, counts.
fn is_positive(operator: Operator, ways: &[StringMatching]) -> bool {
    match operator.test {
        Test::String { matching, negated: false } => {
            !operator.if_exists && ways.contains(&matching)
        }
        _ => false,
    }
}

const APPLICATION_IDS: [(&str, &[&str]); 3] = [
    ("accounts.google.com", &["aud", "oaud", "sub"]),
    ("graph.facebook.com", &["app_id", "sub"]),
    ("www.amazon.com", &["app_id", "sub"]),
];

const COGNITO: &str = "cognito-identity.amazonaws.com";
const GITHUB: &str = "token.actions.githubusercontent.com";

/// Each shared issuer, and the claim or the whole condition key that names the tenant
/// (`vectors/aws/context.json`, ids `guard-*`).
const SHARED: [(&str, &str); 21] = [
    ("agent.buildkite.com", "sub"),
    ("api.pulumi.com/oidc", "aud"),
    ("app.terraform.io", "sub"),
    (COGNITO, "aud"),
    ("gitlab.com", "sub"),
    ("oidc-configuration.audit-log.githubusercontent.com", "sub"),
    ("oidc.codefresh.io", "sub"),
    ("oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu", "sub"),
    ("oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb", "sub"),
    ("oidc.vercel.com", "aud"),
    ("proidc.upbound.io", "sub"),
    ("rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7", "sub"),
    ("rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr", "sub"),
    ("rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg", "sub"),
    ("rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26", "sub"),
    ("sandboxes.cloud", "aud"),
    ("scalr.io", "sub"),
    ("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", "sts:RoleSessionName"),
    ("studio.datachain.ai/api", "sub"),
    ("tokens.cloud.shisho.dev", "sub"),
    ("vstoken.actions.githubusercontent.com", "sub"),
];
