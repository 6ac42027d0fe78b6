use yew::{Html, html};

use super::act::{Act, on_click};
use crate::inputs::{Action, Clock};
use crate::platform::{self, MOMENT_FIELD, Precision};
use crate::report::ClockView;

/// The moment of the decision: the present, the token's issue, or any other.
pub(super) fn draw(clock: &ClockView, act: &Act) -> Html {
    let ClockView { at, chosen, knows_issue } = *clock;
    let is_other = matches!(chosen, Clock::At(_));
    let choice = |name: &'static str, clock: Clock, pressed: bool, can: bool| {
        let onclick = on_click(act, Action::Clock(clock));
        html! {
            <button
                aria-pressed={pressed.to_string()}
                disabled={!can}
                title={(!can).then_some("The token does not say when it was issued.")}
                {onclick}
            >
                { name }
            </button>
        }
    };
    let onchange = {
        let act = act.clone();
        move |event| {
            if let Some(moment) = platform::typed_moment(&event) {
                act.emit(Action::Clock(Clock::At(moment)));
            }
        }
    };
    let shown = platform::local_time(at, Precision::Second);
    html! {
        <div class="verdict-clock">
            <span title={format!("{shown}, {at} seconds since the Unix epoch")}>
                if is_other {
                    { "As of " }
                    <input
                        id={MOMENT_FIELD}
                        class="clock-field"
                        aria-label="Decide as of, in UTC"
                        aria-describedby="moment-form"
                        autocomplete="off"
                        spellcheck="false"
                        pattern={MOMENT}
                        value={platform::moment_text(at)}
                        {onchange}
                    />
                    { " UTC" }
                    <span class="clock-form" id="moment-form">{ "as in 2024-04-08 22:25:19" }</span>
                } else {
                    { if chosen == Clock::Now { "Decided now, " } else { "Decided as of " } }
                    { shown }
                }
            </span>
            <div class="choice" role="group" aria-label="When the call is made">
                { choice("Now", Clock::Now, chosen == Clock::Now, true) }
                { choice("As issued", Clock::Issued, chosen == Clock::Issued, knows_issue) }
                { choice("At a time", Clock::At(at), is_other, true) }
            </div>
        </div>
    }
}

/// What a log has can be pasted; what could be another day elsewhere is no moment.
const MOMENT: &str = r"\s*\d{4}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(:[0-5]\d(\.\d+)?)?Z?\s*";
