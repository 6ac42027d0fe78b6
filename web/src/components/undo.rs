use yew::{Html, html};

use super::act::{Act, on_last_click};
use crate::icons;
use crate::inputs::{Action, Past, Step};

/// The way back from the last step, and forward again. It stands with the answer, so that it is read out
/// with it.
pub(crate) fn draw(past: &Past, act: &Act) -> Html {
    let back = past.done.last().map(|step| button(step, true, true, act));
    let first = back.is_none();
    let forward = past.undone.last().map(|step| button(step, false, first, act));
    html! { <p class="undo">{ for back.into_iter().chain(forward) }</p> }
}

fn button(step: &Step, back: bool, first: bool, act: &Act) -> Html {
    let (action, word, class) = match back {
        true => (Action::Undo, "Undo: ", "button button-quiet"),
        false => (Action::Redo, "Redo: ", "button button-quiet redo"),
    };
    let onclick = on_last_click(act, action);
    html! {
        <button {class} id={first.then_some("undo")} {onclick}>
            { icons::undo() }{ word }{ step.what }
        </button>
    }
}
