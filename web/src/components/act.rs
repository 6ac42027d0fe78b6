use yew::{Callback, MouseEvent};

use crate::inputs::Action;

/// What a component calls when the person did something.
pub(crate) type Act = Callback<Action>;

/// A click that does one thing.
pub(super) fn on_click<T: Clone + 'static>(act: &Callback<T>, action: T) -> Callback<MouseEvent> {
    let act = act.clone();
    Callback::from(move |_| act.emit(action.clone()))
}

/// A text that was typed.
pub(super) fn on_text(act: &Act, action: impl Fn(String) -> Action + 'static) -> Callback<String> {
    act.reform(action)
}
