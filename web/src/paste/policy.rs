//! Trust policies as people paste them: inside a role.

use assumable::json::{self, Kind, Object, Value};

use crate::json_text;
use crate::words;

/// A trust policy that was found in something larger.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) policy: String,
    /// Of the role that it was found in.
    pub(crate) role_arn: Option<String>,
    /// What was taken, in a sentence.
    pub(crate) note: String,
}

/// The trust policy of a role: of what `aws iam get-role` prints, of the role alone, of a resource of
/// a template, or of a text that is encoded for a URL or quoted. `None` for anything else, a plain
/// trust policy among it.
pub(crate) fn policy_in(text: &str) -> Option<Found> {
    let text = text.trim();
    if let Some(decoded) = decoded(text) {
        return Some(Found::new(&decoded, None, "Decoded: the text was encoded for a URL."));
    }
    let value = json::parse(text, DEPTH).ok()?;
    let Kind::Object(root) = &value.kind else {
        let inside = value.as_str().filter(|inside| inside.trim_start().starts_with('{'))?;
        return Some(Found::new(inside, None, "Decoded: the text was a quoted string."));
    };
    let roles = root.get("Roles").and_then(Value::as_array).unwrap_or_default();
    let only = match roles {
        [role] => role.as_object(),
        _ => None,
    };
    let inner = |name| root.get(name).and_then(Value::as_object);
    let places = [Some(root), inner("Role"), inner("Properties"), inner("values"), only];
    places.into_iter().flatten().find_map(|role| of_role(role, text))
}

fn of_role(role: &Object, source: &str) -> Option<Found> {
    let (name, document) = NAMES.iter().find_map(|name| Some((*name, role.get(name)?)))?;
    let policy = match &document.kind {
        Kind::Object(_) => document.span.of(source)?.to_owned(),
        Kind::String(text) => decoded(text).unwrap_or_else(|| text.clone()),
        _ => return None,
    };
    let text = |name: &str| role.get(name).and_then(Value::as_str);
    let whose = text("RoleName").or_else(|| text("name"));
    let whose = whose.map_or_else(
        || String::from("a role"),
        |name| format!("the role `{}`", words::value(name)),
    );
    let role_arn = text("Arn").or_else(|| text("arn")).map(str::to_owned);
    let arn = if role_arn.is_some() { " Its ARN was taken along." } else { "" };
    Some(Found::new(&policy, role_arn, &format!("Taken from {whose}: its `{name}`.{arn}")))
}

impl Found {
    fn new(policy: &str, role_arn: Option<String>, note: &str) -> Self {
        Self { policy: json_text::spread(policy), role_arn, note: note.to_owned() }
    }
}

/// A JSON object that is encoded for a URL, as IAM's API gives it.
fn decoded(text: &str) -> Option<String> {
    let begins =
        |with: &str| text.get(..with.len()).is_some_and(|it| it.eq_ignore_ascii_case(with));
    if !begins("%7B") {
        return None;
    }
    let mut pieces = text.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// IAM's name, and Terraform's.
const NAMES: [&str; 2] = ["AssumeRolePolicyDocument", "assume_role_policy"];

const DEPTH: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;
    const ENCODED: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D";

    #[test]
    fn the_policy_of_a_role_is_found_wherever_people_copy_it_from() {
        let quoted = POLICY.replace('"', "\\\"");
        let role =
            format!(r#"{{"RoleName":"deploy","Arn":"arn:a","AssumeRolePolicyDocument":{POLICY}}}"#);
        let cases = [
            (format!(r#"{{"Role":{role}}}"#), Some("arn:a")),
            (format!(r#"{{"Roles":[{role}]}}"#), Some("arn:a")),
            (role, Some("arn:a")),
            (format!(r#"{{"AssumeRolePolicyDocument":"{ENCODED}"}}"#), None),
            (
                format!(
                    r#"{{"Type":"AWS::IAM::Role","Properties":{{"AssumeRolePolicyDocument":{POLICY}}}}}"#
                ),
                None,
            ),
            (format!(r#"{{"values":{{"assume_role_policy":"{quoted}"}}}}"#), None),
            (format!(" {ENCODED}\n"), None),
            (format!("\"{quoted}\""), None),
        ];
        for (text, arn) in cases {
            let found = policy_in(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(json_text::packed(&found.policy), POLICY);
            assert_eq!(found.role_arn.as_deref(), arn, "{text}");
        }
    }

    #[test]
    fn what_was_taken_is_said() {
        let note = |text: &str| policy_in(text).unwrap().note;
        let role =
            format!(r#"{{"RoleName":"a`b","Arn":"arn:a","AssumeRolePolicyDocument":{POLICY}}}"#);
        assert_eq!(
            note(&role),
            "Taken from the role `a\u{2cb}b`: its `AssumeRolePolicyDocument`. Its ARN was taken along."
        );
        assert_eq!(note(ENCODED), "Decoded: the text was encoded for a URL.");
    }

    #[test]
    fn anything_else_stays_as_it_is() {
        let two = r#"{"Roles":[{"AssumeRolePolicyDocument":{}},{"AssumeRolePolicyDocument":{}}]}"#;
        for text in [POLICY, "", "{", "%7B%2", "%7Bé%", "\"a\"", two, "[1]", "An error occurred"] {
            assert_eq!(policy_in(text), None, "{text}");
        }
    }
}
