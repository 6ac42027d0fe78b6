//! The browser: the only file that names it. Clock, network, clipboard, storage, local dates.

mod dialog;
mod draft;
mod drag;
mod fetch;
mod focus;
mod json_editor;
mod menu;
mod share;

use assumable::Timestamp;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, Element, Event, HtmlInputElement, HtmlTextAreaElement, ScrollIntoViewOptions,
    ScrollLogicalPosition, Storage, window,
};
use yew::{InputEvent, TargetCast as _, hook, use_effect_with, use_state_eq};

pub(crate) use self::dialog::use_dialog;
pub(crate) use self::draft::{
    draft, forget, has_away, has_both, keep, keep_linked, linked, turn, use_draft,
};
pub(crate) use self::drag::{capture, dragged_to, set_property};
pub(crate) use self::fetch::{CallOff, Called, FetchError, get_own, get_text};
pub(crate) use self::focus::{has_focus, restore as restore_focus};
pub(crate) use self::json_editor::{JsonEditor, Listener, Seen, Settings, select_soon};
pub(crate) use self::menu::{close, use_dismissal};
pub(crate) use self::share::{address, has_fragment, pack, save, unpack, use_fragment};
use crate::inputs::Theme;

/// The element that the page is drawn into.
pub(crate) fn root() -> Option<Element> {
    document()?.get_element_by_id("app")
}

/// The present in seconds since the Unix epoch, anew every second while it matters.
#[hook]
pub(crate) fn use_now(matters: bool) -> i64 {
    let present = use_state_eq(now);
    let set = present.setter();
    use_effect_with(matters, move |matters| {
        let tick = Closure::<dyn Fn()>::new(move || set.set(now()));
        let every = tick.as_ref().unchecked_ref();
        let interval = window().filter(|_| *matters).and_then(|window| {
            window.set_interval_with_callback_and_timeout_and_arguments_0(every, 1000).ok()
        });
        move || {
            if let (Some(window), Some(interval)) = (window(), interval) {
                window.clear_interval_with_handle(interval);
            }
            drop(tick);
        }
    });
    *present
}

/// Keeps the page in the chosen theme, and remembers it.
#[hook]
pub(crate) fn use_theme(theme: Theme) {
    use_effect_with(theme, |theme| {
        let name = theme_name(*theme);
        if let Some(root) = document().and_then(|document| document.document_element()) {
            // Setting an attribute of this name cannot fail.
            let _ = match name {
                Some(name) => root.set_attribute(THEME_ATTRIBUTE, name),
                None => root.remove_attribute(THEME_ATTRIBUTE),
            };
        }
        // A browser that keeps nothing is no reason to complain.
        let _ = storage().map(|storage| match name {
            Some(name) => storage.set_item(THEME_KEY, name),
            None => storage.remove_item(THEME_KEY),
        });
    });
}

/// The theme that was chosen last time.
pub(crate) fn stored_theme() -> Theme {
    let stored = storage().and_then(|storage| storage.get_item(THEME_KEY).ok().flatten());
    [Theme::Light, Theme::Dark]
        .into_iter()
        .find(|theme| theme_name(*theme) == stored.as_deref())
        .unwrap_or_default()
}

/// How much of a moment is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
}

/// A moment in the reader's own calendar, clock and zone.
#[cfg(target_arch = "wasm32")]
pub(crate) fn local_time(at: i64, precision: Precision) -> String {
    let format = match precision {
        Precision::Second => &TO_THE_SECOND,
        Precision::Minute => &TO_THE_MINUTE,
    };
    let date = Timestamp::from_seconds(at).and_then(|at| date(at.seconds()));
    let shown = date.and_then(|date| {
        format.with(|format| format.call1(&wasm_bindgen::JsValue::NULL, &date).ok())
    });
    shown.and_then(|text| text.as_string()).unwrap_or_else(|| at.to_string())
}

#[cfg(target_arch = "wasm32")]
fn date_format(options: &[(&str, &str)]) -> js_sys::Function {
    let given = js_sys::Object::new();
    for (name, value) in options {
        // Setting a member of a fresh object cannot fail.
        let _ = js_sys::Reflect::set(&given, &(*name).into(), &(*value).into());
    }
    // The host's own locale: `navigator.language` may be a tag that JavaScript refuses.
    js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &given).format()
}

/// A moment in UTC: where there is no browser there is no reader.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn local_time(at: i64, _precision: Precision) -> String {
    Timestamp::from_seconds(at).map_or_else(|| at.to_string(), |at| at.to_string())
}

/// The text of the field for a moment: in UTC, with its date in the order of ISO 8601. What is being
/// typed stays, although the page is drawn anew meanwhile.
pub(crate) fn moment_text(at: i64) -> String {
    moment_being_typed().unwrap_or_else(|| utc(at))
}

/// The moment that was typed into that field; `None` if it does not fit the pattern.
pub(crate) fn typed_moment(event: &Event) -> Option<i64> {
    let field = event.target_dyn_into::<HtmlInputElement>()?;
    let typed = field.check_validity().then(|| field.value())?;
    let utc = format!("{}Z", typed.trim().trim_end_matches('Z').replace(' ', "T"));
    let moment = whole_seconds(js_sys::Date::parse(&utc))?;
    field.set_value(&self::utc(moment));
    Some(moment)
}

#[cfg(target_arch = "wasm32")]
fn moment_being_typed() -> Option<String> {
    let focus = document()?.active_element().filter(|focus| focus.id() == MOMENT_FIELD)?;
    Some(focus.dyn_into::<HtmlInputElement>().ok()?.value())
}

/// Where there is no browser nobody types.
#[cfg(not(target_arch = "wasm32"))]
fn moment_being_typed() -> Option<String> {
    None
}

fn utc(at: i64) -> String {
    let shown = Timestamp::from_seconds(at).map(|at| at.to_string().replace('T', " "));
    shown.map_or_else(String::new, |utc| utc.trim_end_matches('Z').to_owned())
}

#[cfg(target_arch = "wasm32")]
fn date(at: i64) -> Option<js_sys::Date> {
    let milliseconds = at.checked_mul(1000)?.to_string();
    Some(js_sys::Date::new(&js_sys::Number::parse_float(&milliseconds).into()))
}

/// Puts a text on the clipboard, if the browser lets us.
pub(crate) fn copy(text: String) {
    spawn_local(async move {
        // Where the page is not served securely there is no clipboard.
        let clipboard = window().map(|window| window.navigator().clipboard());
        if let Some(clipboard) = clipboard.filter(|clipboard| !clipboard.is_undefined()) {
            // Refused by the browser or the person: nothing to do about it.
            let _ = JsFuture::from(clipboard.write_text(&text)).await;
        }
    });
}

/// Scrolls an element into view, by its id, once the page is drawn anew. If what had the focus is
/// then no longer shown, the element `focus` gets it.
pub(crate) fn reveal_soon(id: String, focus: &'static str) {
    let reveal = move || {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        if let Some(element) = document().and_then(|document| document.get_element_by_id(&id)) {
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
        focus::restore_to(focus);
    };
    once_drawn(Box::new(reveal));
}

/// Puts the focus on a field, by its id, once the page is drawn anew; where fingers are what points, on
/// `instead`: a keyboard on the screen would cover what has changed. Where neither is shown and the focus is
/// lost, the answer gets it.
pub(crate) fn focus_soon(field: &'static str, instead: &'static str) {
    once_drawn(Box::new(move || {
        let coarse = window().and_then(|it| it.match_media("(pointer: coarse)").ok().flatten());
        let wanted = if coarse.is_some_and(|it| it.matches()) { instead } else { field };
        focus::to_id(wanted);
        // On a phone it may be in a pane that is not shown.
        if !has_focus(wanted) {
            focus::to_id("undo");
        }
        focus::restore_to("verdict");
    }));
}

/// If what had the focus is gone once the page is drawn anew, the element `instead` gets it, by its id.
pub(crate) fn keep_focus(instead: &'static str) {
    once_drawn(Box::new(move || focus::restore_to(instead)));
}

/// In a box: the way from JavaScript is not made anew for each.
fn once_drawn(then: Box<dyn FnOnce()>) {
    let then = Closure::once_into_js(then);
    // Without a window nothing is drawn.
    let _ = window().map(|window| window.request_animation_frame(then.unchecked_ref()));
}

/// A text that was written.
pub(crate) struct Written {
    pub(crate) text: String,
    /// The undo or redo of its own field or editor brought it back.
    pub(crate) again: bool,
}

/// What was written into a field.
pub(crate) fn written(event: &InputEvent) -> Written {
    let again = matches!(&*event.input_type(), "historyUndo" | "historyRedo");
    Written { text: typed(event), again }
}

/// The text of the field that was typed in.
pub(crate) fn typed(event: &InputEvent) -> String {
    let area = event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value());
    area.or_else(|| event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()))
        .unwrap_or_default()
}

/// The present, in seconds since the Unix epoch.
pub(crate) fn now() -> i64 {
    whole_seconds(js_sys::Date::now()).unwrap_or_default()
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "JavaScript counts milliseconds in a float; whole seconds of it fit"
)]
fn whole_seconds(milliseconds: f64) -> Option<i64> {
    milliseconds.is_finite().then_some((milliseconds / 1000.0).floor() as i64)
}

fn document() -> Option<Document> {
    window()?.document()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

fn theme_name(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    }
}

/// The id of the field for a moment.
pub(crate) const MOMENT_FIELD: &str = "moment";

/// `www/theme.js` reads the same key before the page is drawn.
const THEME_KEY: &str = "assumable-theme";

const THEME_ATTRIBUTE: &str = "data-theme";

#[cfg(target_arch = "wasm32")]
const DATE_OPTIONS: [(&str, &str); 7] = [
    ("year", "numeric"),
    ("month", "short"),
    ("day", "numeric"),
    ("hour", "2-digit"),
    ("minute", "2-digit"),
    ("timeZoneName", "short"),
    ("second", "2-digit"),
];

// Making a format takes the browser as long as a decision takes us.
#[cfg(target_arch = "wasm32")]
thread_local! {
    static TO_THE_SECOND: js_sys::Function = date_format(&DATE_OPTIONS);
    static TO_THE_MINUTE: js_sys::Function = date_format(DATE_OPTIONS.split_at(6).0);
}
