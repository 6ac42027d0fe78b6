//! Subjects by themselves: taken apart, and put together.

use assumable::issuer::Profile;
use assumable::quotable;
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::{Failure, SubjectParts};
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
/// A [`Failure`] if they are no pairs, or the issuer's subjects have no part of such a name.
#[wasm_bindgen(js_name = buildSubject)]
pub fn build_subject(issuer: &str, parts: &str) -> Answer<Option<String>> {
    let parts: Vec<(String, String)> = read(parts).map_err(boundary::thrown)?;
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (&**name, &**text)).collect();
    let Some(profile) = Profile::of(issuer) else { return Ok(None) };
    let subject = profile.build_subject(&parts);
    let known: Vec<&str> = profile.part_names().collect();
    // Where the customer chooses the claims, any claim's name may be one.
    let stranger = parts.iter().find(|(name, _)| !known.contains(name));
    match stranger.filter(|_| subject.is_none()) {
        Some((name, _)) => Err(boundary::thrown(Failure::invalid(&format!(
            "subjects of {} have no part `{}`; their parts: `{}`",
            profile.name,
            quotable(name),
            known.join("`, `")
        )))),
        None => Ok(subject),
    }
}
