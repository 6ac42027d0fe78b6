use yew::{Html, classes, html};

use crate::icons;
use crate::report::{Piece, Problem};
use crate::tone::Tone;
use crate::words;

/// A sentence whose outside text (in backticks) is set apart.
pub(super) fn sentence(text: &str) -> Html {
    let piece = |(outside, piece): (bool, &str)| match outside {
        true => html! { <code class="value">{ piece.to_owned() }</code> },
        false => html! { { piece.to_owned() } },
    };
    html! { <>{ for words::quoted(text).map(piece) }</> }
}

/// A paragraph of one. What `html!` makes of each takes more than to call this.
#[inline(never)]
pub(super) fn paragraph(class: &'static str, text: &str) -> Html {
    html! { <p {class}>{ sentence(text) }</p> }
}

/// Coloured stretches of text.
pub(super) fn pieces(pieces: &[Piece]) -> Html {
    let piece = |piece: &Piece| match piece.class.is_empty() {
        true => html! { { piece.text.clone() } },
        false => html! { <span class={piece.class.clone()}>{ piece.text.clone() }</span> },
    };
    html! { <>{ for pieces.iter().map(piece) }</> }
}

/// What is wrong with a text, where, and what to do.
pub(super) fn problem(problem: &Problem) -> Html {
    drawn(problem, None)
}

/// A problem that the answer depends on: it is read out at once.
pub(super) fn alert(problem: &Problem) -> Html {
    drawn(problem, Some("alert"))
}

/// A problem that may come and go while the person types: it is read out when they pause. The
/// place is there before it, or nothing would be read.
pub(super) fn polite(problem: Option<&Problem>) -> Html {
    html! { <div aria-live="polite">{ for problem.map(self::problem) }</div> }
}

fn drawn(problem: &Problem, role: Option<&'static str>) -> Html {
    html! {
        <div class="message tone-bad" {role}>
            { icons::cross() }
            <p>
                { sentence(&problem.message) }
                if let Some(place) = &problem.place {
                    <span class="message-where">{ format!(" ({place})") }</span>
                }
            </p>
            if let Some(help) = &problem.help {
                <p class="message-where">{ sentence(help) }</p>
            }
        </div>
    }
}

/// Something to know.
pub(super) fn note(tone: Tone, text: &str) -> Html {
    html! {
        <div class={classes!("message", tone.class())}>
            { icons::of_tone(tone) }
            <p>{ sentence(text) }</p>
        </div>
    }
}
