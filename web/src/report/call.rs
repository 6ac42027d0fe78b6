use assumable::aws::{
    AssumeRole, Presented, Provider, Role, RoleSession, Simulation, StageName, TrustPolicy,
    simulate,
};
use assumable::json::Value;
use assumable::{
    Diagnosis, Fix, KeySet, Limits, Timestamp, UntrustedToken, diagnose, diagnose_call,
    verify_signature,
};

use super::{keys, policy, token};
use crate::inputs::{CallForm, Case};
use crate::sizes;

/// The call, played through as far as the case goes.
pub(super) struct Played {
    /// `None` without a token.
    pub(super) simulation: Option<Simulation>,
    /// A policy was there to decide with.
    pub(super) decided: bool,
    /// Why nothing can be said of the call: a setting of it cannot be read.
    pub(super) wrong_setting: Option<&'static str>,
    pub(super) diagnoses: Vec<Diagnosis>,
    /// The key inside the token's own header made the signature.
    pub(super) own_key: bool,
}

impl Played {
    pub(super) fn new(
        case: &Case,
        at: i64,
        token: &token::Reading,
        keys: &keys::Reading<'_>,
        policy: &policy::Reading<'_>,
    ) -> Self {
        let mut played = Self {
            simulation: None,
            decided: false,
            wrong_setting: case.call.first_problem(),
            diagnoses: Vec::new(),
            own_key: false,
        };
        let empty = TrustPolicy::parse(EMPTY_POLICY, &sizes::limits()).ok();
        let Some(given) = policy.parsed.as_ref().or(empty.as_ref()) else { return played };
        if token.is_empty() {
            return played;
        }
        let presented = match (&token.claims, token.bare) {
            (Some(claims), true) => Presented::Claims(claims),
            _ => Presented::Token(&token.presented),
        };
        let client_ids = client_ids(&case.call);
        let simulation = simulate(&AssumeRole {
            keys: keys.set.as_ref(),
            role: Role { arn: filled(&case.call.role_arn), ..Role::default() },
            provider: provider(&case.call, &client_ids),
            session: RoleSession {
                name: filled(&case.call.session_name),
                duration: case.call.seconds().ok().flatten().map(i64::from),
                source_ip: filled(&case.call.source_ip),
                region: filled(&case.call.region),
                ..RoleSession::default()
            },
            limits: sizes::limits(),
            ..AssumeRole::new(presented, given, moment(at))
        });
        played.decided = policy.parsed.is_some() && simulation.decision().is_some();
        if played.decided {
            played.diagnoses = diagnose_call(&simulation, given);
        }
        // Claims that were edited here ask "what if": a fix of the policy is meant for them, though
        // nobody signed them.
        if let (true, Some(decision), Some(claims)) =
            (token.edited && played.decided, simulation.decision(), &simulation.claims)
        {
            let with_fixes = diagnose(decision, claims.get_unverified(), given);
            for found in &mut played.diagnoses {
                let same = |it: &&Diagnosis| (it.id, &it.summary) == (found.id, &found.summary);
                let fix = with_fixes.iter().find(same).and_then(|it| it.fix.clone());
                found.fix = found.fix.take().or(fix);
                if found.id == "signature.wrong" {
                    found.cause = "the claims were edited here, and nobody signed them so";
                    found.fix = Some(undo());
                }
            }
        }
        played.own_key = keys.set.is_none() && is_signed_by_own_key(token);
        played.simulation = Some(simulation);
        played
    }
}

/// The token as it was signed.
fn undo() -> Fix {
    let effect = "take the edits back to see what AWS makes of the token as it was signed";
    Fix { effect: effect.into(), edits: Vec::new(), elsewhere: None }
}

impl Played {
    /// What the engine says of the signature.
    pub(super) fn signature_evidence(&self) -> &str {
        let stages = self.simulation.iter().flat_map(|simulation| &simulation.stages);
        let mut signature = stages.filter(|stage| stage.name == StageName::Signature);
        signature.next().map_or("", |stage| &stage.evidence)
    }
}

/// Whether the key that the token's header brings along made the signature.
fn is_signed_by_own_key(token: &token::Reading) -> bool {
    let limits = sizes::limits();
    own_key(token, &limits).is_some_and(|keys| {
        UntrustedToken::parse(&token.presented, &limits)
            .is_ok_and(|token| verify_signature(&token, &keys).is_ok())
    })
}

/// That key as a set of one.
fn own_key(token: &token::Reading, limits: &Limits) -> Option<KeySet> {
    let header = token.header.as_ref()?;
    let key = header.object.get("jwk").filter(|key| Value::as_object(key).is_some())?;
    let set = format!("{{\"keys\":[{}]}}", key.span.of(&header.text)?);
    KeySet::parse(&set, limits).ok()
}

fn provider<'a>(form: &'a CallForm, client_ids: &'a [String]) -> Provider<'a> {
    let given = filled(&form.provider);
    let is_arn = |text: &&str| text.starts_with("arn:");
    Provider {
        arn: given.filter(is_arn),
        url: given.filter(|text| !is_arn(text)),
        client_ids: (!client_ids.is_empty()).then_some(client_ids),
    }
}

fn client_ids(form: &CallForm) -> Vec<String> {
    form.client_ids
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect()
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn moment(at: i64) -> Timestamp {
    let nearest = if at < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_seconds(at).unwrap_or(nearest)
}

/// Stands in where no policy was given, so that the other stages can be played.
const EMPTY_POLICY: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny",
    "Principal":{"Federated":"none"},"Action":"sts:AssumeRoleWithWebIdentity"}}"#;
