//! What there is to say about the inputs at a moment. The page is drawn from this and nothing else.
//!
//! The report stops where the truth stops: what cannot be known yet is [`Stage::Waiting`], what
//! went wrong is [`Stage::Failed`]. Its parts are texts, numbers and tones; no type of the engine
//! gets further than this module.

mod text;
mod problem;
mod error_message;
mod keys;
mod token;
mod policy;
mod call;
mod meeting;
mod claims;
mod badge;
mod verdict;
mod findings;
mod brief;
#[cfg(test)]
mod tests;

pub(crate) use badge::BadgeView;
pub(crate) use brief::brief;
pub(crate) use claims::{ClaimView, ClaimsView, LifetimeView, MemberView, SubjectPartView};
pub(crate) use error_message::{ErrorView, SuspectView};
pub(crate) use findings::{FindingView, StrangerView};
pub(crate) use keys::{KeyRow, KeysView};
pub(crate) use meeting::{
    CauseView, ChangeView, MeetingView, RowView, SideView, Sides, StatementView,
};
pub(crate) use policy::PolicyView;
pub(crate) use problem::Problem;
pub(crate) use text::{Line, Piece};
pub(crate) use token::TokenView;
pub(crate) use verdict::{StageView, VerdictView};

use crate::inputs::Case;

/// What an error message means, if the text is one that is known.
pub(crate) fn error_message(text: &str) -> Option<ErrorView> {
    error_message::view(text)
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
    pub(crate) keys: KeysView,
    pub(crate) meeting: Stage<MeetingView>,
    pub(crate) policy: PolicyView,
    /// What is wrong with the policy, whoever comes.
    pub(crate) findings: Stage<Vec<FindingView>>,
    /// The moment of the decision, in seconds since the Unix epoch.
    pub(crate) at: i64,
    /// Whether that moment is the clock's.
    pub(crate) live: bool,
}

impl Report {
    /// Looks at a case. `now` is in seconds since the Unix epoch; a pinned moment comes before it.
    pub(crate) fn new(case: &Case, now: i64) -> Self {
        let at = case.pinned.unwrap_or(now);
        let keys = keys::Reading::new(case);
        let token = token::Reading::new(case);
        let policy = policy::Reading::new(case);
        let call = call::Played::new(case, at, &token, &keys, &policy);
        let badge = badge::view(&token, &keys, &call);
        let verdict = verdict::view(&token, &policy, &badge, &call);
        let meeting = meeting::view(&call, &policy, &verdict);
        Self {
            stages: verdict::stages(&call, &policy),
            claims: claims::view(&token, &call, &meeting, at),
            policy: policy::view(&policy, &meeting),
            findings: findings::view(&policy),
            keys: keys::view(&keys, &token),
            token: token::view(&token),
            badge,
            verdict,
            meeting,
            at,
            live: case.pinned.is_none(),
        }
    }
}
