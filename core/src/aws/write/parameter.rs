//! The parameter `PolicyDocument`, before anybody reads JSON: [UpdateAssumeRolePolicy].
//!
//! [UpdateAssumeRolePolicy]: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html

use alloc::format;
use alloc::string::String;

use super::WriteError;
use crate::decision::Confidence;
use crate::span::Span;

/// The first constraint of the parameter that the text breaks.
pub(super) fn check(source: &str) -> Option<WriteError> {
    if source.is_empty() {
        let reason = "there is no text".into();
        return Some(refused("Member must have length greater than or equal to 1", reason, None));
    }
    let mut characters = 0;
    for (at, c) in source.char_indices() {
        if !is_allowed(c) {
            let span = Span::new(at, at + c.len_utf8());
            let reason = format!(
                "the character U+{:04X} cannot stand in a policy; only tab, line breaks and U+0020 \
                 to U+00FF can",
                u32::from(c)
            );
            return Some(refused(PATTERN, reason, Some(span)));
        }
        characters += 1;
        if characters > MOST_CHARACTERS {
            let constraint = "Member must have length less than or equal to 131072";
            let reason = format!(
                "the text is longer than the {MOST_CHARACTERS} characters of the parameter"
            );
            return Some(refused(constraint, reason, Some(Span::new(at, source.len()))));
        }
    }
    None
}

/// The constraints are documented, the words are those that AWS has for such parameters elsewhere.
fn refused(constraint: &str, reason: String, span: Option<Span>) -> WriteError {
    let message = format!(
        "1 validation error detected: Value at 'policyDocument' failed to satisfy constraint: \
         {constraint}"
    );
    WriteError {
        code: "ValidationError",
        message,
        http_status: 400,
        reason,
        span,
        confidence: Confidence::Assumed,
    }
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}')
}

pub(super) const MOST_CHARACTERS: usize = 131_072;

const PATTERN: &str = "Member must satisfy regular expression pattern: \
                       [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+";
