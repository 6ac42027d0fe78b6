//! What it means that an outsider is admitted, in words.

mod codes;
mod edits;

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use self::codes::*;
pub(in crate::analyze) use self::codes::{CALLED_WORKFLOW, PULL_REQUEST};
use self::edits::{ended, needing_key};
use super::Severity::{Security, Suggestion, Warning};
use super::admission::{CALLERS, PRINCIPAL, SESSION_NAME};
use super::asks::{asks_subject, claim_of, is_positive};
use super::claims::is_of_any_owner;
use super::key::is_global;
use super::outsider::Outsider;
use super::trust::{Intruder, Search};
use super::{Finding, Severity, Witness};
use crate::aws::{self, Condition, Statement, Test};
use crate::fix::{Edit, Fix};
use crate::span::{Span, Spanned};
use crate::visible::quotable;

/// `None` where that is as it should be.
pub(super) fn finding(search: &Search<'_>, intruder: &Intruder<'_>) -> Option<Finding> {
    let found = match (intruder.value, intruder.outsider) {
        (None, Outsider::Stranger | Outsider::Neighbour) => without_subject(search, intruder)?,
        _ => by_subject(search, intruder)?,
    };
    let narrower = found.severity == Security
        && search.gate.is_narrower_elsewhere(search.statement, &intruder.admitted);
    let beside = if narrower { "; the narrower statement beside it does not help" } else { "" };
    let summary = found.summary + beside + &if_all_fits(&intruder.admitted.witness);
    let subject = quotable(&intruder.forged.subject);
    let workload = search.family.workload();
    // Who has the very subject that is meant is told from the role's own workload.
    let who = match intruder.outsider {
        Outsider::Guest => "a guest of the identity pool".to_string(),
        Outsider::Successor => {
            let what = names_of(search);
            format!("{workload} of whoever takes the {what} later, with the subject `{subject}`")
        }
        Outsider::OtherBranch => {
            format!(
                "{workload} of any branch that names the environment, with the subject `{subject}`"
            )
        }
        Outsider::PullRequest => {
            format!("{workload} of a pull request, with the subject `{subject}`")
        }
        _ => format!("{workload} with the subject `{subject}`"),
    };
    let witness = Witness { who, ..intruder.admitted.witness.clone() };
    Some(Finding { summary, witness: Some(witness), ..found })
}

/// On what else the admission rests, in words to go on with.
fn if_all_fits(witness: &Witness) -> String {
    let keys = witness.rests_on.iter().filter(|name| *name != PRINCIPAL);
    let mut fit: Vec<String> = keys.map(|key| format!("`{}`", quotable(key))).collect();
    if witness.role_tags.is_some() {
        fit.insert(0, "the role's tags".to_string());
    }
    let doubt = match witness.rests_on.iter().any(|name| name == PRINCIPAL) {
        true => "; that the `Deny` for `AWS: *` is about web identities too is not known",
        false => "",
    };
    match &*fit {
        [] => doubt.to_string(),
        [one] if !one.starts_with("the") => format!(", if {one} fits{doubt}"),
        all => format!(", if {} fit{doubt}", all.join(" and ")),
    }
}

/// The statement asks nothing of the subject that counts.
fn without_subject(search: &Search<'_>, intruder: &Intruder<'_>) -> Option<Finding> {
    let Search { statement, family, .. } = search;
    let asks_for = |claim: &str| {
        let mut conditions = statement.conditions.iter();
        conditions.find(|it| {
            is_positive(it)
                && claim_of(it, family.provider).is_some_and(|it| it.eq_ignore_ascii_case(claim))
        })
    };
    let is_sub = |condition: &&Condition| asks_subject(condition, family.provider);
    let severity = match intruder.outsider {
        Outsider::Stranger if family.is_shared() => Security,
        _ => Warning,
    };
    let admitted = admitted(search, intruder);
    // That a token may lack tags and the like is as it should be.
    let mut vacuous = aws::vacuous(statement, &intruder.admitted.context);
    if let Some(condition) = vacuous.find(|condition| !is_global(&condition.key)) {
        let key = quotable(&condition.key);
        let summary =
            format!("`{}` holds for a token without `{key}`: {admitted}", condition.operator);
        return Some(
            finding_of(search, VACUOUS, severity, condition.span, summary)
                .with_edit(needing_key(search, condition)),
        );
    }
    if let Some(condition) =
        statement.conditions.iter().filter(|it| it.operator.test.is_negated()).find(is_sub)
    {
        let summary =
            format!("the statement says only which subjects it does not want: {admitted}");
        return Some(finding_of(search, ONLY_EXCLUDES, severity, condition.span, summary));
    }
    if let Some(condition) = asks_for("job_workflow_ref") {
        let mut values = condition.values.iter();
        if let Some(any) =
            values.find(|it| is_of_any_owner(&it.value)).filter(|_| severity == Security)
        {
            let shown = quotable(&any.value);
            let summary = format!("`{shown}` leaves the called workflow's owner open: {admitted}");
            return Some(finding_of(search, ANY_OWNER, Security, any.span, summary));
        }
        return Some(called(search, intruder, condition.span));
    }
    if let Some(condition) = asks_for("email").filter(|_| severity == Security) {
        let value = condition.values.iter().find(|it| it.value.contains('*'));
        let shown = quotable(value.map_or("", |value| &value.value));
        let summary = format!("`{shown}` fits addresses that anybody can have: {admitted}");
        return Some(finding_of(search, ANY_OWNER, Security, condition.span, summary));
    }
    let of_caller =
        |condition: &&Condition| CALLERS.iter().any(|key| key.eq_ignore_ascii_case(&condition.key));
    if let Some(condition) = statement.conditions.iter().find(of_caller) {
        if is_of_sentinel(search, condition) {
            return None;
        }
        let key = quotable(&condition.key);
        let summary = format!("the caller chooses `{key}`: {admitted}");
        return Some(finding_of(search, CALLER_CHOSEN, severity, condition.span, summary));
    }
    let of_tenant = family.audience_is_tenant()
        && intruder.outsider == Outsider::Neighbour
        && asks_for("aud").is_some();
    if of_tenant {
        let summary = format!("no condition asks of which workload the token is: {admitted}");
        let span = search.principal_span;
        return Some(finding_of(search, NO_SUBJECT_OF_TENANT, severity, span, summary));
    }
    let summary = match every_address(statement) {
        Some(range) => format!(
            "no condition asks whose token it is, and `{range}` fits addresses of anybody: {admitted}"
        ),
        None => format!("no condition asks whose token it is: {admitted}"),
    };
    let verdict = if family.audience_is_tenant() { NO_AUDIENCE } else { NO_SUBJECT };
    let found = finding_of(search, verdict, severity, search.principal_span, summary);
    // Access Analyzer has a word for GitHub's issuer only.
    let github = family.provider == "token.actions.githubusercontent.com";
    Some(Finding { analyzer: github.then_some("MISSING_GITHUB_REPO_CONDITION_KEY"), ..found })
}

/// A range of addresses in which an outsider has one.
fn every_address(statement: &Statement) -> Option<String> {
    let of_source = |it: &&Condition| it.key.eq_ignore_ascii_case("aws:SourceIp");
    let asks = |it: &&Condition| it.operator.test == Test::IpAddress { negated: false };
    let condition = statement.conditions.iter().filter(of_source).find(asks)?;
    condition.values.first().map(|range| quotable(&range.value))
}

/// Microsoft Sentinel's connector, whose tokens are all alike: AWS and Microsoft have its role ask for
/// the name of the session, which says whose workspace it is.
/// <https://learn.microsoft.com/azure/sentinel/connect-aws-configure-environment>
fn is_of_sentinel(search: &Search<'_>, condition: &Condition) -> bool {
    let provider = search.family.provider.trim_end_matches('/');
    provider == "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"
        && condition.key.eq_ignore_ascii_case(SESSION_NAME)
        && is_positive(condition)
}

/// Whether a subject that somebody put together says whose repository it is of behind a text in which there
/// is no colon: GitHub writes `%3A` in the name of an environment, and names of persons have none.
fn names_repository(value: &str) -> bool {
    let is_closed = |text: &str| !text.is_empty() && !text.contains(['*', '?', '$', ':']);
    let begins = ["environment:", "actor:"].iter().find_map(|key| value.strip_prefix(key));
    let rest = begins.and_then(|rest| rest.split_once(":repo:"));
    rest.is_some_and(|(name, repository)| {
        let owner = repository.split_once('/').map(|(owner, _)| owner);
        is_closed(name) && owner.is_some_and(is_closed)
    })
}

/// The subject fits the value.
fn by_subject(search: &Search<'_>, intruder: &Intruder<'_>) -> Option<Finding> {
    let span = intruder.value.map_or(search.principal_span, |value| value.span);
    let shown = intruder.value.map(|value| quotable(&value.value));
    let shown = shown.map_or_else(|| "the statement".to_string(), |value| format!("`{value}`"));
    let admitted = admitted(search, intruder);
    let open = |what: &str| format!("{shown} leaves the {what} open: {admitted}");
    let prefix = |what: &str| format!("{shown} leaves part of the {what} open: {admitted}");
    let field = intruder.field.unwrap_or("subject");
    let of = |verdict, severity, summary| finding_of(search, verdict, severity, span, summary);
    // On somebody's own server strangers are colleagues.
    let stranger = |verdict: Verdict, summary| match search.family.is_shared() {
        true => of(verdict, Security, summary),
        false => Finding { why: OF_ONE_CUSTOMER, ..of(verdict, Warning, summary) },
    };
    Some(match intruder.outsider {
        Outsider::Stranger
            if intruder.custom && intruder.forged.part("called workflow").is_some() =>
        {
            called(search, intruder, span)
        }
        Outsider::Stranger if intruder.custom && intruder.field.is_none() => {
            if intruder.value.is_some_and(|value| names_repository(&value.value)) {
                return None;
            }
            let summary = format!(
                "{shown} begins with what subjects of any owner may begin with: {admitted}"
            );
            stranger(CUSTOM_SUBJECT, summary)
        }
        Outsider::Stranger if search.family.profile.is_none() => {
            let severity = if search.family.is_shared() { Security } else { Warning };
            let says = intruder.value.map_or("*", |value| &value.value);
            let whose = if says.trim_matches(['*', '?']).is_empty() {
                "every subject"
            } else {
                "subjects of anybody"
            };
            of(ANY_SUBJECT, severity, format!("{shown} fits {whose}: {admitted}"))
        }
        Outsider::Stranger if intruder.own => stranger(ANY_OWNER, open(field)),
        Outsider::Stranger => stranger(OWNER_PREFIX, prefix(field)).ending(search, intruder, field),
        // What runs is pinned, and only who calls it is open.
        Outsider::Neighbour if calls_one(search) => called(search, intruder, span),
        // A path that ends is a group.
        Outsider::Neighbour if intruder.own || stem(intruder).ends_with('/') => {
            of(WHOLE_ORGANIZATION, Warning, open(field)).naming(field)
        }
        Outsider::Neighbour => {
            let severity = prefix_severity(intruder);
            let found = of(NAME_PREFIX, severity, prefix(field));
            if severity == Warning { found.ending(search, intruder, field) } else { found }
        }
        Outsider::Member => of(WHOLE_GROUP, Suggestion, open(field)).naming(field),
        Outsider::OtherId => of(ANY_ID, Warning, open(field)),
        Outsider::OtherTrigger if calls_one(search) => return None,
        Outsider::OtherTrigger if !intruder.own && field != "event" => {
            of(NAME_PREFIX, word_severity(intruder)?, prefix(field))
        }
        Outsider::OtherTrigger if matches!(field, "tag" | "step" | "agent") => {
            of(ANY_TAG, Suggestion, open(field))
        }
        Outsider::OtherTrigger => {
            // Of GitHub's jobs some are for an environment, and the others for a branch or a tag.
            let value = intruder.value.map_or("", |value| &value.value);
            let is_both = search.family.name() == "GitHub Actions"
                && !["environment:", ":ref:", "pull_request"].iter().any(|it| value.contains(it));
            let (what, or) = match is_both {
                true => ("branch and the environment", "branch or the environment"),
                false => (field, field),
            };
            let fix = Some(Fix::advice(format!("name the {or}")));
            Finding { fix, ..of(ANY_CONTEXT, Warning, open(what)) }
        }
        Outsider::PullRequest => {
            intruder.value.filter(|value| value.value.ends_with(":pull_request"))?;
            let summary = format!("{shown} is the subject of every pull request of the repository");
            of(PULL_REQUEST, Warning, summary)
        }
        Outsider::OtherPhase => of(ANY_PHASE, Suggestion, open(field)),
        Outsider::OtherBranch => {
            intruder.value.filter(|value| value.value.contains("environment:"))?;
            let environment = quotable(intruder.forged.part("environment")?);
            let summary = format!(
                "the subject of environment `{environment}` has no branch: a job of any branch \
                 may name it"
            );
            of(ENVIRONMENT, Suggestion, summary)
        }
        Outsider::Fork => {
            intruder.value.filter(|value| !value.value.contains("/vcs-origin/"))?;
            of(FORK, Suggestion, format!("{shown} admits builds of forks too"))
        }
        Outsider::Successor => {
            let what = names_of(search);
            let summary = format!("{shown} trusts whoever has the {what}, now or later");
            let id = search.family.id_of_workload()?;
            let effect = format!("ask for `{}:{id}` too", search.family.provider);
            let fix = Some(Fix::advice(effect));
            Finding { fix, ..of(NAMES_ONLY, Suggestion, summary) }
        }
        Outsider::Guest => {
            let summary = "guests of the identity pool, who have not signed in, are admitted";
            of(GUESTS, Suggestion, summary.to_string())
        }
    })
}

/// Who calls a workflow is open: anybody may call that of a public repository.
fn called(search: &Search<'_>, intruder: &Intruder<'_>, span: Span) -> Finding {
    let (severity, condition) = match intruder.outsider {
        Outsider::Stranger if search.family.is_shared() => {
            (Security, ", if the workflow's repository is public")
        }
        Outsider::Stranger => (Warning, ""),
        _ => (Suggestion, ""),
    };
    let admitted = admitted(search, intruder);
    let summary = format!(
        "the policy says which workflow is called, and not who calls it: {admitted}{condition}"
    );
    finding_of(search, CALLED_WORKFLOW, severity, span, summary)
}

/// What a later owner takes.
fn names_of(search: &Search<'_>) -> &'static str {
    if search.family.name() == "GitLab" { "path" } else { "names" }
}

/// "a GitHub Actions job of owner `mallory-inc` is admitted".
fn admitted(search: &Search<'_>, intruder: &Intruder<'_>) -> String {
    let workload = search.family.workload();
    let own = intruder.field.and_then(|field| Some((field, intruder.forged.part(field)?)));
    match own {
        Some((field, text)) => format!("{workload} of {field} `{}` is admitted", quotable(text)),
        None => {
            let subject = quotable(&intruder.forged.subject);
            format!("{workload} with the subject `{subject}` is admitted")
        }
    }
}

fn finding_of(
    search: &Search<'_>,
    (code, why, fix): Verdict,
    severity: Severity,
    span: Span,
    summary: String,
) -> Finding {
    let fix = Some(Fix::advice(fix));
    let source = search.family.source();
    Finding { fix, source, ..Finding::new((code, why), severity, span, summary) }
}

impl Finding {
    /// Ends a name before its wildcard, where nothing but that is to be done.
    fn ending(self, search: &Search<'_>, intruder: &Intruder<'_>, field: &str) -> Self {
        let Some(edit) = ended(search, intruder) else { return self };
        let ids = search.family.name() == "GitHub Actions";
        let more = match (ids, field) {
            (true, "owner" | "repository") => {
                "; repositories with ids in their subjects need a value of their own, with the ids"
            }
            _ => "",
        };
        let effect = format!("ends the {field} before the wildcard{more}");
        Self { fix: Some(Fix::edits(effect, alloc::vec![edit])), ..self }
    }

    /// Says which part the policy should name.
    fn naming(self, field: &str) -> Self {
        Self { fix: Some(Fix::advice(format!("name the {field} that is meant"))), ..self }
    }

    fn with_edit(mut self, edit: Option<Edit>) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.edits = edit.into_iter().collect();
        }
        self
    }
}

/// Whether the statement asks for called workflows, each by its owner.
fn calls_one(search: &Search<'_>) -> bool {
    search.statement.conditions.iter().any(|condition| {
        let claim = claim_of(condition, search.family.provider);
        let asks = claim.is_some_and(|claim| claim.eq_ignore_ascii_case("job_workflow_ref"));
        let by_owner = |it: &Spanned<String>| !is_of_any_owner(&it.value);
        asks && is_positive(condition) && condition.values.iter().all(by_owner)
    })
}

/// A name that ends with a hyphen is cut there on purpose.
fn prefix_severity(intruder: &Intruder<'_>) -> Severity {
    if stem(intruder).ends_with(['-', '_', '.']) { Suggestion } else { Warning }
}

/// Of a branch that ends or begins in the middle of a word; one that is open after a separator is
/// meant so, and so is a tag such as `v*`.
fn word_severity(intruder: &Intruder<'_>) -> Option<Severity> {
    let value = &intruder.value?.value;
    let (before, after) = value.split_once('*')?;
    // A letter beyond ASCII is one of a word, and it takes no table to say so.
    let is_end = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric();
    let begun = before.rsplit(is_end).next().unwrap_or_default();
    let ended = after.split(is_end).next().unwrap_or_default();
    let word = if begun.is_empty() { ended } else { begun };
    if word.is_empty() || intruder.field == Some("tag") {
        return None;
    }
    let is_guarded = ["main", "master", "trunk", "prod", "production"].contains(&word);
    Some(if is_guarded { Warning } else { Suggestion })
}

/// The value up to its first wildcard.
fn stem<'a>(intruder: &Intruder<'a>) -> &'a str {
    intruder.value.and_then(|value| value.value.split('*').next()).unwrap_or_default()
}
