//! What stands around a token that was not taken as it is, and what is missing of it.

use super::signature_length;
use crate::key_set::KeySet;

/// What stands around a token, or how much of it there is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wrapping {
    /// White space before or after it, such as the newline at a file's end.
    Space,
    /// Quotes, as JSON has them.
    Quotes,
    /// The word `Bearer` of an HTTP header.
    Bearer,
    /// Other text, such as lines of a log.
    Text,
    /// The token ends before its signature or within it: it was read while it was written, or cut.
    CutOff,
}

impl Wrapping {
    /// `None` for a token as it should be, and for a text without one.
    pub(super) fn of(text: &str, keys: Option<&KeySet>) -> Option<Self> {
        let trimmed = text.trim();
        if is_token(trimmed) {
            let is_short = || signature_length::is_cut(trimmed, keys).then_some(Self::CutOff);
            return if trimmed == text { is_short() } else { Some(Self::Space) };
        }
        if is_token(trimmed.trim_matches(['"', '\''])) {
            return Some(Self::Quotes);
        }
        let bearer =
            trimmed.split_at_checked(6).filter(|(word, _)| word.eq_ignore_ascii_case("bearer"));
        if bearer.is_some_and(|(_, rest)| is_token(rest.trim())) {
            return Some(Self::Bearer);
        }
        let mut words = trimmed.split(|c: char| !(is_of_token(c) || c == '.'));
        if words.any(is_token) {
            return Some(Self::Text);
        }
        let cut = trimmed.starts_with(BEGIN) && trimmed.chars().all(|c| is_of_token(c) || c == '.');
        let parts = trimmed.split('.').count();
        (cut && (parts < 3 || parts == 3 && trimmed.ends_with('.'))).then_some(Self::CutOff)
    }
}

fn is_token(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(is_of_token);
    text.starts_with(BEGIN) && text.split('.').count() == 3 && text.split('.').all(part)
}

/// The alphabet of base64url.
fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// `{"` in base64url: what every header begins with.
const BEGIN: &str = "eyJ";

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;

    #[test]
    fn what_is_around_a_token_is_named() {
        let token = "eyJh.eyJi.c2ln";
        for (text, wrapping) in [
            (format!("{token}\n"), Some(Wrapping::Space)),
            (format!("\"{token}\""), Some(Wrapping::Quotes)),
            (format!("'{token}'\n"), Some(Wrapping::Quotes)),
            (format!("bearer {token}"), Some(Wrapping::Bearer)),
            (format!("{token}\n+ echo done"), Some(Wrapping::Text)),
            (format!("{{\"id_token\":\"{token}\"}}"), Some(Wrapping::Text)),
            (format!("AWS_TOKEN={token}"), Some(Wrapping::Text)),
            ("eyJh.eyJ".into(), Some(Wrapping::CutOff)),
            ("eyJh".into(), Some(Wrapping::CutOff)),
            ("eyJh.eyJi.".into(), Some(Wrapping::CutOff)),
            ("eyJh.eyJi.c2lnb".into(), Some(Wrapping::CutOff)),
            ("eyJh..".into(), Some(Wrapping::CutOff)),
            (token.into(), None),
            ("ghs_0123456789".into(), None),
            (String::new(), None),
            ("eyJ.. a".into(), None),
        ] {
            assert_eq!(Wrapping::of(&text, None), wrapping, "{text:?}");
        }
    }
}
