use std::collections::BTreeMap;

use assumable::aws;
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::{Confidence, Decision, Diagnosis, Outcome, Problem, RequestContext, Span};

/// What to simulate. What is left out is not checked, and its stage says `not-checked`.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssumeRoleInput {
    /// The token that the workload presents. Either this or `claims`.
    #[serde(default)]
    #[tsify(optional)]
    pub token: Option<String>,
    /// Bare claims in place of a token, or their text: JavaScript rounds integers beyond 2⁵³, so an
    /// object that holds one is refused.
    #[serde(default)]
    #[tsify(optional, type = "string | object")]
    pub claims: Option<String>,
    /// The issuer's keys. Without them the signature is not checked.
    #[serde(default)]
    #[tsify(optional, type = "JwkSet")]
    pub jwks: Option<String>,
    /// The role's trust policy. Spans are places in its text; that of an object is what
    /// `JSON.stringify(trustPolicy, null, 2)` gives.
    #[tsify(type = "string | object")]
    pub trust_policy: String,
    /// What is known of the role.
    #[serde(default)]
    #[tsify(optional)]
    pub role: Option<Role>,
    /// What is known of the IAM OIDC provider.
    #[serde(default)]
    #[tsify(optional)]
    pub provider: Option<Provider>,
    /// The parameters of the call.
    #[serde(default)]
    #[tsify(optional)]
    pub request: Option<RoleSessionRequest>,
    /// When the call is made, in whole seconds since the Unix epoch. The current time if left out.
    #[tsify(optional)]
    pub now: f64,
}

/// What is known of the role.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// Its ARN: decides the account and the partition of the provider.
    #[serde(default)]
    #[tsify(optional)]
    pub arn: Option<String>,
    /// `MaxSessionDuration`, in seconds.
    #[serde(default)]
    #[tsify(optional)]
    pub max_session_duration: Option<u32>,
    /// Its tags. An empty object says that it has none.
    #[serde(default)]
    #[tsify(optional)]
    pub tags: Option<Tags>,
}

/// Tags of AWS: keys and values.
#[derive(Debug, Default, Deserialize, Tsify)]
#[tsify(hashmap_as_object)]
pub struct Tags(pub BTreeMap<String, String>);

/// What is known of the IAM OIDC provider.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Provider {
    /// Its ARN.
    #[serde(default)]
    #[tsify(optional)]
    pub arn: Option<String>,
    /// Its URL, with or without `https://`.
    #[serde(default)]
    #[tsify(optional)]
    pub url: Option<String>,
    /// Its client ids: the audiences it accepts.
    #[serde(default)]
    #[tsify(optional)]
    pub client_ids: Option<Vec<String>>,
}

/// The parameters of the call.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleSessionRequest {
    /// `RoleSessionName`.
    #[serde(default)]
    #[tsify(optional)]
    pub role_session_name: Option<String>,
    /// `DurationSeconds`.
    #[serde(default)]
    #[tsify(optional)]
    pub duration_seconds: Option<i64>,
    /// `ProviderId`: `www.amazon.com` or `graph.facebook.com` for their OAuth tokens, nothing for
    /// an OIDC token.
    #[serde(default)]
    #[tsify(optional)]
    pub provider_id: Option<String>,
    /// Where the call comes from, if not through a VPC endpoint.
    #[serde(default)]
    #[tsify(optional)]
    pub source_ip: Option<String>,
    /// The region of the endpoint that is called.
    #[serde(default)]
    #[tsify(optional)]
    pub region: Option<String>,
    /// The `User-Agent` of the call.
    #[serde(default)]
    #[tsify(optional)]
    pub user_agent: Option<String>,
    /// Whether the call is made over TLS: it is, if left out. AWS's endpoints take no other.
    #[serde(default)]
    #[tsify(optional)]
    pub secure_transport: Option<bool>,
}

/// What `sts:AssumeRoleWithWebIdentity` would answer, and how it got there.
#[derive(Debug, Serialize, Tsify)]
// The context is a record of its keys.
#[tsify(hashmap_as_object)]
#[serde(rename_all = "camelCase")]
pub struct Simulation {
    /// The answer: credentials, a trust policy that does not admit the workload, or a call that
    /// fails for another reason.
    pub outcome: CallOutcome,
    /// The error that AWS would answer; absent if the call is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub error: Option<AwsError>,
    /// The stages in order. All that can be decided are, also after the one that fails the call.
    pub stages: Vec<Stage>,
    /// What the trust policy says, whether or not the call gets that far: the first denial among
    /// the actions that the token needs, else the decision on `sts:AssumeRoleWithWebIdentity`.
    /// Absent if no claims could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub decision: Option<Decision>,
    /// The actions that the token needs, `sts:AssumeRoleWithWebIdentity` first, each decided by
    /// itself. Empty if no claims could be read.
    pub actions: Vec<ActionDecision>,
    /// The likely causes of a denial, best first.
    pub diagnoses: Vec<Diagnosis>,
    /// Whom AWS would name in its answer; absent unless the call is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub result: Option<Identity>,
    /// Whether the token's signature was checked, and how that ended.
    pub signature: SignatureStatus,
    /// What a strict verifier refuses the token for, whatever AWS makes of it: the first thing.
    /// Absent if it refuses nothing, or no keys were given to ask it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub strict_refusal: Option<Problem>,
    /// The condition keys the trust policy was decided with.
    pub context: RequestContext,
    /// The claims of the token that AWS does not read at all: no policy can ask for them.
    pub invisible_claims: Vec<String>,
    /// The weakest evidence that the answer rests on.
    pub confidence: Confidence,
    /// The answer in one sentence.
    pub headline: String,
    /// The answer, the trace and what AWS would say, as text for people.
    pub explanation: String,
}

/// What the call answers.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum CallOutcome {
    /// Credentials.
    Allowed,
    /// The trust policy does not admit the workload.
    Denied,
    /// The call fails before or after the trust policy.
    Error,
}

/// An error as AWS words it.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct AwsError {
    /// The code on the wire, such as `AccessDenied`.
    pub code: String,
    /// The message.
    pub message: String,
    /// The HTTP status.
    pub http_status: u16,
    /// What is wrong with a document, in our words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub reason: Option<String>,
    /// Where in the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub span: Option<Span>,
    /// How well it is known that AWS answers exactly this.
    pub confidence: Confidence,
}

/// One stage of the call.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// Which: `parameters`, `token`, `times`, `provider`, `audience`, `signature`, `claims`,
    /// `trust-policy` or `session`.
    pub name: String,
    /// How it ended.
    pub outcome: StageOutcome,
    /// One sentence of evidence.
    pub evidence: String,
    /// How well it is known that AWS sees it so.
    pub confidence: Confidence,
    /// What AWS would answer, if it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub error: Option<AwsError>,
}

/// How a stage ended.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum StageOutcome {
    /// It passed.
    Passed,
    /// It failed.
    Failed,
    /// Something it needs was not given.
    NotChecked,
}

/// One action that the token needs, decided.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ActionDecision {
    /// The action, such as `sts:TagSession`.
    pub action: String,
    /// Allowed or denied.
    pub outcome: Outcome,
    /// How well that is known.
    pub confidence: Confidence,
}

/// Whom AWS names in its answer, and the session it opens.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// `SubjectFromWebIdentityToken`.
    pub subject: String,
    /// `Audience`.
    pub audience: String,
    /// `Provider`.
    pub provider: String,
    /// `SourceIdentity`, if the token sets one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub source_identity: Option<String>,
    /// `AssumedRoleUser.Arn`, if role and session name are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub assumed_role_arn: Option<String>,
    /// How long the session lasts, in seconds.
    pub duration_seconds: u32,
    /// When it ends, in whole seconds since the Unix epoch.
    pub expires_at: f64,
}

/// Whether a signature was checked, and how that ended.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureStatus {
    /// A key of the given key set made it.
    Valid,
    /// The key that must have made it did not.
    Invalid,
    /// No key of the given key set fits the token, so that nothing could be checked.
    NoKey,
    /// No keys were given, or no token, or AWS takes none with its algorithm.
    NotChecked,
}

impl AssumeRoleInput {
    /// The role's tags, as the core takes them.
    pub(crate) fn role_tags(&mut self) -> Option<Vec<(String, String)>> {
        let Tags(tags) = self.role.as_mut()?.tags.take()?;
        Some(tags.into_iter().collect())
    }

    pub(crate) fn role<'a>(&'a self, tags: Option<&'a [(String, String)]>) -> aws::Role<'a> {
        self.role.as_ref().map_or_else(aws::Role::default, |role| aws::Role {
            arn: role.arn.as_deref(),
            max_session_duration: role.max_session_duration.map(assumable::Seconds),
            tags,
        })
    }

    /// How much text there is beside token, claims, keys and policy; one more for each tag.
    pub(crate) fn text_bytes(&self) -> usize {
        let (role, provider, request) = (&self.role, &self.provider, &self.request);
        let texts = [
            role.as_ref().and_then(|role| role.arn.as_ref()),
            provider.as_ref().and_then(|provider| provider.arn.as_ref()),
            provider.as_ref().and_then(|provider| provider.url.as_ref()),
            request.as_ref().and_then(|request| request.role_session_name.as_ref()),
            request.as_ref().and_then(|request| request.provider_id.as_ref()),
            request.as_ref().and_then(|request| request.source_ip.as_ref()),
            request.as_ref().and_then(|request| request.region.as_ref()),
            request.as_ref().and_then(|request| request.user_agent.as_ref()),
        ];
        let client_ids = provider.iter().flat_map(|it| it.client_ids.iter().flatten());
        let tags = role.iter().filter_map(|role| role.tags.as_ref()).flat_map(|Tags(tags)| tags);
        texts.into_iter().flatten().chain(client_ids).map(|text| text.len() + 1).sum::<usize>()
            + tags.map(|(key, value)| key.len() + value.len() + 1).sum::<usize>()
    }

    pub(crate) fn provider(&self) -> aws::Provider<'_> {
        self.provider.as_ref().map_or_else(aws::Provider::default, |provider| aws::Provider {
            arn: provider.arn.as_deref(),
            url: provider.url.as_deref(),
            client_ids: provider.client_ids.as_deref(),
        })
    }

    pub(crate) fn session(&self) -> aws::RoleSession<'_> {
        self.request.as_ref().map_or_else(aws::RoleSession::default, |request| aws::RoleSession {
            name: request.role_session_name.as_deref(),
            duration: request.duration_seconds,
            provider_id: request.provider_id.as_deref(),
            source_ip: request.source_ip.as_deref(),
            region: request.region.as_deref(),
            user_agent: request.user_agent.as_deref(),
            secure_transport: request.secure_transport,
        })
    }
}

impl From<&aws::AwsError> for AwsError {
    fn from(error: &aws::AwsError) -> Self {
        Self {
            code: error.code.to_owned(),
            message: error.message.clone(),
            http_status: error.http_status,
            reason: None,
            span: None,
            confidence: error.confidence.into(),
        }
    }
}

impl From<&aws::Stage> for Stage {
    fn from(stage: &aws::Stage) -> Self {
        let (outcome, error) = match &stage.outcome {
            aws::StageOutcome::Passed => (StageOutcome::Passed, None),
            aws::StageOutcome::Failed(error) => (StageOutcome::Failed, Some(error.into())),
            aws::StageOutcome::NotChecked => (StageOutcome::NotChecked, None),
        };
        let name = stage.name.as_str().to_owned();
        let (evidence, confidence) = (stage.evidence.clone(), stage.confidence.into());
        Self { name, outcome, evidence, confidence, error }
    }
}

impl From<&aws::Identity> for Identity {
    fn from(identity: &aws::Identity) -> Self {
        Self {
            subject: identity.subject.clone(),
            audience: identity.audience.clone(),
            provider: identity.provider.clone(),
            source_identity: identity.source_identity.clone(),
            assumed_role_arn: identity.assumed_role.clone(),
            duration_seconds: identity.duration.0,
            expires_at: number(identity.expires_at),
        }
    }
}

impl From<&aws::ActionDecision> for ActionDecision {
    fn from(decided: &aws::ActionDecision) -> Self {
        Self {
            action: decided.action.to_owned(),
            outcome: decided.decision.outcome().into(),
            confidence: decided.decision.confidence().into(),
        }
    }
}

impl From<aws::SignatureStatus> for SignatureStatus {
    fn from(status: aws::SignatureStatus) -> Self {
        match status {
            aws::SignatureStatus::Valid => Self::Valid,
            aws::SignatureStatus::Invalid => Self::Invalid,
            aws::SignatureStatus::NoKey => Self::NoKey,
            aws::SignatureStatus::NotChecked => Self::NotChecked,
        }
    }
}

impl CallOutcome {
    /// The parts of an answer: its kind, AWS's error, and whom AWS names.
    pub(crate) fn parts(outcome: &aws::CallOutcome) -> (Self, Option<AwsError>, Option<Identity>) {
        match outcome {
            aws::CallOutcome::Allowed(identity) => (Self::Allowed, None, Some(identity.into())),
            aws::CallOutcome::Denied(error) => (Self::Denied, Some(error.into()), None),
            aws::CallOutcome::Error(error) => (Self::Error, Some(error.into()), None),
        }
    }
}

/// A time as JavaScript has it.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "up to the year 9999")]
fn number(time: assumable::Timestamp) -> f64 {
    time.seconds() as f64
}
