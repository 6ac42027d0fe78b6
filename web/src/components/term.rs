use yew::{Html, html};

/// A word of the page, and what it means: under the pointer, and for keys and fingers.
pub(super) fn draw(word: Html, means: &'static str) -> Html {
    if means.is_empty() {
        return word;
    }
    html! {
        <details class="term">
            <summary title="What does this mean?">
                { word }<span class="term-sign" aria-hidden="true">{ "?" }</span>
            </summary>
            <p>{ means }</p>
        </details>
    }
}
