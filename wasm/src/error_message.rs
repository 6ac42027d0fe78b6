//! Error messages of clouds and SDKs.

use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::ErrorExplanation;

/// What a pasted error message means, if it is a known one.
///
/// # Errors
///
/// None about the text.
#[wasm_bindgen(js_name = explainError)]
pub fn explain_error(text: &str) -> Answer<Option<Ts<ErrorExplanation>>> {
    assumable::explain_error(text).map(|found| boundary::write(Ok(found.into()))).transpose()
}
