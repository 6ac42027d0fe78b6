use yew::{Callback, Html, MouseEvent, html};

use crate::inputs::Action;
use crate::platform::{self, Written};

/// What a component calls when the person did something.
pub(crate) type Act = Callback<Action>;

/// A click that does one thing.
pub(super) fn on_click<T: Clone + 'static>(act: &Callback<T>, action: T) -> Callback<MouseEvent> {
    let act = act.clone();
    Callback::from(move |_| act.emit(action.clone()))
}

/// A click that does one thing, and what becomes of the focus then.
pub(super) fn on_click_then(act: &Act, action: Action, then: fn()) -> Callback<MouseEvent> {
    let act = act.clone();
    Callback::from(move |_| {
        act.emit(action.clone());
        then();
    })
}

/// A click that may take its own button away with it: the focus goes to where that is undone.
pub(super) fn on_last_click(act: &Act, action: Action) -> Callback<MouseEvent> {
    on_click_then(act, action, || platform::keep_focus("undo"))
}

/// A click that makes a fix. The policy gets the focus: what had it is often gone, and who undoes now means
/// the fix.
pub(super) fn on_fix(act: &Act, fixed: &str) -> Callback<MouseEvent> {
    let fix = Action::FixedPolicy(fixed.to_owned());
    on_click_then(act, fix, || platform::focus_soon("policy", "policy-title"))
}

/// A button with nothing but a word on it. What `html!` makes of each takes more than to call this.
#[inline(never)]
pub(super) fn button(
    class: &'static str,
    word: &'static str,
    onclick: Callback<MouseEvent>,
) -> Html {
    html! { <button {class} {onclick}>{ word }</button> }
}

pub(super) const PLAIN: &str = "button";

pub(super) const QUIET: &str = "button button-quiet";

/// A text that was written.
pub(super) fn on_text(act: &Act, action: fn(String) -> Action) -> Callback<Written> {
    act.reform(move |Written { text, again }| {
        let action = action(text);
        if again { Action::Again(Box::new(action)) } else { action }
    })
}
