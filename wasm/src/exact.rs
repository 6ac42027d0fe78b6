//! JSON objects of a token or a key, handed over without losing digits.

use assumable::Span;
use assumable::json::{Kind, Object, Value};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// What is read from text that is written here: what the core has read as JSON is JSON, so there is
    /// nothing to catch.
    #[wasm_bindgen(js_namespace = JSON)]
    pub(crate) fn parse(text: &str) -> JsValue;
}

/// Writes the object as it stands in its text.
///
/// A number that JavaScript cannot hold exactly (an integer beyond 2^53 - 1, or a larger size)
/// becomes a string of its digits: a wrong number would be a wrong identity.
pub(crate) fn write(text: &mut String, source: &str, object: &Object) {
    let mut members = object.iter();
    let (first, last) = (members.next(), members.last());
    text.push('{');
    if let Some(first) = first {
        let start = first.name_span.start;
        let end = last.unwrap_or(first).value.span.end;
        let mut copied = start;
        let mut copy = |text: &mut String, to: usize| {
            text.push_str(Span::new(copied, to).of(source).unwrap_or_default());
            copied = to;
        };
        let mut unsafe_numbers = Vec::new();
        for member in object.iter() {
            find_unsafe(&member.value, &mut unsafe_numbers);
        }
        for number in unsafe_numbers {
            copy(text, number.start);
            text.push('"');
            copy(text, number.end);
            text.push('"');
        }
        copy(text, end);
    }
    text.push('}');
}

/// Where the numbers stand that must be quoted, in the order of the text. As deep as the core's
/// parser went, which is bounded.
fn find_unsafe(value: &Value, found: &mut Vec<Span>) {
    match &value.kind {
        Kind::Number(number) if !is_safe(number) => found.push(value.span),
        Kind::Array(elements) => elements.iter().for_each(|element| find_unsafe(element, found)),
        Kind::Object(object) => {
            object.iter().for_each(|member| find_unsafe(&member.value, found));
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => {}
    }
}

/// Whether a double holds the number: integers exactly, others to within rounding.
///
/// Decided on the digits: reading doubles would bring tables of powers into the module.
fn is_safe(number: &str) -> bool {
    if number.len() <= 15 && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        return true;
    }
    let size = number.strip_prefix('-').unwrap_or(number);
    let (mantissa, exponent) = size.split_once(['e', 'E']).unwrap_or((size, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let far = if exponent.starts_with('-') { i64::MIN } else { i64::MAX };
    let point = exponent.parse().unwrap_or(far);
    let point = point.saturating_add(i64::try_from(whole.len()).unwrap_or(i64::MAX));
    let mut digits = whole.bytes().chain(fraction.bytes());
    let mut rounded_down = 0;
    for _ in 0..point {
        let digit = match digits.next() {
            Some(digit) => u64::from(digit.saturating_sub(b'0')),
            None if rounded_down == 0 => return true,
            None => 0,
        };
        rounded_down = rounded_down * 10 + digit;
        if rounded_down > MAX_SAFE_INTEGER {
            return false;
        }
    }
    rounded_down < MAX_SAFE_INTEGER || digits.all(|digit| digit == b'0')
}

/// `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE_INTEGER: u64 = 9_007_199_254_740_991;

#[cfg(test)]
mod tests {
    use assumable::json;

    use super::*;

    #[test]
    fn only_numbers_change() {
        let cases = [
            (" {} ", "{}"),
            (
                "\t{\"a\" : [ 1, -2.5e3 , true, null ], \"b\\n\\\"\": {} }\n",
                "{\"a\" : [ 1, -2.5e3 , true, null ], \"b\\n\\\"\": {}}",
            ),
            (r#"{"id": 9007199254740991}"#, r#"{"id": 9007199254740991}"#),
            (r#"{"id": 9007199254740993}"#, r#"{"id": "9007199254740993"}"#),
            (r#"{"id": -123456789012345678901}"#, r#"{"id": "-123456789012345678901"}"#),
            (r#"{"id": 9007199254740993.0}"#, r#"{"id": "9007199254740993.0"}"#),
            (
                r#"{"a": [1e400, {"b": 1e401}], "c": 2}"#,
                r#"{"a": ["1e400", {"b": "1e401"}], "c": 2}"#,
            ),
            (r#"{"__proto__": "\u2028😀"}"#, r#"{"__proto__": "\u2028😀"}"#),
        ];
        for (source, expected) in cases {
            let value = json::parse(source, 32).unwrap();
            let mut text = String::new();
            write(&mut text, source, value.as_object().unwrap());
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn sizes_are_read_from_digits() {
        for safe in [
            "9007199254740991",
            "-9007199254740991.000",
            "9007199254740990.9",
            "0.9007199254740991e16",
            "90071992547409910E-1",
            "9007199254.740991e+6",
            "1e15",
            "-0.0e400",
            "0e99999999999999999999",
            "123e-99999999999999999999",
            "1e-400",
            "0.00000000000000000001e30",
        ] {
            assert!(is_safe(safe), "{safe}");
        }
        for not in [
            "9007199254740992",
            "-9007199254740991.5",
            "0.9007199254740992e16",
            "90071992547409920E-1",
            "1e16",
            "-1e308",
            "1e99999999999999999999",
            "0.00000000000000000001e40",
        ] {
            assert!(!is_safe(not), "{not}");
        }
    }

    #[test]
    fn an_object_inside_a_text_is_cut_out() {
        let source = r#"[{"kid": "ü", "n": 12345678901234567890}, 2]"#;
        let value = json::parse(source, 32).unwrap();
        let object = value.as_array().unwrap().first().unwrap().as_object().unwrap();
        let mut text = String::new();
        write(&mut text, source, object);
        assert_eq!(text, r#"{"kid": "ü", "n": "12345678901234567890"}"#);
    }
}
