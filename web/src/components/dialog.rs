use yew::{Callback, Html, html};

use super::act::icon_button;
use crate::icons;

/// The id of the title.
pub(super) const TITLE: &str = "sheet-title";

/// What a sheet over the page consists of.
pub(super) fn draw(title: &'static str, body: Html, close: &Callback<()>) -> Html {
    html! {
        <div class="dialog-sheet">
            <div class="dialog-head">
                <h2 class="dialog-title" id={TITLE}>{ title }</h2>
                { icon_button("Close", icons::cross(), close.reform(|_| ())) }
            </div>
            <div class="dialog-body">{ body }</div>
        </div>
    }
}
