//! How long a trust policy may be.

use alloc::format;
use alloc::string::String;

use super::WriteError;
use crate::decision::Confidence;
use crate::span::Span;

/// Source: [IAM quotas]. White space does not count.
///
/// [IAM quotas]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
pub(super) fn check(source: &str) -> Option<WriteError> {
    let actual = Size::of(source).least;
    (actual > QUOTA).then(|| {
        let reason = format!(
            "the policy has {actual} characters that are not white space; the quota is {QUOTA} \
             unless it was raised, to {MOST} at most"
        );
        exceeded(reason, None)
    })
}

/// Whether white space in strings counts is not said.
pub(super) fn acceptance(source: &str) -> Confidence {
    if Size::of(source).most > QUOTA { Confidence::Assumed } else { Confidence::Observed }
}

pub(super) fn exceeded(reason: String, span: Option<Span>) -> WriteError {
    let code = "LimitExceeded";
    let message = format!("Cannot exceed quota for ACLSizePerRole: {QUOTA}");
    WriteError { code, message, http_status: 409, reason, span, confidence: Confidence::Assumed }
}

/// How many characters count.
struct Size {
    /// Without white space.
    least: usize,
    /// With the white space in strings.
    most: usize,
}

impl Size {
    fn of(source: &str) -> Self {
        let (mut in_string, mut escaped) = (false, false);
        let mut size = Self { least: 0, most: 0 };
        for c in source.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            size.least += usize::from(!space);
            size.most += usize::from(!space || in_string);
            in_string ^= c == '"' && !escaped;
            escaped = in_string && c == '\\' && !escaped;
        }
        size
    }
}

/// The default, and how far it can be raised.
const QUOTA: usize = 2048;
const MOST: usize = 8192;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_in_strings_is_told_apart() {
        for (source, least, most) in
            [("{ \"a b\" : 1 }", 8, 9), ("\"\\\" \" \"\\\\\" ", 8, 9), ("", 0, 0)]
        {
            let size = Size::of(source);
            assert_eq!((size.least, size.most), (least, most), "{source}");
        }
    }
}
