use yew::{Html, classes, html};

use crate::icons;
use crate::platform::{self, Precision};
use crate::report::{LifetimeView, TakerView};

/// From when to when the token is valid, as a line with the present on it, and below it who takes it
/// how long.
pub(super) fn draw(life: &LifetimeView) -> Html {
    let (from, to) = life.valid;
    html! {
        <div class={classes!("lifetime", life.tone.class())}>
            <svg
                class="lifetime-bar"
                viewBox="0 0 1000 24"
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                <rect class="lifetime-track" x="0" y="10" width="1000" height="4" />
                { for life.takers.iter().zip(0..).map(tolerated) }
                { bar("lifetime-valid", (from, to), 10, 4) }
                { for life.issued.map(|at| tick("lifetime-issued", at, 6, 12)) }
                { tick("lifetime-now", life.now, 3, 18) }
            </svg>
            <div class="lifetime-ends">
                { life.begins.as_ref().map(end).unwrap_or_default() }
                { end(&life.ends) }
            </div>
            <ul class="takers">{ for life.takers.iter().map(taker) }</ul>
        </div>
    }
}

/// In their order, the widest tolerance first: each that follows lies on it, and is less high.
fn tolerated((taker, index): (&TakerView, i64)) -> Html {
    bar("lifetime-tolerated", taker.taken, 3 + 3 * index, 18 - 6 * index)
}

fn tick(class: &'static str, at: i64, y: i64, height: i64) -> Html {
    let x = (at - 3).clamp(0, 994);
    bar(class, (x, x + 6), y, height)
}

fn bar(class: &'static str, (from, to): (i64, i64), y: i64, height: i64) -> Html {
    html! {
        <rect
            {class}
            x={from.to_string()}
            y={y.to_string()}
            width={(to - from).to_string()}
            height={height.to_string()}
        />
    }
}

fn taker(taker: &TakerView) -> Html {
    html! {
        <li class={classes!("taker", taker.tone.class())}>
            { icons::of_tone(taker.tone) }
            <span>{ taker.who }{ " " }{ taker.words.clone() }</span>
        </li>
    }
}

fn end((at, words): &(i64, String)) -> Html {
    html! {
        <span title={format!("{at} seconds since the Unix epoch")}>
            <span>{ words }</span>
            <span class="soft">{ platform::local_time(*at, Precision::Minute) }</span>
        </span>
    }
}
