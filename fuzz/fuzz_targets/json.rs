//! Any text is read, or refused with a place in it; what is read stands where it says it stands.
#![no_main]

use assumable::json::{self, Kind, Value};
use assumable::{Explain as _, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| match json::parse(source, 32) {
    Ok(value) => walk(source, &value),
    Err(error) => {
        if let Some(span) = error.span() {
            text(source, span);
        }
        let _ = error.to_string();
    }
});

fn walk(source: &str, value: &Value) {
    let text = text(source, value.span);
    match &value.kind {
        Kind::Null => assert_eq!(text, "null"),
        Kind::Bool(value) => assert_eq!(text, value.to_string()),
        Kind::Number(number) => assert_eq!(text, number),
        Kind::String(_) => assert!(text.starts_with('"') && text.ends_with('"')),
        Kind::Array(elements) => elements.iter().for_each(|element| walk(source, element)),
        Kind::Object(object) => object.iter().for_each(|member| walk(source, &member.value)),
    }
}

fn text(source: &str, span: Span) -> &str {
    span.of(source).expect("a span lies in its text")
}
