use yew::{Html, html};

use super::act::{Act, button, on_click, on_click_then, on_fix};
use super::message::{paragraph, sentence};
use super::{clock, start, term};
use crate::icons;
use crate::inputs::{Action, Clock, Tab};
use crate::platform;
use crate::report::Report;

/// The answer in one word and one sentence, and what it rests on. `undo`: the way back from it.
pub(crate) fn draw(report: &Report, undo: Html, act: &Act) -> Html {
    let verdict = &report.verdict;
    let means = verdict.means();
    html! {
        <>
            <div class="verdict" role="status">
                <span class="verdict-sign">
                    { icons::of_tone(verdict.tone) }
                </span>
                <div class="verdict-line">
                    <h1 class="verdict-word" id="verdict" tabindex="-1" title={means}>{ verdict.word }</h1>
                    { paragraph("verdict-why", &verdict.why) }
                </div>
                { undo }
            </div>
            <div class="verdict-rest">
                { start::draw(report, act) }
                <span>{ sentence(&verdict.basis) }</span>
                if let Some(answer) = &verdict.aws {
                    <span class="verdict-aws">
                        { "AWS would answer " }<span class="value">{ answer }</span>
                    </span>
                }
                if let Some(last) = &verdict.last {
                    <span class="verdict-last">
                        { "Before that: " }{ last.word }{ ". " }{ sentence(&last.why) }
                    </span>
                }
                if report.leads_with_findings() { { to_findings(act) } }
                if let Some((fixed, lines)) = &verdict.fixed {
                    <button
                        class="button button-quiet verdict-fix"
                        onclick={on_fix(act, fixed)}
                    >
                        { icons::wrench() }{ format!("Change {lines}") }
                    </button>
                }
                if verdict.only_late {
                    <button
                        class="button button-quiet"
                        onclick={on_click(act, Action::Clock(Clock::Issued))}
                    >
                        { icons::clock() }{ "Decide as issued" }
                    </button>
                }
                if !means.is_empty() { { term::draw(means) } }
            </div>
            { clock::draw(&report.clock, act) }
        </>
    }
}

/// Where they are not in view by themselves.
fn to_findings(act: &Act) -> Html {
    let go = on_click_then(act, Action::Tab(Tab::Match), || {
        platform::reveal_soon("findings-title".to_owned(), "findings-title");
        platform::focus_soon("findings-title", "findings-title");
    });
    button("button button-quiet to-findings", "Who else gets in", go)
}
