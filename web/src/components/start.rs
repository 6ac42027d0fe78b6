use yew::{Html, html};

use super::act::{Act, QUIET, button, on_click, on_click_then};
use crate::inputs::{Action, Sheet};
use crate::platform;
use crate::report::Report;

/// What of the page is an example, and how to begin: with one's own, or with the message that one got.
pub(super) fn draw(report: &Report, act: &Act) -> Html {
    let examples = (report.token.is_example, report.policy.is_example);
    let words = match examples {
        (true, true) => "This is an example.",
        (true, false) => "The token is an example.",
        (false, true) => "The policy is an example.",
        (false, false) => "",
    };
    if words.is_empty() && report.has_claims() && !report.policy.text.trim().is_empty() {
        return Html::default();
    }
    // What is missing then is the token, or else the policy.
    let own = on_click_then(
        act,
        Action::Own,
        match examples.0 || !report.has_claims() {
            true => || platform::focus_soon("token", "token"),
            false => || platform::focus_soon("policy", "policy"),
        },
    );
    let error = on_click(act, Action::Sheet(Some(Sheet::Gallery)));
    html! {
        <p class="start">
            if !words.is_empty() { { words }{ button("button button-quiet own", "Use your own", own) } }
            { button(QUIET, "Got an error message?", error) }
        </p>
    }
}
