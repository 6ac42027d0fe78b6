//! The condition keys of the call: what a trust policy can see of it.
//!
//! Sources: [global condition keys], [keys of STS], and `vectors/aws/context.json`.
//!
//! [global condition keys]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
//! [keys of STS]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::claims::{Authorized, ForAws};
use super::provider::{Provider, account};
use super::request::AssumeRole;
use crate::aws::context::{ContextType, ContextValue, RequestContext};
use crate::aws::provider_keys::is_built_in;
use crate::aws::web_identity::WebIdentity;
use crate::json::Object;

/// `presented` is what could be read of the token.
pub(super) fn of(
    call: &AssumeRole<'_>,
    provider: &Provider,
    presented: Option<(&WebIdentity, &Object, &ForAws)>,
) -> RequestContext {
    let mut context = RequestContext::default();
    request(call, &mut context);
    role(call, &mut context);
    caller(&provider.arn, &mut context);
    for key in UNPUBLISHED {
        context.insert_unknown(key);
    }
    if let Some((identity, claims, for_aws)) = presented {
        context.insert_web_identity(&provider.name, identity, claims);
        if claims.is_empty() && call.oauth_provider().is_some() {
            context.insert_unknown_web_identity(&provider.name);
        }
        session(for_aws, &mut context);
    }
    context
}

/// Adds the keys that AWS fills for every call; what was not given is unknown.
fn request(call: &AssumeRole<'_>, context: &mut RequestContext) {
    // The endpoints of STS take nothing but TLS ("Infrastructure security in STS").
    let secure = call.session.secure_transport.unwrap_or(true).to_string();
    let (now, seconds) = (call.now.to_string(), call.now.seconds().to_string());
    let keys = [
        ("aws:CurrentTime", ContextType::Date, Some(&*now)),
        ("aws:EpochTime", ContextType::Date, Some(&*seconds)),
        ("aws:RequestedRegion", ContextType::String, call.session.region),
        ("aws:SecureTransport", ContextType::Bool, Some(&*secure)),
        ("aws:SourceIp", ContextType::Ip, call.session.source_ip),
        ("aws:UserAgent", ContextType::String, call.session.user_agent),
        ("aws:referer", ContextType::String, None),
        ("sts:RoleSessionName", ContextType::String, call.session.name),
    ];
    for (key, kind, value) in keys {
        match value {
            Some(value) => context.insert(key, ContextValue::single(kind, value)),
            None => context.insert_unknown(key),
        }
    }
    // A call through a VPC endpoint has these in place of `aws:SourceIp`.
    if call.session.source_ip.is_none() {
        for key in VPC_ENDPOINT {
            context.insert_unknown(key);
        }
    }
}

/// The tags of the role that is to be assumed.
fn role(call: &AssumeRole<'_>, context: &mut RequestContext) {
    for family in ["aws:ResourceTag/", "iam:ResourceTag/"] {
        match call.role.tags {
            None => context.insert_unknown(family),
            Some(tags) => {
                for (key, value) in tags {
                    context.insert(&format!("{family}{key}"), ContextValue::string(value));
                }
            }
        }
    }
}

/// Recorded for a provider of one's own: who calls is, to AWS, the provider; there is no
/// `aws:PrincipalArn`. For the built-in ones nothing is known.
fn caller(provider: &str, context: &mut RequestContext) {
    if is_built_in(provider) {
        for key in ["aws:PrincipalType", "aws:userid", "aws:PrincipalAccount"] {
            context.insert_unknown(key);
        }
        return;
    }
    context.insert("aws:PrincipalType", ContextValue::string("User"));
    context.insert("aws:userid", ContextValue::string(provider));
    match account(provider) {
        Some((_, account)) => {
            context.insert("aws:PrincipalAccount", ContextValue::string(account));
        }
        None => context.insert_unknown("aws:PrincipalAccount"),
    }
}

/// What the claims for AWS fill. A part that is wrong fails the call; its keys are unknown.
fn session(for_aws: &ForAws, context: &mut RequestContext) {
    match &for_aws.tags {
        Ok(tags) => {
            for (key, value) in &tags.tags {
                context.insert(&format!("aws:RequestTag/{key}"), ContextValue::string(value));
            }
            let keys = tags.tags.iter().map(|(key, _)| key.clone()).collect();
            insert_list(context, "aws:TagKeys", keys);
            insert_list(context, "sts:TransitiveTagKeys", tags.transitive.clone());
        }
        Err(_) => {
            for key in ["aws:RequestTag/", "aws:TagKeys", "sts:TransitiveTagKeys"] {
                context.insert_unknown(key);
            }
        }
    }
    match &for_aws.source_identity {
        Ok(None) => {}
        Ok(Some(text)) => context.insert("sts:SourceIdentity", ContextValue::string(text)),
        Err(_) => context.insert_unknown("sts:SourceIdentity"),
    }
    // Recorded: false without the claim.
    let key = "sts:RoleAuthorizedByIdp";
    match for_aws.authorized {
        Ok(Authorized::Yes) => context.insert(key, ContextValue::single(ContextType::Bool, "true")),
        Ok(Authorized::No) => context.insert(key, ContextValue::single(ContextType::Bool, "false")),
        Ok(Authorized::Unknown) | Err(_) => context.insert_unknown(key),
    }
}

/// Without tags there is no such key.
fn insert_list(context: &mut RequestContext, key: &str, values: Vec<String>) {
    if !values.is_empty() {
        context.insert(key, ContextValue { kind: ContextType::StringList, values });
    }
}

/// Keys of which nobody has published whether this call has them.
const UNPUBLISHED: [&str; 7] = [
    "aws:FederatedProvider",
    "aws:PrincipalTag/",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:TokenIssueTime",
    "aws:ViaAWSService",
];

/// Keys of a call through a VPC endpoint.
const VPC_ENDPOINT: [&str; 7] = [
    "aws:SourceVpc",
    "aws:SourceVpcArn",
    "aws:SourceVpce",
    "aws:VpcSourceIp",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
];
