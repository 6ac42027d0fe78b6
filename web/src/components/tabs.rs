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
    let policy = match &report.findings {
        // A line of it is marked then.
        _ if !report.policy.problems.is_empty() || meeting == Tone::Bad => Tone::Bad,
        _ if report.policy.text.trim().is_empty() => Tone::Neutral,
        // Who else gets in is said in that pane.
        Stage::Done(findings) => {
            let is_there = |tone: &Tone| findings.iter().any(|it| it.tone == *tone);
            [Tone::Bad, Tone::Caution].into_iter().find(is_there).unwrap_or(Tone::Good)
        }
        Stage::Waiting | Stage::Failed(_) => Tone::Good,
    };
    // Right as its signature is, its form or its times may be wrong.
    let of_token = report.stages.get(1..3).unwrap_or_default();
    let turned_away = of_token.iter().any(|stage| stage.tone == Tone::Bad);
    let token = if turned_away { Tone::Bad } else { report.badge.tone };
    // Without a token they are said where the two would meet.
    let (meeting, policy) =
        if report.leads_with_findings() { (policy, Tone::Neutral) } else { (meeting, policy) };
    let tabs = [
        (Tab::Token, "Token", token),
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
