use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::window;
use yew::{hook, use_effect_with};

use super::storage;
use crate::inputs::Case;
use crate::saved::{self, Keep};

/// Keeps the case in this browser, once the person pauses; never a token's signature.
#[hook]
pub(crate) fn use_draft(case: &Case, own: bool) {
    use_effect_with((case.clone(), own), |(case, own)| {
        let case = own.then(|| case.clone());
        let keep = Closure::once(move || {
            let written = case.map(|case| saved::written(&case, Keep::Claims));
            // A full or closed storage keeps nothing: no reason to complain.
            let _ =
                storage().zip(written).map(|(storage, text)| storage.set_item(DRAFT_KEY, &text));
        });
        let after = keep.as_ref().unchecked_ref();
        let timer = window().filter(|_| *own).and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(after, PAUSE).ok()
        });
        let _ = &keep;
        move || {
            if let (Some(window), Some(timer)) = (window(), timer) {
                window.clear_timeout_with_handle(timer);
            }
            drop(keep);
        }
    });
}

/// What was kept last time.
pub(crate) fn draft() -> Option<Case> {
    let storage = storage()?;
    let case = saved::read(&storage.get_item(DRAFT_KEY).ok().flatten()?)?;
    if saved::kept_keys(&case).is_none() {
        // An earlier version of the page kept any keys.
        let _ = storage.set_item(DRAFT_KEY, &saved::written(&case, Keep::Claims));
    }
    Some(case)
}

/// Removes all that this page keeps of a person.
pub(crate) fn forget() {
    let Some(storage) = storage() else { return };
    for key in [DRAFT_KEY, super::THEME_KEY] {
        // What is not there need not be removed.
        let _ = storage.remove_item(key);
    }
}

/// The number changes with the form of the text.
const DRAFT_KEY: &str = "assumable-draft-v1";

/// In milliseconds.
const PAUSE: i32 = 400;
