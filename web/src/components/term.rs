use yew::{Html, html};

/// What a word of the page means: under the pointer, and for keys and fingers.
pub(super) fn draw(word: &'static str, means: &'static str) -> Html {
    html! {
        <details class="term">
            <summary title={means}>{ "What \u{201c}" }{ word }{ "\u{201d} means" }</summary>
            <p>{ means }</p>
        </details>
    }
}
