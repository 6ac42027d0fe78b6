use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, Node};
use yew::{NodeRef, hook, use_effect_with};

use super::document;

/// Closes a menu (an element `details`). The focus, if it was inside, goes back to its button.
pub(crate) fn close(menu: &NodeRef) {
    let Some(menu) = menu.cast::<Element>() else { return };
    let focus = document().and_then(|document| document.active_element());
    let had_focus = focus.is_some_and(|focus| menu.contains(Some(&focus)));
    // Removing an attribute cannot fail.
    let _ = menu.remove_attribute("open");
    let button = menu.query_selector("summary").ok().flatten();
    if let (true, Some(button)) = (had_focus, button.and_then(|it| it.dyn_into().ok())) {
        let button: HtmlElement = button;
        // An element that cannot be focused leaves the focus where it is.
        let _ = button.focus();
    }
}

/// Closes a menu on Escape and on a click elsewhere.
#[hook]
pub(crate) fn use_dismissal(menu: &NodeRef) {
    use_effect_with(menu.clone(), |menu| {
        let menu = menu.clone();
        let dismiss = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let Some(element) = menu.cast::<Element>() else { return };
            let dismissed = match event.dyn_ref::<KeyboardEvent>() {
                Some(key) => key.key() == "Escape",
                None => {
                    let target = event.target().and_then(|it| it.dyn_into::<Node>().ok());
                    !target.is_some_and(|target| element.contains(Some(&target)))
                }
            };
            if dismissed && element.has_attribute("open") {
                close(&menu);
            }
        });
        let callback = dismiss.as_ref().clone();
        let document = document();
        for (document, name) in document.iter().flat_map(|it| EVENTS.map(|name| (it, name))) {
            // Adding a listener to a document cannot fail.
            let _ = document.add_event_listener_with_callback(name, callback.unchecked_ref());
        }
        move || {
            for (document, name) in document.iter().flat_map(|it| EVENTS.map(|name| (it, name))) {
                let callback = callback.unchecked_ref();
                let _ = document.remove_event_listener_with_callback(name, callback);
            }
            drop(dismiss);
        }
    });
}

const EVENTS: [&str; 2] = ["click", "keydown"];
