//! Text of a token, written so that every reader of the policy takes it as it is.

use alloc::string::String;

use crate::error::TextFlaw;
use crate::visible::visible;

/// The text as a value of a policy of version 2012-10-17: `${*}`, `${?}` and `${$}` stand for the
/// characters themselves ([policy variables]).
///
/// [policy variables]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
pub(super) fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '*' | '?' | '$' => literal.extend(['$', '{', c, '}']),
            c => literal.push(c),
        }
    }
    literal
}

/// Whether the text may go into a policy at all.
pub(super) fn check(text: &str) -> Result<(), TextFlaw> {
    if visible(text) != text {
        return Err(TextFlaw::Hidden);
    }
    if text.contains(|c| c > '\u{ff}') {
        return Err(TextFlaw::NotStored);
    }
    // Terraform's data source makes `${` of `&{`, and `%{` begins a directive of its language.
    if text.contains("&{") || text.contains("%{") {
        return Err(TextFlaw::Template);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_and_variables_stand_for_themselves() {
        assert_eq!(literal("a*b?${c}"), "a${*}b${?}${$}{c}");
        assert_eq!(literal("{a}:%3A"), "{a}:%3A");
    }

    #[test]
    fn what_readers_take_otherwise_is_refused() {
        for (text, flaw) in [
            ("a\u{200b}b", TextFlaw::Hidden),
            ("a\nb", TextFlaw::Hidden),
            ("字", TextFlaw::NotStored),
            ("&{aws:username}", TextFlaw::Template),
            ("%{ if true }", TextFlaw::Template),
        ] {
            assert_eq!(check(text), Err(flaw), "{text}");
        }
        assert_eq!(check("Default Project é & % {a}"), Ok(()));
    }
}
