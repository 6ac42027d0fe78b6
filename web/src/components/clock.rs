use yew::{Html, Properties, component, html};

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
    let shown = platform::local_time(at, Precision::Second);
    html! {
        <div class="verdict-clock">
            <span title={format!("{shown}, {at} seconds since the Unix epoch")}>
                if is_other {
                    { "As of " }
                    <Moment {at} {act} />
                    { " UTC" }
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

#[derive(PartialEq, Properties)]
struct MomentProps {
    at: i64,
    act: Act,
}

/// The field for a moment. A component, so that what is being typed is not drawn over.
#[component]
fn Moment(props: &MomentProps) -> Html {
    let act = props.act.clone();
    let onchange = move |event| {
        if let Some(moment) = platform::utc_moment(&event) {
            act.emit(Action::Clock(Clock::At(moment)));
        }
    };
    html! {
        <input
            class="clock-field"
            aria-label="Decide as of, in UTC"
            title="A date and a time in UTC, as in 2024-04-08 22:25:19"
            size="19"
            autocomplete="off"
            spellcheck="false"
            required={true}
            pattern={MOMENT}
            value={platform::utc_field(props.at)}
            {onchange}
        />
    }
}

/// What a log has can be pasted; what could be another day elsewhere is no moment.
const MOMENT: &str = r"\s*\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?Z?\s*";
