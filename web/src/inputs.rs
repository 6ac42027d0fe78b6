//! What the person did, and nothing else. Everything on the page follows from it.

mod action;
mod case;
mod draft;
mod view;
#[cfg(test)]
mod tests;

pub(crate) use self::action::Action;
pub(crate) use self::case::{Case, Clock, KeysFrom, Stranger};
pub(crate) use self::draft::Draft;
pub(crate) use self::view::{ClaimsAs, Tab, Theme, View};
pub(crate) use crate::call::{CallField, CallForm};
use crate::example::Example;
use crate::paste::Pasted;

/// Texts and choices.
#[derive(Clone, PartialEq)]
pub(crate) struct Inputs {
    /// What is to be decided.
    pub(crate) case: Case,
    /// How it is looked at.
    pub(crate) view: View,
}

impl Inputs {
    /// As the page opens.
    pub(crate) fn opening(theme: Theme) -> Self {
        let view = View { theme, ..View::default() };
        Self { case: Case::of_example(Example::first()), view }
    }

    /// As it is after the person did this.
    pub(crate) fn after(mut self, action: Action) -> Self {
        let Self { case, view } = &mut self;
        if let Action::Token(_)
        | Action::Claims(_)
        | Action::ForgetClaims
        | Action::Keys(..)
        | Action::Restore(_)
        | Action::Present(_)
        | Action::Stranger(_)
        | Action::Forget
        | Action::Template(_)
        | Action::Example(_) = action
        {
            // An answer that is still to come belongs to what was here before.
            view.asked = None;
        }
        view.own = action::is_own(&action).unwrap_or(view.own);
        match action {
            Action::Token(text) => {
                // Wrapped or unwrapped it is still the same token.
                let (before, after) = (Pasted::new(&case.token), Pasted::new(&text));
                if draft::is_another(&before.token(), &after.token()) {
                    case.forget_example();
                }
                case.token = text;
                case.claims = None;
            }
            Action::Claims(text) => {
                case.claims.get_or_insert_default().edit_claims(text, &case.token);
            }
            Action::ForgetClaims => case.claims = None,
            Action::Keys(text, from) => (case.keys, case.keys_from) = (text, from),
            Action::AskKeys(issuer) => view.asked = issuer,
            Action::FetchedKeys { issuer, text } => {
                if view.asked.take_if(|asked| *asked == issuer).is_some() {
                    (case.keys, case.keys_from) = (text, KeysFrom::Issuer(issuer));
                }
            }
            Action::Policy(text) => {
                case.paste_policy(text);
                view.row = None;
            }
            Action::FixedPolicy(text) => {
                case.policy.edit_policy(text);
                view.row = None;
            }
            Action::Call(field, text) => {
                *case.call.field(field) = text;
                case.call_of_example = false;
            }
            Action::Clock(clock) => {
                case.clock = clock;
                case.clock_of_example = false;
            }
            Action::Template(claims) => {
                case.forget_example();
                (case.token, case.keys) = (String::new(), String::new());
                case.claims = Some(Draft::of_readable(claims));
                view.claims_as = ClaimsAs::Json;
            }
            Action::Example(example) => {
                *case = Case::of_example(*example);
                (view.row, view.stage) = (None, None);
            }
            Action::Restore(given) | Action::Present(given) => {
                *case = *given;
                (view.row, view.stage) = (None, None);
            }
            Action::Stranger(stranger) => {
                case.receive(*stranger);
                (view.row, view.stage, view.tab) = (None, None, Tab::Match);
            }
            Action::Forget => return Self::opening(view.theme),
            Action::Tab(tab) => view.tab = tab,
            Action::Theme(theme) => view.theme = theme,
            Action::ClaimsAs(claims_as) => view.claims_as = claims_as,
            Action::Stage(stage) => view.stage = toggled(view.stage, stage),
            Action::Row(row) => {
                view.row = Some(row);
                view.rows_chosen = view.rows_chosen.wrapping_add(1);
                view.tab = Tab::Policy;
            }
        }
        self
    }
}

fn toggled(chosen: Option<usize>, stage: usize) -> Option<usize> {
    (chosen != Some(stage)).then_some(stage)
}
