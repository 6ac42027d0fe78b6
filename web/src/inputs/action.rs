//! What a person can do.

use super::{CallField, Case, ClaimsAs, Clock, KeysFrom, Sheet, Stranger, Tab, Theme};
use crate::example::Example;

/// One thing a person did.
#[derive(Clone)]
pub(crate) enum Action {
    Token(String),
    Claims(String),
    /// Back to the claims of the token.
    ForgetClaims,
    Keys(String, KeysFrom),
    /// This issuer is being asked for its keys; or nobody any more.
    AskKeys(Option<String>),
    /// What the issuer answered.
    FetchedKeys {
        issuer: String,
        text: String,
    },
    Policy(String),
    /// A text that the undo or redo of its own field or editor brought back.
    Again(Box<Action>),
    /// The policy with a fix made: however much it changes, it is the same role's.
    FixedPolicy(String),
    Call(CallField, String),
    Clock(Clock),
    /// Claims made up from a template, without a token.
    Template(String),
    Example(Box<Example>),
    /// A case that was kept, or that came with a link.
    Restore(Box<Case>),
    /// Another workload's token or claims in this case, and nothing else of it changed.
    Present(Box<Case>),
    /// What if this stranger came?
    Stranger(Box<Stranger>),
    /// Away with what is an example's, to begin with one's own.
    Own,
    /// Back to the case that the last step took the place of.
    Undo,
    /// The step that was undone last, made again.
    Redo,
    /// Back to how the page opens.
    Forget,
    /// Opens what lies over the page, or closes it.
    Sheet(Option<Sheet>),
    Tab(Tab),
    Theme(Theme),
    ClaimsAs(ClaimsAs),
    Stage(usize),
    Row(usize),
}

/// Whether the case is the person's own after this; `None` if this changes nothing about that.
pub(super) fn is_own(action: &Action) -> Option<bool> {
    match action {
        Action::Example(_) | Action::Restore(_) | Action::Forget => Some(false),
        Action::Again(_)
        | Action::Own
        | Action::Undo
        | Action::Redo
        | Action::AskKeys(_)
        | Action::Sheet(_)
        | Action::Tab(_)
        | Action::Theme(_)
        | Action::ClaimsAs(_)
        | Action::Stage(_)
        | Action::Row(_) => None,
        _ => Some(true),
    }
}
