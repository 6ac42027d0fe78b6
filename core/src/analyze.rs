//! Findings: what is wrong with a trust policy before any token comes.
//!
//! That somebody is let in by mistake is not guessed from texts: an outsider's claims are made up
//! from the templates of the issuer's subjects, and reported is who the engine admits, with the
//! claims as proof.

mod asks;
mod family;
mod forge;
mod wish;
mod outsider;
mod address;
mod workflow;
mod claims;
mod parts;
mod tries;
mod circumstances;
mod admission;
mod consequence;
mod rename;
mod trust;
mod verdict;
mod key;
mod impossible;
mod never;
mod value;
mod condition;
mod principal;
mod document;
mod witness;

pub(crate) use asks::audience_says_whose;
pub(crate) use consequence::Trial;
pub(crate) use impossible::lists_nobody;
pub(crate) use key::is_never_given;
pub use witness::Witness;

use alloc::string::String;
use alloc::vec::Vec;

use crate::aws::TrustPolicy;
use crate::fix::Fix;
use crate::sorted::sort_by_key;
use crate::span::Span;
use crate::visible::visible;

/// Something about a policy that its author should know.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// A stable name, such as `trust.any-owner`.
    pub code: &'static str,
    /// What IAM Access Analyzer calls it, where that is confirmed.
    pub analyzer: Option<&'static str>,
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
    /// What is wrong, in this case.
    pub summary: String,
    /// What that means, in any case.
    pub why: &'static str,
    /// What to change.
    pub fix: Option<Fix>,
    /// Who is admitted: the proof, for findings that somebody is.
    pub witness: Option<Witness>,
    /// Where it is documented.
    pub source: &'static str,
}

/// How bad a finding is, worst first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Strangers are admitted, or a denial is without effect.
    Security,
    /// Something never does what it says.
    Error,
    /// More is admitted than is likely meant.
    Warning,
    /// It could be narrower or clearer.
    Suggestion,
}

/// What is wrong with a policy, worst first, at most 100 findings.
///
/// Statements are looked at one by one, as each admits by itself; that a `Deny` closes a hole is
/// seen. What is not given, such as the role's tags, decides for the outsider here, and the finding
/// says so: silence is no wall. Work is bounded, so that of a very large policy the last statements
/// may go unseen by the search for outsiders, as does a value of more than 512 characters, which is
/// twice what AWS takes of a subject. A fix has edits only if no stranger gets in by them.
///
/// ```
/// use assumable::{Limits, Severity, analyze, aws::TrustPolicy};
///
/// let source = r#"{
///   "Version": "2012-10-17",
///   "Statement": {
///     "Effect": "Allow",
///     "Principal": {
///       "Federated": "arn:aws:iam::012345678910:oidc-provider/token.actions.githubusercontent.com"
///     },
///     "Action": "sts:AssumeRoleWithWebIdentity",
///     "Condition": {
///       "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-labs*" }
///     }
///   }
/// }"#;
/// let policy = TrustPolicy::parse(source, &Limits::default())?;
/// let findings = analyze(&policy);
/// assert_eq!((findings[0].code, findings[0].severity), ("trust.owner-prefix", Severity::Security));
/// assert_eq!(findings[0].span.of(source), Some("\"repo:octo-labs*\""));
/// # Ok::<(), assumable::PolicyErrors>(())
/// ```
#[must_use]
pub fn analyze(policy: &TrustPolicy) -> Vec<Finding> {
    let mut findings = trust::find(policy);
    for statement in policy.statements() {
        if findings.len() > MOST {
            break;
        }
        findings.extend(principal::find(statement));
        findings.extend(condition::find(policy, statement));
    }
    findings.extend(document::find(policy));
    // A value that a stranger was seen to have is not impossible.
    let is_open = |it: &&Finding| it.severity == Severity::Security && it.witness.is_some();
    let open: Vec<Span> = findings.iter().filter(is_open).map(|it| it.span).collect();
    findings.retain(|it| it.code != "condition.impossible-value" || !open.contains(&it.span));
    // Said of the same condition already, and worse.
    let vacuous: Vec<Span> =
        findings.iter().filter(|it| it.code == "trust.vacuous").map(|it| it.span).collect();
    findings.retain(|it| {
        let said = |vacuous: &Span| vacuous.start <= it.span.start && it.span.end <= vacuous.end;
        it.code != "condition.set-operator" || !vacuous.iter().any(said)
    });
    sort_by_key(&mut findings, |finding| (finding.severity, finding.span.start, finding.code));
    findings.dedup_by_key(|finding| (finding.code, finding.span));
    findings.truncate(MOST);
    let mut trial = Trial::new(policy);
    for finding in &mut findings {
        finding.fix = finding.fix.take().map(|fix| trial.held(fix.on(policy.source())));
    }
    findings.into_iter().map(Finding::printable).collect()
}

impl Severity {
    /// A stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Suggestion => "suggestion",
        }
    }
}

impl Finding {
    /// A finding about a text, without a fix.
    fn new(
        (code, why): (&'static str, &'static str),
        severity: Severity,
        span: Span,
        summary: String,
    ) -> Self {
        let source = CONDITIONS;
        let (analyzer, fix, witness) = (None, None, None);
        Self { code, analyzer, severity, span, summary, why, fix, witness, source }
    }

    /// Its sentences quote the policy; they are made safe to print once and for all.
    fn printable(mut self) -> Self {
        self.summary = visible(&self.summary).into_owned();
        if let Some(fix) = &mut self.fix {
            fix.effect = visible(&fix.effect).into_owned();
        }
        if let Some(witness) = &mut self.witness {
            witness.who = visible(&witness.who).into_owned();
        }
        self
    }
}

/// More would not be read.
const MOST: usize = 100;

const CONDITIONS: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";
