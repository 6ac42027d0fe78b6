use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget, HtmlDialogElement};
use yew::{Callback, NodeRef, hook, use_effect_with};

/// Opens and closes an element `dialog`, and tells when the person closes it: by Escape, or by a
/// click beside it. The browser keeps the focus inside while it is open, and gives it back.
#[hook]
pub(crate) fn use_dialog(place: &NodeRef, open: bool, closed: &Callback<()>) {
    use_effect_with((place.clone(), closed.clone()), |(place, closed)| {
        let (dialog, closed) = (place.cast::<HtmlDialogElement>(), closed.clone());
        let own = dialog.clone();
        let listen = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let itself = own.clone().map(EventTarget::from);
            match event.type_().as_str() {
                // What is inside covers all of the dialog but what the browser draws around it.
                "click" if event.target() == itself => {
                    own.iter().for_each(HtmlDialogElement::close);
                }
                "close" => closed.emit(()),
                _ => {}
            }
        });
        for (dialog, name) in dialog.iter().flat_map(|it| EVENTS.map(|name| (it, name))) {
            // Adding a listener to an element cannot fail.
            let _ = dialog.add_event_listener_with_callback(name, listen.as_ref().unchecked_ref());
        }
        move || {
            for (dialog, name) in dialog.iter().flat_map(|it| EVENTS.map(|name| (it, name))) {
                let listen = listen.as_ref().unchecked_ref();
                let _ = dialog.remove_event_listener_with_callback(name, listen);
            }
            drop(listen);
        }
    });
    use_effect_with((place.clone(), open), |(place, open)| {
        let Some(dialog) = place.cast::<HtmlDialogElement>() else { return };
        match (*open, dialog.open()) {
            // It can fail only for one that is open, or not in the page.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
}

const EVENTS: [&str; 2] = ["click", "close"];
