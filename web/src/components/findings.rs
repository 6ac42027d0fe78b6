use yew::{Html, classes, html};

use super::act::{Act, PLAIN, button, on_click_then, on_fix};
use super::cause::{draw_change, draw_elsewhere};
use super::message::{self, paragraph, sentence};
use crate::inputs::{Action, Tab};
use crate::report::{FindingView, Report, Stage, StrangerView};
use crate::tone::Tone;
use crate::{icons, platform, words};

/// Who else gets in: what is wrong with the policy, whoever comes.
pub(super) fn draw(report: &Report, act: &Act) -> Html {
    let Stage::Done(findings) = &report.findings else { return Html::default() };
    let count = match findings.len() {
        0 => String::from("nothing found"),
        count => words::count(count, "finding"),
    };
    html! {
        <section class="section findings" aria-labelledby="findings-title">
            <div class="section-head">
                <h3 class="section-title" id="findings-title" tabindex="-1">{ "Who else gets in" }</h3>
                <span class="soft small">{ count }</span>
            </div>
            if findings.is_empty() {
                { message::note(Tone::Good, NOTHING) }
            } else {
                <ol>{ for findings.iter().map(|finding| self::finding(finding, act)) }</ol>
            }
        </section>
    }
}

fn finding(finding: &FindingView, act: &Act) -> Html {
    let range = finding.range.clone();
    let select = {
        let act = act.clone();
        move |_| {
            // On a phone it may be another pane's.
            act.emit(Action::Tab(Tab::Policy));
            platform::select_soon("policy", &range);
        }
    };
    html! {
        <li class={classes!("finding", finding.tone.class())}>
            <div class="finding-head">
                <span class="mark">{ icons::of_tone(finding.tone) }{ finding.severity }</span>
                <button class="button button-quiet" onclick={select}>
                    { format!("line {}", finding.line) }
                </button>
            </div>
            { paragraph("finding-what", &finding.summary) }
            <p class="soft">
                { sentence(&finding.why) }<span class="cause-id value">{ finding.code }</span>
            </p>
            { for finding.stranger.as_ref().map(|it| stranger(it, act)) }
            { for finding.changes.iter().map(draw_change) }
            { for finding.effect.as_deref().map(|effect| paragraph("soft", effect)) }
            { for finding.elsewhere.as_deref().map(draw_elsewhere) }
            if let Some(fixed) = &finding.fixed {
                <div class="actions">
                    { button(PLAIN, "Make this change", on_fix(act, fixed)) }
                </div>
            }
        </li>
    }
}

fn stranger(view: &StrangerView, act: &Act) -> Html {
    let stranger = Action::Stranger(Box::new(view.stranger.clone()));
    // The findings may now be in another pane, and this button gone.
    let load = on_click_then(act, stranger, || platform::focus_soon("undo", "undo"));
    html! {
        <div class="stranger">
            { icons::person() }
            { paragraph("", &view.who) }
            { for view.besides.iter().map(|it| paragraph("soft", it)) }
            <div>{ button(PLAIN, "Load this stranger's token", load) }</div>
        </div>
    }
}

const NOTHING: &str =
    "Tokens that this issuer could make for others were tried, and none of them gets in.";
