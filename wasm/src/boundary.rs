//! The one way out.

use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;

use crate::dto::Failure;

/// What a function of the package gives: a value, or a [`Failure`] to throw.
pub(crate) type Answer<T> = Result<T, JsValue>;

/// Writes a result.
pub(crate) fn write<T: Serialize + Tsify>(value: Result<T, Failure>) -> Answer<Ts<T>> {
    value.map_err(thrown)?.into_ts().map_err(|error| thrown(Failure::invalid(&error.to_string())))
}

/// What JavaScript catches.
pub(crate) fn thrown(failure: Failure) -> JsValue {
    failure.into_ts().map_or(JsValue::UNDEFINED, JsValue::from)
}
