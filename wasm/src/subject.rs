//! Subjects by themselves: taken apart, and put together.

use assumable::issuer::Profile;
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::SubjectParts;
use crate::reader::read;

/// The parts of a subject of this issuer.
///
/// # Errors
///
/// None: what is not known has no parts.
#[wasm_bindgen(js_name = splitSubject)]
pub fn split_subject(issuer: &str, subject: &str) -> Answer<Ts<SubjectParts>> {
    let parts = Profile::recognise(issuer, subject)
        .map_or(SubjectParts { parts: None }, |profile| SubjectParts::new(profile, subject));
    boundary::write(Ok(parts))
}

/// The subject that these parts make, pairs of a name and a text, if they make one of this issuer.
///
/// # Errors
///
/// A [`Failure`](crate::dto::Failure) if they are no pairs.
#[wasm_bindgen(js_name = buildSubject)]
pub fn build_subject(issuer: &str, parts: &str) -> Answer<Option<String>> {
    let parts: Vec<(String, String)> = read(parts).map_err(boundary::thrown)?;
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (&**name, &**text)).collect();
    Ok(Profile::of(issuer).and_then(|profile| profile.build_subject(&parts)))
}
