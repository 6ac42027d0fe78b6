use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::{PointerEvent, TargetCast as _};

use super::document;

/// Keeps the pointer's moves to the element that it went down on.
pub(crate) fn capture(event: &PointerEvent) {
    if let Some(element) = event.target_dyn_into::<Element>() {
        // Refused only for a pointer that is gone already.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Where a captured pointer is in what its element stands in, in percent of the width.
pub(crate) fn dragged_to(event: &PointerEvent) -> Option<i32> {
    let element = event.target_dyn_into::<Element>()?;
    if !element.has_pointer_capture(event.pointer_id()) {
        return None;
    }
    // The panes are as wide as the page.
    let width = element.parent_element()?.client_width();
    event.client_x().checked_mul(100)?.checked_div(width)
}

/// Sets a custom property of the page, such as `--split`.
pub(crate) fn set_property(name: &str, value: &str) {
    let root = document().and_then(|document| document.document_element());
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // A custom property takes any value.
        let _ = root.style().set_property(name, value);
    }
}
