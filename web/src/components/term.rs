use yew::{Html, html};

/// What a word of the page means: under the pointer, and for keys and fingers.
pub(super) fn draw(means: &'static str) -> Html {
    html! {
        <details class="term">
            <summary aria-label="What does this mean?" title="What does this mean?">{ "?" }</summary>
            <p>{ means }</p>
        </details>
    }
}
