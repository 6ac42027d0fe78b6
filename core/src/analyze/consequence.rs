//! What comes of a fix: an edit that would let in somebody whom the policy keeps out is not offered.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Finding;
use super::Severity::Security;
use super::key::is_global;
use super::outsider::Outsider;
use super::trust::{Effort, Scope, find_among};
use super::verdict::{CALLED_WORKFLOW, PULL_REQUEST};
use crate::aws::{Statement, TrustPolicy, check_trust_policy};
use crate::decision::Effect;
use crate::fix::{Edit, Fix};
use crate::limits::Limits;
use crate::span::Span;
use crate::visible::quotable;

/// Tries the edits of fixes on a policy: the edited one meets the search for outsiders.
pub(crate) struct Trial<'a> {
    policy: &'a TrustPolicy,
    effort: Effort,
}

impl<'a> Trial<'a> {
    pub(crate) fn new(policy: &'a TrustPolicy) -> Self {
        Self { policy, effort: Effort { steps: MOST_STEPS, text: MOST_TEXT } }
    }

    /// The same for a fix that admits more than the policy does: without its edits too if what keeps
    /// others out may have the same mistake.
    pub(crate) fn held_beside_denials(&mut self, fix: Fix) -> Fix {
        match self.left_behind(&fix) {
            Some(guard) => {
                let effect = format!("first see whether {guard}, then {}", fix.to_do());
                Fix { effect, edits: Vec::new(), ..fix }
            }
            None => self.held(fix),
        }
    }

    /// The fix as it is; without its edits, and with words for them, if a stranger would get in, if
    /// nobody can say, or if IAM would refuse the edited policy and not this one.
    pub(crate) fn held(&mut self, fix: Fix) -> Fix {
        if fix.edits.is_empty() {
            return fix;
        }
        // What was parsed once is not too long.
        let limits =
            Limits { policy_bytes: usize::MAX, condition_bytes: usize::MAX, ..Limits::default() };
        let edited = fix.apply(self.policy.source());
        if edited.as_deref().is_some_and(|it| !is_stored(it)) && is_stored(self.policy.source()) {
            // Of an issuer that many share it wants a condition that others need not have.
            let effect =
                format!("first add the conditions that IAM asks for, then {}", fix.to_do());
            return Fix { effect, edits: Vec::new(), ..fix };
        }
        let edited = edited.and_then(|it| TrustPolicy::parse(&it, &limits).ok());
        let found = edited.map(|edited| {
            let stranger = self.stranger(&fix, &edited).map(|who| {
                format!(
                    "first say in the policy whose workloads it means: with this alone put right, {who} \
                     would get in too"
                )
            });
            stranger.or_else(|| {
                let who = self.neighbour(&fix, &edited)?;
                Some(format!("if {who} may have the role too, {}", fix.to_do()))
            })
        });
        let effect = match found {
            Some(None) if !self.effort.is_spent() => return fix,
            Some(Some(effect)) => effect,
            Some(None) | None => format!("first see whom that admits, then {}", fix.to_do()),
        };
        Fix { effect, edits: Vec::new(), ..fix }
    }

    /// What keeps somebody out and may do so with the same mistake, if the edits make more admit and
    /// leave it as it is: nobody is kept out by it then.
    fn left_behind(&self, fix: &Fix) -> Option<String> {
        let touched = |span: Span| {
            let within = |at: usize| span.start <= at && at < span.end;
            fix.edits.iter().any(|edit| within(edit.span.start))
        };
        let statements = || self.policy.statements().iter();
        let admits = |it: &&Statement| it.effect == Effect::Allow && touched(it.span);
        let admitting: Vec<&Statement> = statements().filter(admits).collect();
        let (first, rest) = admitting.split_first()?;
        // What only says from where or when to call has no claim to be mistaken in; whom it is about
        // may be wrong all the same.
        let of_conditions = admitting.iter().flat_map(|it| &it.conditions);
        let begin = of_conditions.map(|it| it.operator_span.start).min();
        let in_conditions = rest.is_empty()
            && begin.is_some_and(|at| {
                fix.edits.iter().all(|it| it.span.start >= at && first.span.end >= it.span.start)
            });
        let of_call = |it: &Statement| {
            !it.conditions.is_empty() && it.conditions.iter().all(|it| is_global(&it.key))
        };
        let mut denials = statements()
            .enumerate()
            .filter(|(_, it)| it.effect == Effect::Deny && !touched(it.span))
            .filter(|(_, it)| !(in_conditions && of_call(it)));
        if let Some((index, _)) = denials.next() {
            let number = index + 1;
            return Some(format!("statement {number}, a Deny, keeps out whom it should"));
        }
        let mut spared = admitting.iter().flat_map(|it| &it.conditions).filter(|it| {
            let in_it = touched(it.span) || touched(it.operator_span);
            it.operator.test.is_negated() && !is_global(&it.key) && !in_it
        });
        let condition = spared.next()?;
        let (operator, key) = (condition.operator, quotable(&condition.key));
        Some(format!("`{operator}` of `{key}` keeps out whom it should"))
    }

    /// A stranger whom only the edited policy lets in.
    fn stranger(&mut self, fix: &Fix, edited: &TrustPolicy) -> Option<String> {
        let statements = self.policy.statements();
        // A denial is about all statements.
        let is_denial = |(index, it): (usize, &Statement)| {
            it.effect == Effect::Deny && self.touches(fix, index)
        };
        let all = statements.iter().enumerate().any(is_denial);
        let statements = |it: &Self, index| all || it.touches(fix, index);
        self.find(edited, &[Outsider::Stranger, Outsider::Guest], &statements)
            .into_iter()
            .next()
            .map(who)
    }

    /// Somebody of the same owner whom only the edited policy lets in, and by a text that its author did
    /// not mean so: another workload, or a pull request of this one.
    fn neighbour(&mut self, fix: &Fix, edited: &TrustPolicy) -> Option<String> {
        let outsiders = [Outsider::Neighbour, Outsider::PullRequest];
        let found = self.find(edited, &outsiders, &|it, index| it.touches(fix, index));
        let statements = self.policy.statements().iter();
        let admitting = statements.filter(|it| it.effect == Effect::Allow);
        let values = admitting.flat_map(|it| &it.conditions).flat_map(|it| &it.values);
        let known: Vec<&str> =
            values.filter_map(|value| value.span.of(self.policy.source())).collect();
        let is_meant = |it: &Finding| {
            let text = it.span.of(edited.source()).unwrap_or_default();
            let is_of_text = |edit: &&Edit| edit.replacement.contains(text);
            let was = fix.edits.iter().find(is_of_text).map(|edit| &*edit.replaced);
            known.contains(&text)
                || was.is_some_and(|was| match it.code == PULL_REQUEST.0 {
                    true => was.contains("pull"),
                    false => opens_no_more(text, was),
                })
        };
        found.into_iter().find(|it| !is_meant(it)).map(who)
    }

    fn find(
        &mut self,
        edited: &TrustPolicy,
        outsiders: &[Outsider],
        statements: &dyn Fn(&Self, usize) -> bool,
    ) -> Vec<Finding> {
        let mut effort = core::mem::replace(&mut self.effort, Effort { steps: 0, text: 0 });
        let statements = |index| statements(self, index);
        let scope = Scope { statements: &statements, outsiders, known: Some(self.policy) };
        let mut found = find_among(edited, &scope, &mut effort);
        self.effort = effort;
        // Who of an owner may call a workflow is another question than what it does.
        found.retain(|it| it.code != CALLED_WORKFLOW.0 || it.severity == Security);
        found
    }

    /// Whether one of the edits is in this statement.
    fn touches(&self, fix: &Fix, index: usize) -> bool {
        let span = self.policy.statements().get(index).map(|statement| statement.span);
        let within = |at: usize| span.is_some_and(|span| span.start <= at && at <= span.end);
        fix.edits.iter().any(|edit| within(edit.span.start))
    }
}

/// Whether a text that replaces another one leaves open what that one did: its author wrote a wildcard,
/// and every word is still there.
fn opens_no_more(text: &str, was: &str) -> bool {
    let words = |text: &'_ str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric() && !"-_.".contains(c));
        words.map(String::from).collect()
    };
    let kept = words(text);
    was.contains(['*', '?']) && words(was).iter().all(|word| kept.contains(word))
}

/// Whether IAM takes a policy.
fn is_stored(source: &str) -> bool {
    check_trust_policy(source, &Limits::default()).accepted
}

/// Who is admitted, in words.
fn who(finding: Finding) -> String {
    finding.witness.map(|it| it.who).unwrap_or_default()
}

/// Steps of all walks for one answer: some milliseconds, and a policy of a few hundred values.
const MOST_STEPS: usize = 500_000;

/// Text of conditions in all questions to the engine.
const MOST_TEXT: usize = 512 * 1024;
