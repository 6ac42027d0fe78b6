use yew::{Html, html};

use crate::icons;

/// What the page promises.
pub(crate) fn draw() -> Html {
    html! {
        <footer class="foot">
            <span class="foot-private">
                { icons::lock() }
                { "Nothing you paste leaves this browser, which keeps policy and claims. Keys are fetched only when you ask." }
            </span>
        </footer>
    }
}
