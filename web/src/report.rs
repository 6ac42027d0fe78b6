//! What there is to say about the inputs at a moment. The page is drawn from this and nothing else.
//!
//! The report stops where the truth stops: what cannot be known yet is [`Stage::Waiting`], what
//! went wrong is [`Stage::Failed`]. Its parts are texts, numbers and tones; no type of the engine
//! gets further than this module.

mod text;
mod problem;
mod notes;
mod error_message;
mod lifetime;
mod keys;
mod no_token;
mod token;
mod policy;
mod call;
mod meeting;
mod claims;
mod checks;
mod badge;
mod verdict;
mod findings;
mod brief;
#[cfg(test)]
mod tests;

pub(crate) use badge::BadgeView;
pub(crate) use brief::brief;
pub(crate) use checks::{CheckView, ChecksView};
pub(crate) use claims::{ClaimView, ClaimsView, MemberView, StaysView, SubjectPartView};
pub(crate) use error_message::{ErrorView, SuspectView};
pub(crate) use findings::{FindingView, StrangerView};
pub(crate) use keys::{KeyRow, KeysView};
pub(crate) use lifetime::{LifetimeView, TakerView};
pub(crate) use meeting::{
    CauseView, ChangeView, MeetingView, RowView, SideView, Sides, StatementView,
};
pub(crate) use notes::{MarkView, NoteView};
pub(crate) use policy::PolicyView;
pub(crate) use problem::Problem;
pub(crate) use text::{Line, Piece};
pub(crate) use token::TokenView;
pub(crate) use verdict::{StageView, VerdictView};

use crate::inputs::{Case, Clock};
use crate::language::Language;

/// What an error message means, if the text is one that is known.
pub(crate) fn error_message(text: &str) -> Option<ErrorView> {
    error_message::view(text)
}

/// The error code that a text is, if it is nothing else, or how it begins.
pub(crate) fn bare_code(text: &str) -> Option<&str> {
    error_message::bare_code(text)
}

/// A part of the report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stage<T> {
    /// Something is needed first.
    Waiting,
    /// It cannot be said, and why.
    Failed(Problem),
    /// It is known.
    Done(T),
}

/// The whole page, before it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Report {
    pub(crate) verdict: VerdictView,
    pub(crate) stages: Vec<StageView>,
    pub(crate) token: TokenView,
    pub(crate) badge: BadgeView,
    pub(crate) claims: Stage<ClaimsView>,
    /// What a strict verifier says of a token.
    pub(crate) checks: Option<ChecksView>,
    pub(crate) keys: KeysView,
    pub(crate) meeting: Stage<MeetingView>,
    pub(crate) policy: PolicyView,
    /// What is wrong with the policy, whoever comes.
    pub(crate) findings: Stage<Vec<FindingView>>,
    /// What words mean, for the issuer of the token.
    pub(crate) language: Language,
    pub(crate) clock: ClockView,
}

/// The moment of the decision.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClockView {
    /// In seconds since the Unix epoch.
    pub(crate) at: i64,
    pub(crate) chosen: Clock,
    /// The token says when it was issued.
    pub(crate) knows_issue: bool,
}

impl Report {
    /// Looks at a case. `now` is in seconds since the Unix epoch.
    pub(crate) fn new(case: &Case, now: i64) -> Self {
        let keys = keys::Reading::new(case);
        let token = token::Reading::new(case);
        let issued = token.issued();
        let at = match case.clock {
            Clock::Now => now,
            Clock::Issued => issued.unwrap_or(now),
            Clock::At(moment) => moment,
        };
        let policy = policy::Reading::new(case);
        let call = call::Played::new(case, at, &token, &keys, &policy);
        let badge = badge::view(&token, &keys, &call);
        let verdict = verdict::view(&token, &policy, &badge, &call);
        let meeting = meeting::view(&token, &call, &policy, &verdict);
        Self {
            stages: verdict::stages(&call, &policy),
            claims: claims::view(&token, &call, &meeting, at),
            checks: checks::view(&token, &keys, at),
            policy: policy::view(&policy, &call, &meeting),
            findings: findings::view(&policy),
            language: token.language(),
            keys: keys::view(&keys, &token),
            token: token::view(&token, case.token_of_example),
            badge,
            verdict,
            meeting,
            clock: ClockView { at, chosen: case.clock, knows_issue: issued.is_some() },
        }
    }

    /// Somebody presents something, readable or not.
    pub(crate) fn has_claims(&self) -> bool {
        !self.token.text.trim().is_empty() || matches!(self.claims, Stage::Done(_))
    }

    /// There is a policy and nobody to judge: what is wrong with it, whoever comes, is all that can be said.
    pub(crate) fn leads_with_findings(&self) -> bool {
        !self.has_claims() && matches!(self.findings, Stage::Done(_))
    }
}
