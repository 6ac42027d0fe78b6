//! The call itself: what is given.

use alloc::string::String;

use crate::aws::policy::TrustPolicy;
use crate::json::Object;
use crate::key_set::KeySet;
use crate::limits::Limits;
use crate::time::{Seconds, Timestamp};

/// A call of `sts:AssumeRoleWithWebIdentity`, with what is known of the role and the provider.
#[derive(Clone, Copy, Debug)]
pub struct AssumeRole<'a> {
    /// What the workload presents.
    pub presented: Presented<'a>,
    /// The issuer's keys. Without them the signature is not checked. STS reads sets of up to 100
    /// RSA and 100 EC keys, twice the default of [`Limits::keys`].
    pub keys: Option<&'a KeySet>,
    /// The role's trust policy.
    pub policy: &'a TrustPolicy,
    /// The role.
    pub role: Role<'a>,
    /// The IAM OIDC provider.
    pub provider: Provider<'a>,
    /// The parameters of the call.
    pub session: RoleSession<'a>,
    /// When the call is made.
    pub now: Timestamp,
    /// Bounds on the token.
    pub limits: Limits,
}

impl<'a> AssumeRole<'a> {
    /// A call of which only this is known; the fields say the rest.
    #[must_use]
    pub fn new(presented: Presented<'a>, policy: &'a TrustPolicy, now: Timestamp) -> Self {
        Self {
            presented,
            keys: None,
            policy,
            role: Role::default(),
            provider: Provider::default(),
            session: RoleSession::default(),
            now,
            // STS reads 20,000 characters, a few more than a verifier should.
            limits: Limits { token_bytes: 20_000, ..Limits::default() },
        }
    }
}

/// What the workload presents.
#[derive(Clone, Copy)]
pub enum Presented<'a> {
    /// A token.
    Token(&'a str),
    /// Bare claims: the stages about the token's form, times and signature are not checked.
    Claims(&'a Object),
}

/// Never prints a token.
impl core::fmt::Debug for Presented<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Token(token) => write!(f, "Token({} bytes)", token.len()),
            Self::Claims(claims) => f.debug_tuple("Claims").field(claims).finish(),
        }
    }
}

/// What is known of the role.
#[derive(Clone, Copy, Debug, Default)]
pub struct Role<'a> {
    /// Its ARN: says the account and the partition of the provider.
    pub arn: Option<&'a str>,
    /// `MaxSessionDuration`.
    pub max_session_duration: Option<Seconds>,
    /// Its tags, each a key and a value. An empty list says that it has none.
    pub tags: Option<&'a [(String, String)]>,
}

/// What is known of the IAM OIDC provider.
#[derive(Clone, Copy, Debug, Default)]
pub struct Provider<'a> {
    /// Its ARN.
    pub arn: Option<&'a str>,
    /// Its URL, with or without `https://`.
    pub url: Option<&'a str>,
    /// Its client ids: the audiences it accepts.
    pub client_ids: Option<&'a [String]>,
}

/// The parameters of the call.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoleSession<'a> {
    /// `RoleSessionName`.
    pub name: Option<&'a str>,
    /// `DurationSeconds`, as asked for.
    pub duration: Option<i64>,
    /// `ProviderId`: `www.amazon.com` or `graph.facebook.com` for their OAuth tokens, nothing for
    /// an OIDC token.
    pub provider_id: Option<&'a str>,
    /// Where the call comes from, if not through a VPC endpoint.
    pub source_ip: Option<&'a str>,
    /// The region of the endpoint that is called.
    pub region: Option<&'a str>,
    /// The `User-Agent` of the call.
    pub user_agent: Option<&'a str>,
    /// Whether the call is made over TLS. AWS's endpoints take no other.
    pub secure_transport: Option<bool>,
}

impl RoleSession<'_> {
    /// How long the session is to last. What is beyond every length is refused as a parameter.
    pub(super) fn length(&self) -> Option<Seconds> {
        let most = i64::from(u32::MAX);
        self.duration.map(|asked| Seconds(asked.clamp(0, most).try_into().unwrap_or(u32::MAX)))
    }
}
