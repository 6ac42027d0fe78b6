use yew::{Html, html};

use super::act::{Act, on_click};
use crate::inputs::{Action, Clock};
use crate::platform::{self, Precision};
use crate::report::ClockView;

/// The moment of the decision: the present, the token's issue, or any other.
pub(super) fn draw(clock: &ClockView, act: &Act) -> Html {
    let ClockView { at, chosen, knows_issue } = *clock;
    let is_other = matches!(chosen, Clock::At(_));
    let choice = |name: &'static str, clock: Clock, pressed: bool, can: bool| {
        let onclick = on_click(act, Action::Clock(clock));
        html! {
            <button aria-pressed={pressed.to_string()} disabled={!can} {onclick}>{ name }</button>
        }
    };
    let onchange = {
        let act = act.clone();
        move |event| {
            if let Some(moment) = platform::local_moment(&event) {
                act.emit(Action::Clock(Clock::At(moment)));
            }
        }
    };
    html! {
        <div class="verdict-clock">
            <span title={format!("{at} seconds since the Unix epoch")}>
                if is_other {
                    { "As of " }
                    <input
                        type="datetime-local"
                        step="1"
                        class="clock-field"
                        aria-label="Decide as of"
                        value={platform::local_field(at)}
                        {onchange}
                    />
                } else {
                    { if chosen == Clock::Now { "Decided now, " } else { "Decided as of " } }
                    { platform::local_time(at, Precision::Second) }
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
