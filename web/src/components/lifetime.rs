use yew::{Html, classes, html};

use crate::platform::{self, Precision};
use crate::report::LifetimeView;

/// From when to when the token is valid, as a line with the present on it.
pub(super) fn draw(life: &LifetimeView) -> Html {
    let (from, to) = life.valid;
    html! {
        <div class={classes!("lifetime", life.tone.class())}>
            <svg
                class="lifetime-bar"
                viewBox="0 0 1000 12"
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                <rect class="lifetime-track" x="0" y="4" width="1000" height="4" />
                { bar("lifetime-valid", from, to - from, 4, 4) }
                { bar("lifetime-now", (life.now - 3).clamp(0, 994), 6, 0, 12) }
            </svg>
            <div class="lifetime-ends">
                { life.begins.as_ref().map(end).unwrap_or_default() }
                { end(&life.ends) }
            </div>
        </div>
    }
}

fn bar(class: &'static str, x: i64, width: i64, y: i64, height: i64) -> Html {
    html! {
        <rect
            {class}
            x={x.to_string()}
            y={y.to_string()}
            width={width.to_string()}
            height={height.to_string()}
        />
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
