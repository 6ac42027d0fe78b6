use std::ops::Range;

use assumable::{Finding, Severity, Witness};

use super::meeting::change;
use super::notes::Units;
use super::{ChangeView, Stage, policy};
use crate::inputs::Stranger;
use crate::tone::Tone;
use crate::words;

/// Something that the author of a policy should know, whoever comes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FindingView {
    pub(crate) code: &'static str,
    pub(crate) tone: Tone,
    /// How bad it is, in a few words.
    pub(crate) severity: &'static str,
    /// What is wrong, in this case.
    pub(crate) summary: String,
    /// What that means, in any case.
    pub(crate) why: String,
    /// The line that it begins in, from 1.
    pub(crate) line: usize,
    /// The place in the text, in UTF-16 units.
    pub(crate) range: Range<usize>,
    /// What the fix does.
    pub(crate) effect: Option<String>,
    pub(crate) changes: Vec<ChangeView>,
    /// The whole policy with them made.
    pub(crate) fixed: Option<String>,
    /// What to write elsewhere, word for word.
    pub(crate) elsewhere: Option<String>,
    pub(crate) stranger: Option<StrangerView>,
}

/// Who gets in: the proof.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StrangerView {
    pub(crate) who: String,
    /// What the page cannot be told, and must be so too.
    pub(crate) besides: Vec<String>,
    pub(crate) stranger: Stranger,
}

pub(super) fn view(policy: &policy::Reading<'_>) -> Stage<Vec<FindingView>> {
    if policy.is_empty() {
        return Stage::Waiting;
    }
    match (&policy.parsed, policy.problems.first()) {
        (_, Some(problem)) => Stage::Failed(problem.clone()),
        (None, None) => Stage::Waiting,
        (Some(_), None) => {
            let (source, units) = (policy.readable, Units::of(policy.readable));
            Stage::Done(policy.findings.iter().map(|it| finding(it, source, &units)).collect())
        }
    }
}

fn finding(finding: &Finding, source: &str, units: &Units<'_>) -> FindingView {
    let fix = finding.fix.as_ref();
    let (tone, severity) = match finding.severity {
        Severity::Security => (Tone::Bad, "Lets others in"),
        Severity::Error => (Tone::Bad, "Never does what it says"),
        Severity::Warning => (Tone::Caution, "Likely a mistake"),
        Severity::Suggestion => (Tone::Neutral, "Could be narrower or clearer"),
    };
    FindingView {
        code: finding.code,
        tone,
        severity,
        summary: words::sentence(&finding.summary),
        why: words::sentence(finding.why),
        line: finding.span.position(source).line,
        range: units.range(&finding.span.into()),
        effect: fix.map(|fix| words::sentence(&fix.effect)),
        changes: fix.iter().flat_map(|fix| &fix.edits).map(|edit| change(edit, source)).collect(),
        fixed: fix.and_then(|fix| fix.apply(source)),
        elsewhere: fix.and_then(|fix| fix.elsewhere.clone()),
        stranger: finding.witness.as_ref().map(stranger),
    }
}

fn stranger(witness: &Witness) -> StrangerView {
    let tags = witness.role_tags.iter().flatten();
    let tags = tags.map(|(key, value)| {
        format!("The role has the tag `{}`: `{}`.", words::value(key), words::value(value))
    });
    let agent = witness.user_agent.iter();
    let agent =
        agent.map(|agent| format!("The `User-Agent` of the call is `{}`.", words::value(agent)));
    let unknown = witness.rests_on.iter().map(|key| {
        format!("It rests on `{}`, which cannot be known from outside.", words::value(key))
    });
    StrangerView {
        who: words::sentence(&witness.who),
        besides: tags.chain(agent).chain(unknown).collect(),
        stranger: Stranger {
            claims: crate::json_text::spread(&witness.claims),
            provider: witness.provider.clone(),
            session_name: witness.session_name.clone(),
            source_ip: witness.source_ip.clone(),
            region: witness.region.clone(),
            now: witness.now.map(|now| now.seconds()),
        },
    }
}
