use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::window;
use yew::{Callback, hook, use_effect_with};

#[wasm_bindgen(raw_module = "./share.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = pack)]
    async fn pack_text(text: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = unpack)]
    async fn unpack_text(packed: &str, most: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = takeFragment)]
    fn take_fragment() -> String;

    #[wasm_bindgen(js_name = save)]
    fn save_text(name: &str, media_type: &str, text: &str);
}

/// A text as it can stand in an address; `None` in a browser that cannot compress.
pub(crate) async fn pack(text: String) -> Option<String> {
    pack_text(&text).await.ok()?.as_string()
}

/// The text that was packed, if it is no longer than that. Anything else is `None`.
pub(crate) async fn unpack(packed: String, most: usize) -> Option<String> {
    unpack_text(&packed, most.try_into().ok()?).await.ok()?.as_string()
}

/// Saves a text as a file.
pub(crate) fn save(name: &str, media_type: &str, text: &str) {
    save_text(name, media_type, text);
}

/// The address of the page, without what is behind `#`.
pub(crate) fn address() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split_once('#').map_or(href.as_str(), |(address, _)| address).to_owned()
}

/// Whether something stands behind `#` in the address. Where there is no browser there is none.
pub(crate) fn has_fragment() -> bool {
    if cfg!(not(target_arch = "wasm32")) {
        return false;
    }
    let hash = window().and_then(|window| window.location().hash().ok());
    hash.is_some_and(|hash| hash.len() > 1)
}

/// Told what stands behind `#` in the address as the page opens (perhaps nothing), and each time a
/// link is followed on it. It is gone from the address then: a token must not stay in the history.
#[hook]
pub(crate) fn use_fragment(told: Callback<String>) {
    use_effect_with((), |()| {
        told.emit(take_fragment());
        let followed = Closure::<dyn Fn()>::new(move || {
            let fragment = take_fragment();
            if !fragment.is_empty() {
                told.emit(fragment);
            }
        });
        let window = window();
        if let Some(window) = &window {
            // Adding a listener to a window cannot fail.
            let _ = window
                .add_event_listener_with_callback("hashchange", followed.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = window {
                let _ = window.remove_event_listener_with_callback(
                    "hashchange",
                    followed.as_ref().unchecked_ref(),
                );
            }
            drop(followed);
        }
    });
}
