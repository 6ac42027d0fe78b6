use yew::{Callback, Html, html};

use crate::icons;

/// The id of the title.
pub(super) const TITLE: &str = "sheet-title";

/// What a sheet over the page consists of.
pub(super) fn draw(title: &'static str, body: Html, close: &Callback<()>) -> Html {
    html! {
        <div class="dialog-sheet">
            <div class="dialog-head">
                <h2 class="dialog-title" id={TITLE}>{ title }</h2>
                <button
                    class="button button-icon"
                    aria-label="Close"
                    title="Close"
                    onclick={close.reform(|_| ())}
                >
                    { icons::cross() }
                </button>
            </div>
            <div class="dialog-body">{ body }</div>
        </div>
    }
}
