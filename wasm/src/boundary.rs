//! The one way out.

use serde::Serialize;
#[cfg(any(feature = "aws", feature = "fetch"))]
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;

use crate::dto::Failure;
use crate::exact;

/// What a function of the package gives: a value, or a [`Failure`] to throw.
pub(crate) type Answer<T> = Result<T, JsValue>;

/// Writes a result.
#[cfg(any(feature = "aws", feature = "fetch"))]
pub(crate) fn write<T: Serialize + Tsify>(value: Result<T, Failure>) -> Answer<Ts<T>> {
    value.map_err(thrown)?.into_ts().map_err(|error| thrown(Failure::invalid(&error.to_string())))
}

/// A result as JSON, in one line, for a door that reads it with `JSON.parse`: where there is much of
/// it, that is faster than a call for every object and every string.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::invalid(&error.to_string()))
}

/// What JavaScript catches.
pub(crate) fn thrown(failure: Failure) -> JsValue {
    json(&failure).map_or(JsValue::UNDEFINED, |text| exact::parse(&text))
}
