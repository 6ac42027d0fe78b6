use yew::{Html, html};

use super::act::{Act, on_click, on_fix};
use super::message::sentence;
use super::{clock, term};
use crate::icons;
use crate::inputs::{Action, Clock};
use crate::report::Report;

/// The answer in one word and one sentence, and what it rests on.
pub(crate) fn draw(report: &Report, act: &Act) -> Html {
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
                    <p class="verdict-why">{ sentence(&verdict.why) }</p>
                </div>
            </div>
            <div class="verdict-rest">
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
                if let Some((fixed, line)) = &verdict.fixed {
                    <button
                        class="button button-quiet verdict-fix"
                        onclick={on_fix(act, fixed)}
                    >
                        { icons::wrench() }{ format!("Change line {line}") }
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
