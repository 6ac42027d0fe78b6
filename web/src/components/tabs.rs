use yew::{Html, classes, html};

use super::act::{Act, on_click};
use crate::icons;
use crate::inputs::{Action, Tab};
use crate::report::{Report, Stage};
use crate::tone::Tone;

/// The choice of a pane, where only one fits on the screen.
pub(crate) fn draw(chosen: Tab, report: &Report, act: &Act) -> Html {
    let meeting = match &report.meeting {
        Stage::Done(meeting) => Tone::of(meeting.first_failing().is_none()),
        Stage::Waiting | Stage::Failed(_) => Tone::Neutral,
    };
    let policy = match (report.policy.problems.is_empty(), report.policy.text.trim().is_empty()) {
        (false, _) => Tone::Bad,
        (true, true) => Tone::Neutral,
        (true, false) => Tone::Good,
    };
    let tabs = [
        (Tab::Token, "Token", report.badge.tone),
        (Tab::Match, "Match", meeting),
        (Tab::Policy, "Policy", policy),
    ];
    let tab = |(tab, name, tone): (Tab, &'static str, Tone)| {
        let pressed = (chosen == tab).to_string();
        let onclick = on_click(act, Action::Tab(tab));
        html! {
            <button class={classes!("tab", tone.class())} aria-pressed={pressed} {onclick}>
                { icons::of_tone(tone) }{ name }
            </button>
        }
    };
    html! { <nav class="tabs" aria-label="Panes">{ for tabs.into_iter().map(tab) }</nav> }
}
