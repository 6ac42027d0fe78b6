mod time_limit;

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStream, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestInit, RequestRedirect, Response,
};

use self::time_limit::TimeLimit;
use crate::discovery::MOST_BYTES;

/// Why an address gave no text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum FetchError {
    /// Nobody waits for the answer any more.
    CalledOff,
    /// The browser does not say: no connection, a redirect, or an answer that pages of another
    /// origin may not read.
    Blocked,
    /// No whole answer in time.
    TimedOut,
    /// Another HTTP status than 200.
    Status(u16),
    /// Longer than [`MOST_BYTES`].
    TooLong,
    /// Not UTF-8.
    NotText,
}

/// Calls a request off when it is dropped.
pub(crate) struct CallOff(AbortController);

/// What a request is called off with.
#[derive(Clone)]
pub(crate) struct Called(AbortController);

impl CallOff {
    /// `None` in a browser without a way to do that.
    pub(crate) fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    pub(crate) fn called(&self) -> Called {
        Called(self.0.clone())
    }
}

impl Drop for CallOff {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The text at an address: no redirects, no cookies, no referrer, five seconds, 64 KiB.
pub(crate) async fn get_text(url: &str, called: &Called) -> Result<String, FetchError> {
    let limit = TimeLimit::new(called.0.clone());
    let answer = answer(url, called).await;
    match answer {
        _ if limit.is_over() => Err(FetchError::TimedOut),
        _ if called.0.signal().aborted() => Err(FetchError::CalledOff),
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| FetchError::NotText),
        Err(error) => Err(error),
    }
}

/// One of the page's own files.
pub(crate) async fn get_own(path: &str) -> Option<String> {
    let response = sent(path, &RequestInit::new()).await.filter(Response::ok)?;
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// The beginning of an answer, if one came.
async fn sent(url: &str, how: &RequestInit) -> Option<Response> {
    let answer = web_sys::window()?.fetch_with_str_and_init(url, how);
    JsFuture::from(answer).await.ok()?.dyn_into().ok()
}

async fn answer(url: &str, called: &Called) -> Result<Vec<u8>, FetchError> {
    let how = RequestInit::new();
    how.set_signal(Some(&called.0.signal()));
    how.set_cache(RequestCache::NoStore);
    how.set_credentials(RequestCredentials::Omit);
    how.set_redirect(RequestRedirect::Error);
    how.set_referrer_policy(ReferrerPolicy::NoReferrer);
    let response = sent(url, &how).await.ok_or(FetchError::Blocked)?;
    if response.status() != 200 {
        return Err(FetchError::Status(response.status()));
    }
    match response.body() {
        Some(body) => read(&body).await,
        None => Ok(Vec::new()),
    }
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
