use yew::{Html, Properties, classes, component, html};

use super::act::{Act, on_click};
use super::message::sentence;
use crate::icons;
use crate::inputs::Action;
use crate::platform::{self, Precision};
use crate::report::VerdictView;

/// Properties of [`Verdict`].
#[derive(PartialEq, Properties)]
pub(crate) struct VerdictProps {
    pub(crate) verdict: VerdictView,
    /// The moment of the decision.
    pub(crate) at: i64,
    /// Whether that is the present.
    pub(crate) live: bool,
    pub(crate) act: Act,
}

/// The answer in one word and one sentence, and what it rests on.
#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let verdict = &props.verdict;
    let stale = verdict.stale.then_some("stale");
    html! {
        <>
            <div class="verdict" role="status">
                <span class={classes!("verdict-sign", stale)}>
                    { icons::of_tone(verdict.tone) }
                </span>
                <div class={classes!("verdict-line", stale)}>
                    <h1 class="verdict-word">{ verdict.word }</h1>
                    <p class="verdict-why">{ sentence(&verdict.why) }</p>
                </div>
            </div>
            <p class="verdict-rest">
                <span>{ sentence(&verdict.basis) }</span>
                if let Some(answer) = &verdict.aws {
                    <span class="verdict-aws">
                        { "AWS would answer " }<span class="value">{ answer }</span>
                    </span>
                }
            </p>
            { clock(props) }
        </>
    }
}

fn clock(props: &VerdictProps) -> Html {
    let (words, action, name) = if props.live {
        ("Decided now, ", Action::Pin(Some(props.at)), "Hold this time")
    } else {
        ("Decided as of ", Action::Pin(None), "Use now")
    };
    html! {
        <div class="verdict-clock">
            <span title={format!("{} seconds since the Unix epoch", props.at)}>
                { words }{ platform::local_time(props.at, Precision::Second) }
            </span>
            <button class="button button-quiet" onclick={on_click(&props.act, action)}>
                { icons::clock() }{ name }
            </button>
        </div>
    }
}
