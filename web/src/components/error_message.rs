use yew::{Html, html};

use super::message::sentence;
use crate::report::{ErrorView, SuspectView};

/// What a pasted error message means, and what usually leads to it.
pub(super) fn draw(error: &ErrorView) -> Html {
    draw_with(error, &|_| Html::default())
}

/// The same, with something below each cause.
pub(super) fn draw_with(error: &ErrorView, below: &dyn Fn(&SuspectView) -> Html) -> Html {
    let named = |(name, value): &(&'static str, String)| {
        html! { <><dt>{ *name }</dt><dd class="value">{ value.clone() }</dd></> }
    };
    let suspect = |suspect: &SuspectView| {
        html! {
            <li class="suspect" key={suspect.id}>
                <p class="suspect-means">{ sentence(&suspect.means) }</p>
                <p class="soft">{ sentence(&suspect.check) }</p>
                <p class="cause-id value">{ suspect.id }</p>
                { below(suspect) }
            </li>
        }
    };
    html! {
        <section class="section error-message" role="status">
            <h3 class="section-title">{ "What this message means" }</h3>
            <p>{ sentence(&error.meaning) }</p>
            if let Some(ruled_out) = &error.ruled_out { <p class="soft">{ sentence(ruled_out) }</p> }
            if !error.evidence.is_empty() {
                <dl class="sides">{ for error.evidence.iter().map(named) }</dl>
            }
            if !error.suspects.is_empty() {
                <h4 class="suspects-title">{ "What usually leads to it" }</h4>
                <ol class="suspects">{ for error.suspects.iter().map(suspect) }</ol>
            }
        </section>
    }
}
