//! JSON values of a token, handed over without losing digits.

use std::fmt::Write as _;

use assumable::json::{Kind, Object, Value};
use js_sys::JSON;
use wasm_bindgen::{JsValue, UnwrapThrowExt as _};

/// The object as a JavaScript value.
///
/// A number that JavaScript cannot hold exactly (an integer beyond 2^53 - 1, or a size beyond
/// 10^308) becomes a string of its digits: a wrong number would be a wrong identity.
pub(crate) fn to_js(object: &Object) -> JsValue {
    JSON::parse(&to_text(object)).expect_throw("what the core has read as JSON is JSON")
}

fn to_text(object: &Object) -> String {
    let mut text = String::new();
    write_object(&mut text, object);
    text
}

fn write_object(text: &mut String, object: &Object) {
    text.push('{');
    for (index, member) in object.iter().enumerate() {
        separate(text, index);
        write_string(text, &member.name);
        text.push(':');
        write_value(text, &member.value);
    }
    text.push('}');
}

/// As deep as the core's parser went, which is bounded.
fn write_value(text: &mut String, value: &Value) {
    match &value.kind {
        Kind::Null => text.push_str("null"),
        Kind::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Kind::Number(number) if is_safe(number) => text.push_str(number),
        Kind::Number(number) => write_string(text, number),
        Kind::String(string) => write_string(text, string),
        Kind::Array(elements) => {
            text.push('[');
            for (index, element) in elements.iter().enumerate() {
                separate(text, index);
                write_value(text, element);
            }
            text.push(']');
        }
        Kind::Object(object) => write_object(text, object),
    }
}

fn separate(text: &mut String, index: usize) {
    if index > 0 {
        text.push(',');
    }
}

fn write_string(text: &mut String, string: &str) {
    text.push('"');
    for c in string.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            '\0'..='\u{1f}' => {
                // Writing to a `String` cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

/// Whether a double holds the number: integers exactly, others to within rounding.
fn is_safe(number: &str) -> bool {
    let safe = |value: f64| value.abs() <= MAX_SAFE_INTEGER;
    if number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return number.len() <= 15 || number.parse().is_ok_and(safe_integer);
    }
    number.parse().is_ok_and(safe)
}

fn safe_integer(value: i64) -> bool {
    value.unsigned_abs() <= 9_007_199_254_740_991
}

/// `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

#[cfg(test)]
mod tests {
    use assumable::json;

    use super::*;

    #[test]
    fn text_is_json_again() {
        let cases = [
            (
                r#"{"a" : [ 1, -2.5e3 , true, null ], "b\n\"": {} }"#,
                r#"{"a":[1,-2.5e3,true,null],"b\u000a\"":{}}"#,
            ),
            (r#"{"id": 9007199254740991}"#, r#"{"id":9007199254740991}"#),
            (r#"{"id": 9007199254740993}"#, r#"{"id":"9007199254740993"}"#),
            (r#"{"id": -123456789012345678901}"#, r#"{"id":"-123456789012345678901"}"#),
            (r#"{"id": 9007199254740993.0}"#, r#"{"id":"9007199254740993.0"}"#),
            (r#"{"id": 1e400}"#, r#"{"id":"1e400"}"#),
            (r#"{"__proto__": "\u2028😀"}"#, "{\"__proto__\":\"\u{2028}😀\"}"),
        ];
        for (text, expected) in cases {
            let value = json::parse(text, 32).unwrap();
            assert_eq!(to_text(value.as_object().unwrap()), expected);
        }
    }
}
