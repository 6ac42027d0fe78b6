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
    let word = html! {
        <h1 class="verdict-word" id="verdict" tabindex="-1" title={means}>{ verdict.word }</h1>
    };
    html! {
        <>
            <div class="verdict" role="status">
                <span class="verdict-sign">
                    { icons::of_tone(verdict.tone) }
                </span>
                <div class="verdict-line">
                    { term::draw(word, means) }
                    { paragraph("verdict-why", &verdict.why) }
                </div>
                { undo }
            </div>
            <div class="verdict-rest">
                if report.leads_with_findings() { { to_findings(act) } }
                if let Some((fixed, lines)) = &verdict.fixed {
                    <button
                        class="button button-main"
                        onclick={on_fix(act, fixed)}
                    >
                        { icons::wrench() }{ format!("Change {lines}") }
                    </button>
                }
                if verdict.only_late {
                    <button
                        class="button"
                        onclick={on_click(act, Action::Clock(Clock::Issued))}
                    >
                        { icons::clock() }{ "Decide as issued" }
                    </button>
                }
                <span>{ sentence(&verdict.basis) }</span>
                if let Some(last) = &verdict.last {
                    <span class="verdict-last">
                        { "Before that: " }{ last.word }{ ". " }{ sentence(&last.why) }
                    </span>
                }
                { start::draw(report, act) }
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
    button("button to-findings", "Who else gets in", go)
}
