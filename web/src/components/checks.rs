use yew::{Html, classes, html};

use super::message::sentence;
use crate::icons;
use crate::report::{CheckView, ChecksView};

/// What a strict verifier checks, one line each, with its evidence.
pub(super) fn draw(checks: &ChecksView) -> Html {
    html! {
        <div class="section section-fold">
            <details class="fold">
                <summary>
                    { icons::fold() }{ "Checks of a strict verifier" }
                    <span class="fold-aside soft small">{ checks.summary.clone() }</span>
                </summary>
                <div class="fold-body">
                    <p class="soft small">
                        { "With the token's own issuer taken as the trusted one, and any audience." }
                    </p>
                    <ol class="checks">{ for checks.rows.iter().map(row) }</ol>
                </div>
            </details>
        </div>
    }
}

fn row(check: &CheckView) -> Html {
    html! {
        <li class={classes!("check", check.tone.class())} key={check.name.clone()}>
            { icons::of_tone(check.tone) }
            <p class="check-name">
                { check.name.clone() }<span class="soft small">{ " " }{ check.mark }</span>
            </p>
            <dl class="sides">
                if !check.expected.is_empty() {
                    <dt>{ "expected" }</dt><dd class="value">{ sentence(&check.expected) }</dd>
                }
                if !check.actual.is_empty() {
                    <dt>{ "is" }</dt><dd class="value">{ sentence(&check.actual) }</dd>
                }
            </dl>
        </li>
    }
}
