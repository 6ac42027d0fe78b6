//! The proof of an admission: a call that can be played through.

use alloc::string::String;
use alloc::vec::Vec;

use crate::aws::{AssumeRole, Presented, Provider, Role, RoleSession, TrustPolicy};
use crate::json::Object;
use crate::time::Timestamp;

/// Somebody whom the policy admits: what [`aws::simulate`](crate::aws::simulate) must be told to say
/// so. What is `None` does not matter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Witness {
    /// The claims of the token, a JSON object.
    pub claims: String,
    /// Who that is.
    pub who: String,
    /// The ARN of the provider, where the policy names several of one issuer and it is not the first.
    pub provider: Option<String>,
    /// `RoleSessionName`.
    pub session_name: Option<String>,
    /// The `User-Agent` of the call.
    pub user_agent: Option<String>,
    /// The region of the endpoint that is called.
    pub region: Option<String>,
    /// Where the call comes from.
    pub source_ip: Option<String>,
    /// The role's tags, each a key and a value.
    pub role_tags: Option<Vec<(String, String)>>,
    /// When the call is made.
    pub now: Option<Timestamp>,
    /// What decides too and nobody here can know, so that a simulation says "denied": condition keys
    /// of which nobody has published whether a web identity has them, and `Principal` where it
    /// matters whether a `Deny` for `AWS: *` means web identities. Empty for most.
    pub rests_on: Vec<String>,
}

impl Witness {
    /// The call, with these claims.
    pub(super) fn call<'a>(
        &'a self,
        claims: &'a Object,
        policy: &'a TrustPolicy,
    ) -> AssumeRole<'a> {
        let now = self.now.unwrap_or(super::circumstances::TODAY);
        AssumeRole {
            provider: Provider { arn: self.provider.as_deref(), ..Provider::default() },
            role: Role { tags: self.role_tags.as_deref(), ..Role::default() },
            session: RoleSession {
                name: self.session_name.as_deref(),
                user_agent: self.user_agent.as_deref(),
                region: self.region.as_deref(),
                source_ip: self.source_ip.as_deref(),
                ..RoleSession::default()
            },
            ..AssumeRole::new(Presented::Claims(claims), policy, now)
        }
    }
}
