//! What can be undone: cases that others took the place of. They stay in this visit of the page alone.

use std::mem;
use std::rc::Rc;

use super::draft::same_ends;
use super::{Action, Case};

/// Steps back, and forward again; the last of each is the next.
#[derive(Clone, Default)]
pub(crate) struct Past {
    pub(crate) done: Vec<Step>,
    pub(crate) undone: Vec<Step>,
}

/// No step is taken that leaves the case as it is: to look at that is enough.
impl PartialEq for Past {
    fn eq(&self, other: &Self) -> bool {
        (self.done.len(), self.undone.len()) == (other.done.len(), other.undone.len())
    }
}

/// What was done, and the case on the other side of it.
#[derive(Clone)]
pub(crate) struct Step {
    /// What took its place, in a few words.
    pub(crate) what: &'static str,
    pub(super) case: Rc<Case>,
    /// That case was the person's own.
    own: bool,
}

impl Step {
    pub(super) fn new(what: &'static str, case: &Case, own: bool) -> Self {
        Self { what, case: Rc::new(case.clone()), own }
    }
}

impl Past {
    /// After a step, what the person types is one too, however long they type: so none of it is lost
    /// with what came before.
    pub(super) fn remember(&mut self, step: Step, now: &Case) {
        if *step.case == *now {
            return;
        }
        self.undone.clear();
        let last = self.done.last();
        if step.what == CHANGES && last.is_none_or(|it| it.what == CHANGES) {
            // What they wrote and took away again is no step.
            self.done.pop_if(|it| *it.case == *now);
            return;
        }
        self.done.push(step);
        if self.done.len() > MOST {
            self.done.remove(0);
        }
    }

    /// One step back, or forward again.
    pub(super) fn step(&mut self, back: bool, case: &mut Case, own: &mut bool) {
        let (from, to) = match back {
            true => (&mut self.done, &mut self.undone),
            false => (&mut self.undone, &mut self.done),
        };
        if let Some(step) = from.pop() {
            let before = mem::replace(case, (*step.case).clone());
            to.push(Step { what: step.what, case: Rc::new(before), own: *own });
            *own = step.own;
        }
    }

    /// An editor has its own way to undo and redo: what it brings back does not come without the rest.
    pub(super) fn taken_by(&self, text: &Action, now: &Case) -> Option<Action> {
        let leads_to_it = |steps: &[Step]| {
            let last = steps.last().filter(|step| step.what != CHANGES);
            last.is_some_and(|Step { case, .. }| match text {
                Action::Token(text) => *text == case.token && *text != now.token,
                Action::Policy(text) => *text == case.policy.text && *text != now.policy.text,
                _ => false,
            })
        };
        match leads_to_it(&self.done) {
            true => Some(Action::Undo),
            false => leads_to_it(&self.undone).then_some(Action::Redo),
        }
    }
}

/// What took the place of texts without the person writing it; [`CHANGES`] if they did.
pub(super) fn what(action: &Action) -> &'static str {
    match action {
        Action::FixedPolicy(_) => "the change to the policy",
        Action::ForgetClaims => "the signed claims",
        Action::Template(_) => "the template",
        Action::Example(_) => "the example",
        Action::Present(_) => "the loaded token",
        Action::Stranger(_) => "the stranger's token",
        Action::Own => OWN,
        _ => CHANGES,
    }
}

/// A whole text that came at once is a step of its own.
pub(super) fn what_of_text(pasted: bool, length: usize, what: &'static str) -> &'static str {
    if pasted && length >= PASTE { what } else { CHANGES }
}

/// So much gave way to so much else at once that nobody typed it.
pub(super) fn is_replaced(before: &str, after: &str) -> bool {
    before.len().min(after.len()) >= same_ends(before, after) + PASTE
}

/// All of a text was taken away at once.
pub(super) fn is_emptied(before: &str, after: &str) -> bool {
    after.is_empty() && before.len() >= PASTE
}

/// In bytes. What is shorter may be typed.
const PASTE: usize = 24;

pub(super) const CHANGES: &str = "your changes";

pub(super) const OWN: &str = "starting with your own";

pub(super) const PASTED_POLICY: &str = "the pasted policy";

pub(super) const EMPTIED: &str = "emptying the token";

pub(super) const PASTED_TOKEN: &str = "the pasted token";

const MOST: usize = 16;
