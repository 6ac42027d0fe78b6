use yew::{Callback, Html, KeyboardEvent, PointerEvent, hook, html, use_state};

use crate::platform;

/// Where a border is.
#[derive(Clone, Copy)]
pub(crate) struct Border {
    /// The custom property of the page that has the place, in percent of the width.
    pub(crate) property: &'static str,
    /// What it sets, for those who cannot see it.
    pub(crate) label: &'static str,
    /// Where it is at first, and how far it can go.
    pub(crate) first: i32,
    pub(crate) least: i32,
    pub(crate) most: i32,
}

/// A border between two panes that can be moved with the pointer or the arrow keys; a double click puts
/// it back.
#[hook]
pub(crate) fn use_splitter(border: Border) -> Html {
    let Border { property, label, first, least, most } = border;
    let place = use_state(|| first);
    let to = {
        let place = place.clone();
        Callback::from(move |percent: i32| {
            let percent = percent.clamp(least, most);
            platform::set_property(property, &format!("{percent}%"));
            place.set(percent);
        })
    };
    let onpointerdown = |event: PointerEvent| platform::capture(&event);
    let onpointermove = {
        let to = to.clone();
        move |event: PointerEvent| {
            if let Some(percent) = platform::dragged_to(&event) {
                to.emit(percent);
            }
        }
    };
    let onkeydown = {
        let (to, place) = (to.clone(), *place);
        move |event: KeyboardEvent| {
            let next = match &*event.key() {
                "ArrowLeft" => place - STEP,
                "ArrowRight" => place + STEP,
                "Home" => least,
                "End" => most,
                "Enter" => first,
                _ => return,
            };
            event.prevent_default();
            to.emit(next);
        }
    };
    let ondblclick = move |_| to.emit(first);
    html! {
        <div
            class={format!("splitter splitter{property}")}
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label={label}
            aria-valuenow={place.to_string()}
            aria-valuemin={least.to_string()}
            aria-valuemax={most.to_string()}
            {onpointerdown}
            {onpointermove}
            {onkeydown}
            {ondblclick}
        />
    }
}

/// In percent of the width.
const STEP: i32 = 2;
