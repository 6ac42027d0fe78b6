use yew::{Html, html};

use super::act::{Act, on_click_then, on_last_click};
use crate::inputs::{Action, Past, Step};
use crate::{icons, platform};

/// The way back from the last step, and forward again. It stands with the answer, so that it is read out
/// with it.
pub(crate) fn draw(past: &Past, act: &Act) -> Html {
    let back = past.done.last().map(|step| button(step, true, act));
    let forward = past.undone.last().map(|step| button(step, false, act));
    html! { <p class="undo">{ for back.into_iter().chain(forward) }</p> }
}

fn button(step: &Step, back: bool, act: &Act) -> Html {
    let (word, id, class) = match back {
        true => ("Undo", "undo", "button button-quiet"),
        false => ("Redo", "redo", "button button-quiet redo"),
    };
    // After the last step back the focus does not go to the way forward: who presses on would be led in a circle.
    let onclick = match back {
        true => on_click_then(act, Action::Undo, || platform::keep_focus("verdict")),
        false => on_last_click(act, Action::Redo),
    };
    html! {
        <button key={id} {class} {id} {onclick}>
            { icons::undo() }
            <span>{ word }<span class="undo-what">{ ": " }{ step.what }</span></span>
        </button>
    }
}
