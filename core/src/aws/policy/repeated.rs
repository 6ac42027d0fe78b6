//! A name that an object has twice. Whoever keeps one of the two, as one does elsewhere, loses a
//! condition or a principal here.

use crate::aws::operator::Operator;
use crate::error::{JsonError, PolicyError};

pub(super) fn or_not_json(error: JsonError) -> PolicyError {
    match error {
        JsonError::DuplicateMember { name, span, first } => match together(&name) {
            Some(together) => PolicyError::Repeated { name, together, span },
            None => PolicyError::Json(JsonError::DuplicateMember { name, span, first }),
        },
        error => PolicyError::Json(error),
    }
}

/// How both are written as one, if this is a name of the language under which things are collected.
fn together(name: &str) -> Option<&'static str> {
    match name {
        "Statement" => Some("put the statements of both into one list"),
        "Condition" => Some("put the blocks of both into one `Condition`; all of them must hold"),
        "AWS" | "Federated" | "Service" | "CanonicalUser" | "Action" | "NotAction" => {
            Some("put the values of both into one list")
        }
        _ if Operator::parse(name).is_ok() => {
            Some("put the keys of both into one block, and keep each: all of them must hold")
        }
        // A condition key; no other name of the language has a colon.
        _ if name.contains(':') => {
            Some("put the values of both into one list, which means any of them")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use crate::aws::TrustPolicy;
    use crate::error::Explain as _;
    use crate::limits::Limits;

    #[test]
    fn nobody_is_told_to_take_a_condition_out() {
        for (object, help) in [
            (r#""StringEquals": {"a:aud": "b"}, "StringEquals": {"a:sub": "c"}"#, "one block"),
            (r#""ForAnyValue:StringLike": {}, "ForAnyValue:StringLike": {}"#, "one block"),
            (r#""StringLike": {"a:sub": "b", "a:sub": "c"}"#, "one list"),
            (r#""Federated": "a", "Federated": "b""#, "one list"),
            (r#""Condition": {}, "Condition": {}"#, "one `Condition`"),
            (r#""Sid": "a", "Sid": "b""#, "keep one"),
        ] {
            let policy = format!("{{\"Statement\": {{{object}}}}}");
            let errors = TrustPolicy::parse(&policy, &Limits::default()).unwrap_err();
            let error = errors.iter().next().unwrap();
            assert_eq!(error.code(), "json-duplicate-member");
            let found = error.help().unwrap();
            assert!(found.contains(help), "{object}: {found}");
        }
    }
}
