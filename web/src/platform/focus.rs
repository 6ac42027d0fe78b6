use wasm_bindgen::JsCast as _;
use web_sys::{Element, FocusOptions, HtmlElement};
use yew::NodeRef;

use super::document;

/// Puts the focus on the first button inside `place`, if it was lost with an element that is gone.
pub(crate) fn restore(place: &NodeRef) {
    let button = place.cast::<Element>().and_then(|it| it.query_selector("button").ok().flatten());
    if let (true, Some(button)) = (is_lost(), button) {
        to(button);
    }
}

/// Puts the focus on an element, by its id, if it was lost with an element that is gone or hidden.
pub(super) fn restore_to(id: &str) {
    if is_lost() {
        to_id(id);
    }
}

/// Puts the focus on an element, by its id.
pub(super) fn to_id(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    element.into_iter().for_each(to);
}

/// Whether the element of this id has the focus.
pub(crate) fn has_focus(id: &str) -> bool {
    let focus = document().and_then(|document| document.active_element());
    focus.is_some_and(|focus| focus.id() == id)
}

fn is_lost() -> bool {
    let Some(document) = document() else { return false };
    let focus = document.active_element().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    // What is not drawn has no box.
    focus.is_none_or(|focus| focus.get_client_rects().length() == 0)
        || document.active_element() == document.body().map(Element::from)
}

fn to(element: Element) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        // An element that cannot be focused leaves the focus where it is.
        let _ = element.focus_with_options(&options);
    }
}
