use yew::{Html, html};

use crate::icons;

/// What the page promises.
pub(crate) fn draw() -> Html {
    html! {
        <footer class="foot">
            <span class="foot-private">
                { icons::lock() }
                { "Tokens and policies stay in this page. Keys are fetched only when you ask." }
            </span>
        </footer>
    }
}
