//! The call itself: what is given, and the stage that checks its parameters.

use alloc::format;
use alloc::string::{String, ToString};

use super::{AwsError, Stage, StageName};
use crate::aws::context::{ContextType, ContextValue, RequestContext};
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
    /// The issuer's keys. Without them the signature is not checked.
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
    /// `DurationSeconds`.
    pub duration: Option<Seconds>,
    /// Where the call comes from.
    pub source_ip: Option<&'a str>,
    /// The region of the endpoint that is called.
    pub region: Option<&'a str>,
    /// The `User-Agent` of the call.
    pub user_agent: Option<&'a str>,
    /// Whether the call is made over TLS.
    pub secure_transport: Option<bool>,
}

/// The limits of [API_AssumeRoleWithWebIdentity].
///
/// [API_AssumeRoleWithWebIdentity]: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
pub(super) fn check(call: &AssumeRole<'_>) -> Stage {
    let name = StageName::Parameters;
    let broken = [role_arn(call), session_name(call), token_length(call), duration(call)];
    match broken.into_iter().flatten().next() {
        Some((error, evidence)) => Stage::failed(name, error, &evidence),
        None => Stage::passed(name, "the parameters that were given are within AWS's limits"),
    }
}

/// Adds the keys that come from the call rather than from the token. AWS fills all of them for
/// every call; what was not given is unknown.
pub(super) fn insert_keys(call: &AssumeRole<'_>, context: &mut RequestContext) {
    let secure = call.session.secure_transport.map(|secure| secure.to_string());
    let (now, seconds) = (call.now.to_string(), call.now.seconds().to_string());
    let keys = [
        ("aws:CurrentTime", ContextType::Date, Some(&*now)),
        ("aws:EpochTime", ContextType::Date, Some(&*seconds)),
        ("aws:RequestedRegion", ContextType::String, call.session.region),
        ("aws:SecureTransport", ContextType::Bool, secure.as_deref()),
        ("aws:SourceIp", ContextType::Ip, call.session.source_ip),
        ("aws:UserAgent", ContextType::String, call.session.user_agent),
        ("sts:RoleSessionName", ContextType::String, call.session.name),
    ];
    for (key, kind, value) in keys {
        match value {
            Some(value) => {
                let values = alloc::vec![value.to_string()];
                context.insert(key, ContextValue { kind, values });
            }
            None => context.insert_unknown(key),
        }
    }
    // The role's tags are not asked for.
    context.insert_unknown("aws:ResourceTag/");
    context.insert_unknown("iam:ResourceTag/");
}

type Broken = Option<(AwsError, String)>;

fn role_arn(call: &AssumeRole<'_>) -> Broken {
    let arn = call.role.arn?;
    let length = arn.chars().count();
    let constraint = match length {
        20..=2048 => return None,
        0..20 => "Member must have length greater than or equal to 20",
        _ => "Member must have length less than or equal to 2048",
    };
    let evidence = format!("the role's ARN has {length} characters; it needs 20 to 2,048");
    Some((AwsError::validation(arn, "roleArn", constraint), evidence))
}

fn session_name(call: &AssumeRole<'_>) -> Broken {
    let name = call.session.name?;
    let length = name.chars().count();
    let constraint = match length {
        0..2 => "Member must have length greater than or equal to 2",
        2..=64 if name.chars().all(in_session_name) => return None,
        2..=64 => r"Member must satisfy regular expression pattern: [\w+=,.@-]*",
        _ => "Member must have length less than or equal to 64",
    };
    let evidence = "a role session name has 2 to 64 letters, digits or `_+=,.@-`".to_string();
    Some((AwsError::validation(name, "roleSessionName", constraint), evidence))
}

fn in_session_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_+=,.@-".contains(c)
}

fn token_length(call: &AssumeRole<'_>) -> Broken {
    let Presented::Token(token) = call.presented else { return None };
    let length = token.chars().count();
    let constraint = match length {
        4..=20_000 => return None,
        0..4 => "Member must have length greater than or equal to 4",
        _ => "Member must have length less than or equal to 20000",
    };
    let evidence = format!("the token has {length} characters; AWS reads 4 to 20,000");
    // The token itself stays out of the text.
    Some((AwsError::validation("…", "webIdentityToken", constraint), evidence))
}

fn duration(call: &AssumeRole<'_>) -> Broken {
    let duration = call.session.duration?;
    let constraint = match duration.0 {
        900..=43_200 => return None,
        0..900 => "Member must have value greater than or equal to 900",
        _ => "Member must have value less than or equal to 43200",
    };
    let evidence = format!("{duration} asked for; AWS grants 15 minutes to 12 hours");
    Some((AwsError::validation(&duration.0.to_string(), "durationSeconds", constraint), evidence))
}
