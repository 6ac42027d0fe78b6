//! What no token can meet: statements that never match, and denials of everybody.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Finding;
use super::Severity::{self, Error, Security, Warning};
use super::asks::{asks_subject, claim_of, is_negative, is_positive};
use super::circumstances::{TODAY, is_time};
use super::family::Family;
use super::impossible::{Forms, GITHUB};
use super::trust::federated;
use crate::aws::{
    Condition, Relation, SetQualifier, Statement, Test, condition_keys, instant, provider_of,
};
use crate::decision::Effect;
use crate::pattern::Glob;
use crate::span::Spanned;
use crate::visible::quotable;

pub(super) fn find(statement: &Statement) -> Vec<Finding> {
    let mut findings = Vec::new();
    for condition in &statement.conditions {
        findings.extend(unlike(statement, condition));
        findings.extend(spares_nobody(statement, condition));
        findings.extend(null_of_all(statement, condition));
        findings.extend(over(statement, condition));
    }
    findings.extend(contradicted(statement).or_else(|| without_environment(statement)));
    findings.extend(taken_back(statement));
    findings
}

/// What comes of a condition that holds for every token.
pub(super) fn always(statement: &Statement) -> (Severity, &'static str) {
    match (statement.effect, &*statement.conditions) {
        (Effect::Deny, [_]) => (Error, "everybody is denied"),
        _ => (Warning, "the condition always holds"),
    }
}

/// What comes of a condition that holds for no token.
fn never(statement: &Statement) -> (Severity, &'static str) {
    match statement.effect {
        Effect::Allow => (Error, "the statement never matches"),
        Effect::Deny => (Security, "nobody is denied"),
    }
}

/// A value of a claim that has another form: nobody fits it.
fn unlike(statement: &Statement, condition: &Condition) -> Option<Finding> {
    let claim = claim_with_form(statement, condition).filter(|_| is_positive(condition))?;
    let value = condition.values.iter().find(|value| !has_form(claim, &value.value))?;
    let (severity, effect) = match condition.values.len() {
        1 => never(statement),
        _ => (Warning, "it fits nobody"),
    };
    let shown = quotable(&value.value);
    let summary = format!("{}, not `{shown}`, so {effect}", form(claim));
    Some(Finding::new(IMPOSSIBLE, severity, value.span, summary))
}

/// Exceptions that no token is one of.
fn spares_nobody(statement: &Statement, condition: &Condition) -> Option<Finding> {
    let first = condition.values.first().filter(|_| is_negative(condition))?;
    let (severity, effect) = always(statement);
    let shown = quotable(&first.value);
    let summary = if let Some(claim) = claim_with_form(statement, condition) {
        let mut values = condition.values.iter();
        values.all(|it| !has_form(claim, &it.value)).then_some(())?;
        format!("{}, not `{shown}`, so {effect}", form(claim))
    } else {
        let mut forms = Forms::of(statement, condition)?;
        let mut values = condition.values.iter();
        values.all(|it| forms.find(statement, condition, it).is_some()).then_some(())?;
        match forms.of_subject {
            true => {
                let is_github = forms.family.name() == GITHUB;
                let unless = if is_github { ", unless subjects were customized" } else { "" };
                let of_whom = forms.of_whom();
                format!("no subject of {of_whom} looks like `{shown}`, so {effect}{unless}")
            }
            false => format!("every `ref` begins with `refs/`, unlike `{shown}`, so {effect}"),
        }
    };
    Some(Finding::new(SPARES_NOBODY, severity, condition.span, summary))
}

/// `Null` of what every token has.
fn null_of_all(statement: &Statement, condition: &Condition) -> Option<Finding> {
    let (Test::Null, None) = (condition.operator.test, condition.operator.qualifier) else {
        return None;
    };
    let mut providers = federated(statement).map(|it| provider_of(&it.value)).peekable();
    let claim = claim_of(condition, providers.peek()?)?;
    let is_key = |provider: &str| {
        claim_of(condition, provider).is_some()
            && condition_keys(provider).any(|it| it.eq_ignore_ascii_case(claim))
    };
    let is_of_all = ALWAYS_THERE.iter().any(|it| it.eq_ignore_ascii_case(claim));
    let [value] = &*condition.values else { return None };
    (is_of_all && providers.all(is_key)).then_some(())?;
    let missing = value.value.eq_ignore_ascii_case("true");
    let (severity, effect) = match statement.effect {
        Effect::Allow if missing => never(statement),
        Effect::Deny if !missing => always(statement),
        // A safeguard that costs nothing.
        Effect::Allow | Effect::Deny => return None,
    };
    let summary = format!("every token has `{}`, so {effect}", quotable(&condition.key));
    Some(Finding::new(NULL, severity, condition.span, summary))
}

/// A claim of GitHub's that says something else than the subject.
fn contradicted(statement: &Statement) -> Option<Finding> {
    let mut providers = federated(statement).map(|it| provider_of(&it.value));
    let provider = providers.find(|it| Family::new(it, &[]).name() == GITHUB)?;
    let asked = || statement.conditions.iter().filter(|it| must_hold(it));
    let subject = asked().find(|it| asks_subject(it, provider))?;
    let said: Vec<&str> = subject.values.iter().map(|it| &*it.value).collect();
    asked().find_map(|condition| {
        let claim = claim_of(condition, provider)?;
        let agrees = |value: &Spanned<String>| {
            said.iter().any(|subject| {
                let is_other = |it: String| !may_agree(&it, &value.value);
                !repeated(subject, claim).is_some_and(is_other)
            })
        };
        if condition.values.iter().any(agrees) {
            return None;
        }
        let (severity, effect) = never(statement);
        let (value, subject) = (condition.values.first()?, said.first()?);
        let summary = format!(
            "no token has the {claim} `{}` and the subject `{}`, so {effect}",
            quotable(&value.value),
            quotable(subject)
        );
        Some(Finding::new(CONTRADICTION, severity, condition.span, summary))
    })
}

/// An environment beside the subject of a job that names none.
fn without_environment(statement: &Statement) -> Option<Finding> {
    let mut providers = federated(statement).map(|it| provider_of(&it.value));
    let provider = providers.find(|it| Family::new(it, &[]).name() == GITHUB)?;
    let asked = || statement.conditions.iter().filter(|it| must_hold(it));
    let subject = asked().find(|it| asks_subject(it, provider))?;
    let has_none = |value: &Spanned<String>| {
        let context = value.value.strip_prefix("repo:").and_then(|it| it.split_once(':'));
        let context = context.map(|(_, context)| context);
        let of_ref = context.and_then(|it| it.strip_prefix("ref:refs/"));
        context == Some("pull_request") || of_ref.is_some_and(|it| !it.contains([':', '*', '$']))
    };
    let environment = asked().find(|it| {
        claim_of(it, provider).is_some_and(|claim| claim.eq_ignore_ascii_case("environment"))
    })?;
    subject.values.iter().all(has_none).then_some(())?;
    // Who puts subjects together may leave the environment out.
    let (_, effect) = never(statement);
    let summary = format!(
        "a job with the environment `{}` has it in its subject, unlike `{}`, so {effect}, unless subjects \
         were customized",
        quotable(&environment.values.first()?.value),
        quotable(&subject.values.first()?.value)
    );
    Some(Finding::new(CONTRADICTION, Warning, environment.span, summary))
}

/// A time that is over, and was when this was written.
fn over(statement: &Statement, condition: &Condition) -> Option<Finding> {
    let (Test::Date(relation) | Test::Numeric(relation)) = condition.operator.test else {
        return None;
    };
    let is_bound = matches!(relation, Relation::LessThan | Relation::LessThanEquals);
    let is_over = |it: &Spanned<String>| instant(&it.value).is_some_and(|it| it < TODAY);
    let value = condition.values.first()?;
    let qualifier = condition.operator.qualifier;
    // A denial that is over has done what it was for.
    let admits = statement.effect == Effect::Allow;
    (admits && is_bound && qualifier.is_none() && is_time(condition)).then_some(())?;
    condition.values.iter().all(is_over).then_some(())?;
    let (severity, effect) = never(statement);
    let summary = format!("`{}` is over, so {effect}", quotable(&value.value));
    Some(Finding::new(OVER, severity, value.span, summary))
}

/// What a statement asks for and excludes again.
fn taken_back(statement: &Statement) -> Option<Finding> {
    let excluding = statement
        .conditions
        .iter()
        .filter(|it| is_negative(it) && it.operator.qualifier != Some(SetQualifier::ForAnyValue));
    let mut pairs = excluding.flat_map(|excluding| {
        let asking = statement.conditions.iter().filter(|it| must_hold(it));
        asking.map(move |asking| (asking, excluding))
    });
    let (asking, _) = pairs.find(|(asking, excluding)| {
        let wildcards = excluding.operator.test.takes_wildcards();
        let covers = |wide: &str, narrow: &str| {
            // A `?` fits the character `*`, but not all that a `*` fits.
            wide == narrow
                || wildcards && !wide.contains(['?', '$']) && Glob::new(wide).matches(narrow)
        };
        let taken_back = |narrow: &Spanned<String>| {
            let mut excluded = excluding.values.iter().take(MOST_VALUES);
            excluded.any(|wide| covers(&wide.value, &narrow.value))
        };
        asking.key.eq_ignore_ascii_case(&excluding.key)
            && asking.values.len() <= MOST_VALUES
            && asking.values.iter().all(taken_back)
    })?;
    let (severity, effect) = never(statement);
    let key = quotable(&asking.key);
    let summary = format!("every value of `{key}` that is asked for is excluded too, so {effect}");
    Some(Finding::new(CONTRADICTION, severity, asking.span, summary))
}

/// A comparison that holds only for a value that is listed.
pub(super) fn must_hold(condition: &Condition) -> bool {
    let operator = condition.operator;
    let is_vacuous = operator.if_exists || operator.qualifier == Some(SetQualifier::ForAllValues);
    is_positive(condition) && !is_vacuous && !condition.values.is_empty()
}

/// What a pattern for subjects says of a claim too; `None` if it leaves it open.
fn repeated(subject: &str, claim: &str) -> Option<String> {
    let said = match &*claim.to_ascii_lowercase() {
        "ref" => subject.split_once(":ref:")?.1.into(),
        "environment" => subject.split_once(":environment:")?.1.into(),
        "repository" => {
            let (repository, _) = subject.strip_prefix("repo:")?.split_once(':')?;
            let (owner, name) = repository.split_once('/').filter(|_| !repository.contains('*'))?;
            let without_id = |text: &'_ str| String::from(text.split('@').next().unwrap_or(text));
            format!("{}/{}", without_id(owner), without_id(name))
        }
        _ => return None,
    };
    // Of a subject that somebody put together more may follow. A colon in a name is `%3A` there.
    (!said.contains([':', '?', '$'])).then(|| said.replace("%3A", ":"))
}

/// Whether one text can fit both. Letter case is another matter.
fn may_agree(one: &str, other: &str) -> bool {
    let is_open = |text: &str| text.contains(['*', '?', '$']);
    match (is_open(one), is_open(other)) {
        (false, false) => one.eq_ignore_ascii_case(other),
        (true, false) => Glob::new(one).matches(other),
        (false, true) => other.contains('$') || Glob::new(other).matches(one),
        (true, true) => true,
    }
}

/// A claim of which all values have one form.
fn claim_with_form(statement: &Statement, condition: &Condition) -> Option<&'static str> {
    let mut providers = federated(statement).map(|it| provider_of(&it.value));
    let (provider, claim) = providers.find_map(|it| Some((it, claim_of(condition, it)?)))?;
    let claims: &[&'static str] = match Family::new(provider, &[]).name() {
        GITHUB => &["repository", "repository_id", "repository_owner_id", "actor_id"],
        "GitLab" => &["namespace_id", "project_id", "user_id"],
        _ => &[],
    };
    // Of software that customers host, AWS fills none of them.
    let is_filled = |it: &&&str| condition_keys(provider).any(|key| key == **it);
    claims.iter().filter(is_filled).find(|it| it.eq_ignore_ascii_case(claim)).copied()
}

/// Whether such a claim may be so, read as a pattern in any case.
fn has_form(claim: &str, value: &str) -> bool {
    match claim {
        _ if value.contains('$') => true,
        "repository" => value.contains(['/', '*', '?']),
        _ => value.chars().all(|c| c.is_ascii_digit() || "*?".contains(c)),
    }
}

fn form(claim: &str) -> String {
    match claim {
        "repository" => "a `repository` is written with its owner, `<owner>/<name>`".into(),
        _ => format!("`{claim}` is a number"),
    }
}

/// STS refuses tokens without them.
const ALWAYS_THERE: [&str; 2] = ["aud", "sub"];

/// Each value meets each other one.
const MOST_VALUES: usize = 64;

const IMPOSSIBLE: (&str, &str) =
    ("condition.impossible-value", "no token has such a value, however well it reads");

const SPARES_NOBODY: (&str, &str) =
    (IMPOSSIBLE.0, "an exception that no token is one of spares nobody");

const NULL: (&str, &str) =
    ("condition.always-there", "AWS takes no token without subject and audience");

const OVER: (&str, &str) =
    ("statement.never-matches", "what holds until a time holds no more when it has passed");

const CONTRADICTION: (&str, &str) =
    ("statement.never-matches", "all conditions of a statement must hold at once");
