use gloo_net::http::Request;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStream, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestRedirect, window,
};

use crate::discovery::MOST_BYTES;

/// Why an address gave no text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FetchError {
    /// The browser does not say: no connection, a redirect, or an answer that pages of another
    /// origin may not read.
    Blocked,
    /// Another HTTP status than 200.
    Status(u16),
    /// Longer than [`MOST_BYTES`].
    TooLong,
    /// Not UTF-8.
    NotText,
}

/// The text at an address: no redirects, no cookies, no referrer, five seconds, 64 KiB.
pub(crate) async fn get_text(url: &str) -> Result<String, FetchError> {
    let blocked = |_| FetchError::Blocked;
    let controller = AbortController::new().map_err(|_| FetchError::Blocked)?;
    let _limit = TimeLimit::new(controller.clone());
    let response = Request::get(url)
        .abort_signal(Some(&controller.signal()))
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .send()
        .await
        .map_err(blocked)?;
    if response.status() != 200 {
        return Err(FetchError::Status(response.status()));
    }
    let bytes = match response.body() {
        Some(body) => read(&body).await?,
        None => Vec::new(),
    };
    String::from_utf8(bytes).map_err(|_| FetchError::NotText)
}

/// Reads a body piece by piece, so that a long one is not read to its end.
async fn read(body: &ReadableStream) -> Result<Vec<u8>, FetchError> {
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| FetchError::Blocked)?;
        let member = |name: &str| Reflect::get(&piece, &name.into()).unwrap_or(JsValue::UNDEFINED);
        if member("done").is_truthy() {
            return Ok(bytes);
        }
        bytes.extend(Uint8Array::new(&member("value")).to_vec());
        if bytes.len() > MOST_BYTES {
            // The rest is not wanted; that it cannot be cancelled changes nothing.
            let _ = JsFuture::from(reader.cancel()).await;
            return Err(FetchError::TooLong);
        }
    }
}

/// Aborts a request after five seconds, unless it is dropped before.
struct TimeLimit {
    handle: Option<i32>,
    _abort: Closure<dyn Fn()>,
}

impl TimeLimit {
    fn new(controller: AbortController) -> Self {
        let abort = Closure::<dyn Fn()>::new(move || controller.abort());
        let callback = abort.as_ref().unchecked_ref();
        let handle = window().and_then(|window| {
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(callback, MILLISECONDS)
                .ok()
        });
        Self { handle, _abort: abort }
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
