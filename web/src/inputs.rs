//! What the person did, and nothing else. Everything on the page follows from it.

mod action;
mod case;
mod draft;
mod past;
mod view;
#[cfg(test)]
mod tests;

pub(crate) use self::action::Action;
pub(crate) use self::case::{Case, Clock, KeysFrom, Stranger};
pub(crate) use self::draft::Draft;
pub(crate) use self::past::{Past, Step};
pub(crate) use self::view::{ClaimsAs, Sheet, Tab, Theme, View};
pub(crate) use crate::call::{CallField, CallForm};
use crate::example::Example;
use crate::json_text::packed;
use crate::paste::Pasted;

/// Texts and choices.
#[derive(Clone, PartialEq)]
pub(crate) struct Inputs {
    /// What is to be decided.
    pub(crate) case: Case,
    /// How it is looked at.
    pub(crate) view: View,
    /// What can be undone.
    pub(crate) past: Past,
}

impl Inputs {
    /// As the page opens.
    pub(crate) fn opening(theme: Theme) -> Self {
        let view = View { theme, ..View::default() };
        Self { case: Case::of_example(Example::first()), view, past: Past::default() }
    }

    /// As it is after the person did this.
    pub(crate) fn after(mut self, action: Action) -> Self {
        let Self { case, view, past } = &mut self;
        let mut step = Step::new(past::what(&action), case, view.own);
        if let Action::Token(_)
        | Action::Claims(_)
        | Action::ForgetClaims
        | Action::Keys(..)
        | Action::Restore(_)
        | Action::Present(_)
        | Action::Stranger(_)
        | Action::Forget
        | Action::Template(_)
        | Action::Example(_)
        | Action::Own
        | Action::Undo
        | Action::Redo = action
        {
            // An answer that is still to come belongs to what was here before.
            view.asked = None;
        }
        if let Some(own) = action::is_own(&action) {
            (view.own, view.undone) = (own, false);
        }
        // One half is the person's own, and the other an example's.
        let mut mixed = false;
        match action {
            Action::Token(text) => {
                // Wrapped or unwrapped it is still the same token.
                let (before, after) = (Pasted::new(&case.token), Pasted::new(&text));
                let (before, after) = (before.token(), after.token());
                let another = draft::is_another(&before, &after);
                // Two tokens of one issuer may begin alike.
                let replaced = past::is_replaced(&before, &after);
                let emptied = past::is_emptied(&before, &after);
                if another {
                    case.forget_example();
                }
                let pasted = another || case.token.trim().is_empty();
                step.what = match emptied {
                    true => past::EMPTIED,
                    false => past::what_of_text(pasted || replaced, text.len(), past::PASTED_TOKEN),
                };
                case.token = text;
                case.claims = None;
                mixed = !case.token_of_example && case.policy_of_example;
            }
            Action::Claims(text) => {
                if draft::is_another(&packed(&case.presented()), &packed(&text)) {
                    case.token_of_example = false;
                    mixed = case.policy_of_example;
                }
                case.claims.get_or_insert_default().edit_claims(text, &case.token);
            }
            Action::ForgetClaims => {
                case.claims = None;
                case.token_of_example |= case.keys_from == KeysFrom::Example;
            }
            Action::Keys(text, from) => (case.keys, case.keys_from) = (text, from),
            Action::AskKeys(issuer) => view.asked = issuer,
            Action::FetchedKeys { issuer, text } => {
                if view.asked.take_if(|asked| *asked == issuer).is_some() {
                    (case.keys, case.keys_from) = (text, KeysFrom::Issuer(issuer));
                }
            }
            Action::Policy(text) => {
                let length = text.len();
                let pasted = case.paste_policy(text);
                step.what = past::what_of_text(pasted, length, past::PASTED_POLICY);
                if pasted {
                    case.own_policy = step.what == past::PASTED_POLICY;
                }
                mixed = case.own_policy && case.token_of_example;
                view.row = None;
            }
            Action::Again(text) => {
                let action = past.taken_by(&text, case).unwrap_or(*text);
                return self.after(action);
            }
            Action::FixedPolicy(text) => {
                case.policy.edit_policy(text);
                mixed = case.own_policy && case.token_of_example;
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
                (case.token, case.keys, case.keys_from) = Default::default();
                case.claims = Some(Draft::of_readable(claims));
                view.claims_as = ClaimsAs::Json;
            }
            Action::Example(example) => {
                *case = Case::of_example(*example);
                (view.row, view.stage) = (None, None);
            }
            Action::Restore(given) => {
                (*case, *past) = (*given, Past::default());
                (view.row, view.stage) = (None, None);
                return self;
            }
            Action::Present(given) => {
                *case = *given;
                case.token_of_example = false;
                (view.row, view.stage) = (None, None);
            }
            Action::Own => {
                view.own &= !case.is_of_example();
                case.leave_example();
                (view.row, view.stage, view.claims_as) = (None, None, ClaimsAs::default());
                view.tab = if case.token.is_empty() { Tab::Token } else { Tab::Policy };
            }
            Action::Undo | Action::Redo => {
                let (back, was_own) = (matches!(action, Action::Undo), view.own);
                past.step(back, case, &mut view.own);
                // What was undone may be what is kept.
                view.own |= !case.is_of_example();
                view.undone = back && was_own && !view.own;
                (view.row, view.stage) = (None, None);
                return self;
            }
            Action::Stranger(stranger) => {
                case.receive(*stranger);
                (view.row, view.stage, view.tab) = (None, None, Tab::Match);
            }
            Action::Forget => {
                let forgotten = view.forgotten.wrapping_add(1);
                let mut opening = Self::opening(view.theme);
                opening.view.forgotten = forgotten;
                return opening;
            }
            Action::Sheet(sheet) => view.sheet = sheet,
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
        if mixed && case.is_for_others() {
            case.leave_example();
            view.row = None;
            if step.what == past::CHANGES {
                step.what = past::OWN;
            }
        }
        past.remember(step, case);
        self
    }
}

fn toggled(chosen: Option<usize>, stage: usize) -> Option<usize> {
    (chosen != Some(stage)).then_some(stage)
}
