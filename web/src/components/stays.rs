use yew::{Html, classes, html};

use crate::report::StaysView;

/// Whether a value stays with its owner, in a word.
pub(super) fn draw(stays: StaysView) -> Html {
    html! {
        <span class={classes!("stays", stays.tone.class())} title={stays.means}>{ stays.word }</span>
    }
}
