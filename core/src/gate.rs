//! A gate of one's own: who may pass, by a trust policy over all that a verified token says.
//!
//! The document is AWS's, and so is how it is decided. What AWS's own policies ask of a token they
//! can ask here: its keys are filled as AWS fills them. Beside those every other claim is a
//! condition key too, and the HTTP request has keys of its own.

mod check;
mod context;

pub use check::check;
pub use context::{RequestFacts, context};

use self::context::Asked;
use crate::aws::{
    ASSUME_ROLE_WITH_WEB_IDENTITY, Caller, TrustPolicy, evaluate_caller, provider_name,
};
use crate::decision::Decision;
use crate::verify::VerifiedToken;

/// Decides whether the bearer of a token may pass.
///
/// The action is `sts:AssumeRoleWithWebIdentity`, so that a role's trust policy can be a gate's,
/// if it asks for nothing that only AWS has. The
/// caller is the token's issuer: by its bare name (`oidc.fly.io/acme`), or by the ARN of a provider
/// for it, in whatever account. A statement that names it in either way is about it. Principals,
/// actions and keys that can never match, [`check`] finds beforehand.
///
/// ```
/// use assumable::aws::TrustPolicy;
/// use assumable::gate::{self, RequestFacts};
/// # use assumable::{AudienceRule, Issuer, IssuerRule, KeySet, VerifyOptions};
/// use assumable::{Limits, Outcome, Timestamp, Verifier};
///
/// let policy = TrustPolicy::parse(
///     r#"{
///       "Version": "2012-10-17",
///       "Statement": {
///         "Effect": "Allow",
///         "Principal": { "Federated": "oidc.fly.io/acme" },
///         "Action": "sts:AssumeRoleWithWebIdentity",
///         "Condition": {
///           "StringLike": { "oidc.fly.io/acme:sub": "acme:foo-bar:*", "http:Path": "/reports/*" },
///           "StringEquals": { "oidc.fly.io/acme:region": "sea", "http:Method": "GET" }
///         }
///       }
///     }"#,
///     &Limits::default(),
/// )?;
/// # let example = include_str!("../../vectors/examples/fly-machine.json");
/// # let example: serde_json::Value = serde_json::from_str(example).unwrap();
/// # let (token, jwks) = (example["token"].as_str().unwrap(), example["jwks"].to_string());
/// # let rule = IssuerRule {
/// #     keys: Some(KeySet::parse(&jwks, &Limits::default())?),
/// #     ..IssuerRule::new(Issuer::new("https://oidc.fly.io/acme"), AudienceRule::Any)
/// # };
/// # let verifier = Verifier::new(vec![rule], VerifyOptions::default())?;
/// let now = Timestamp::from_seconds(1_712_615_119).unwrap();
/// let token = verifier.verify(token, now)?;
/// let facts = |path| RequestFacts { path, ..RequestFacts::new("GET", "api.example.com", now) };
/// assert_eq!(gate::decide(&policy, &token, &facts("/reports/7")).outcome(), Outcome::Allowed);
/// assert_eq!(gate::decide(&policy, &token, &facts("/keys")).outcome(), Outcome::Denied);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn decide(policy: &TrustPolicy, token: &VerifiedToken, facts: &RequestFacts<'_>) -> Decision {
    let caller = Caller::Issuer(provider_name(token.issuer().as_str()));
    let (issuer, claims) = (token.issuer().as_str(), token.claims().object());
    let context = context::of(issuer, claims, facts, &Asked::by(policy));
    evaluate_caller(policy, caller, ASSUME_ROLE_WITH_WEB_IDENTITY, &context)
}
