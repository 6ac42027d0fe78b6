use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{AbortController, window};

/// Aborts a request after five seconds, unless it is dropped before.
pub(super) struct TimeLimit {
    is_over: Rc<Cell<bool>>,
    handle: Option<i32>,
    _abort: Closure<dyn Fn()>,
}

impl TimeLimit {
    pub(super) fn new(controller: AbortController) -> Self {
        let is_over = Rc::new(Cell::new(false));
        let abort = Closure::<dyn Fn()>::new({
            let is_over = Rc::clone(&is_over);
            move || {
                is_over.set(true);
                controller.abort();
            }
        });
        let callback = abort.as_ref().unchecked_ref();
        let handle = window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(callback, MILLISECONDS)
                .ok()
        });
        Self { is_over, handle, _abort: abort }
    }

    /// Whether the time was up before the request was finished.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.get()
    }
}

impl Drop for TimeLimit {
    fn drop(&mut self) {
        if let (Some(window), Some(handle)) = (window(), self.handle) {
            window.clear_timeout_with_handle(handle);
        }
    }
}

const MILLISECONDS: i32 = 5000;
