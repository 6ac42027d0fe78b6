use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use hifijson::escape;
use hifijson::num::LexWrite as _;
use hifijson::str::{Error as StrError, LexAlloc as _};
use hifijson::token::Lex as _;
use hifijson::{Read as _, SliceLexer};

use super::{Kind, Member, Object, Value};
use crate::error::{Expected, JsonError};
use crate::sorted;
use crate::span::Span;

/// Parses one JSON value and nothing after it.
///
/// Stricter than [RFC 8259] asks: no byte order mark, no duplicate member names at any depth, at
/// most `max_depth` nested arrays and objects.
///
/// ```
/// use assumable::json;
///
/// let value = json::parse(r#"{"aud": ["sts.amazonaws.com"]}"#, 32)?;
/// let aud = value.as_object().unwrap().get("aud").unwrap();
/// assert_eq!((aud.span.start, aud.span.end), (8, 29));
///
/// let error = json::parse(r#"{"sub": "a", "\u0073ub": "b"}"#, 32).unwrap_err();
/// assert_eq!(error.to_string(), "two members are named `sub`");
/// # Ok::<(), assumable::JsonError>(())
/// ```
///
/// # Errors
///
/// The first departure from the grammar, with its place.
///
/// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259
pub fn parse(source: &str, max_depth: usize) -> Result<Value, JsonError> {
    document(source, max_depth, |members| refuse_duplicates(members))
}

/// Parses as [`parse`] does, but of members with the same name the last counts, as in most readers.
/// For what a cloud reads, never for what is to be relied on.
///
/// # Errors
///
/// As those of [`parse`], but for [`JsonError::DuplicateMember`].
pub fn parse_last_wins(source: &str, max_depth: usize) -> Result<Value, JsonError> {
    document(source, max_depth, keep_last)
}

fn document(source: &str, max_depth: usize, duplicates: Duplicates) -> Result<Value, JsonError> {
    if source.starts_with('\u{feff}') {
        return Err(JsonError::ByteOrderMark);
    }
    let lexer = SliceLexer::new(source.as_bytes());
    let mut parser = Parser { lexer, source, max_depth, duplicates };
    if parser.lexer.ws_peek().is_none() {
        return Err(JsonError::Empty);
    }
    let value = parser.value(0)?;
    match parser.lexer.ws_peek() {
        None => Ok(value),
        Some(_) => Err(parser.unexpected(Expected::End)),
    }
}

struct Parser<'a> {
    lexer: SliceLexer<'a>,
    source: &'a str,
    max_depth: usize,
    duplicates: Duplicates,
}

/// What becomes of members with the same name. A function, so that a module that refuses them does
/// not come with the other.
type Duplicates = fn(&mut Vec<Member>) -> Result<(), JsonError>;

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
        let next = self.lexer.ws_peek();
        let start = self.offset();
        let kind = match next {
            Some(b'{') => Kind::Object(self.object(self.deeper(depth)?)?),
            Some(b'[') => Kind::Array(self.array(self.deeper(depth)?)?),
            Some(b'"') => Kind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Kind::Number(self.number()?),
            Some(b'n' | b't' | b'f') => match self.lexer.null_or_bool() {
                Some(None) => Kind::Null,
                Some(Some(value)) => Kind::Bool(value),
                None => return Err(self.unexpected_at(Expected::Value, start)),
            },
            _ => return Err(self.unexpected(Expected::Value)),
        };
        Ok(Value { kind, span: Span::new(start, self.offset()) })
    }

    fn object(&mut self, depth: usize) -> Result<Object, JsonError> {
        // Room for the claims of a token; objects within them are smaller.
        let mut members = Vec::with_capacity(if depth == 1 { FEW } else { 0 });
        self.sequence(b'}', |parser| {
            if parser.lexer.ws_peek() != Some(b'"') {
                return Err(parser.unexpected(Expected::MemberName));
            }
            let start = parser.offset();
            let name = parser.string()?;
            let name_span = Span::new(start, parser.offset());
            if parser.lexer.expect(SliceLexer::ws_peek, b':').is_none() {
                return Err(parser.unexpected(Expected::Colon));
            }
            members.push(Member { name, name_span, value: parser.value(depth)? });
            Ok(())
        })?;
        (self.duplicates)(&mut members)?;
        Ok(Object { members })
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Value>, JsonError> {
        let mut elements = Vec::new();
        self.sequence(b']', |parser| {
            elements.push(parser.value(depth)?);
            Ok(())
        })?;
        Ok(elements)
    }

    /// Items between the bracket that stands next and `end`, separated by commas.
    fn sequence(
        &mut self,
        end: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), JsonError>,
    ) -> Result<(), JsonError> {
        self.lexer.discarded();
        if self.lexer.expect(SliceLexer::ws_peek, end).is_some() {
            return Ok(());
        }
        loop {
            item(self)?;
            if self.lexer.expect(SliceLexer::ws_peek, end).is_some() {
                return Ok(());
            }
            let comma = self.offset();
            if self.lexer.expect(SliceLexer::ws_peek, b',').is_none() {
                return Err(self.unexpected(Expected::CommaOrEnd));
            }
            if matches!(self.lexer.ws_peek(), Some(b'}' | b']')) {
                return Err(JsonError::TrailingComma { span: Span::new(comma, comma + 1) });
            }
        }
    }

    fn string(&mut self) -> Result<String, JsonError> {
        if let Some(text) = self.plain_string() {
            return Ok(text);
        }
        let start = self.offset();
        self.lexer.discarded();
        self.lexer.str_string().map(alloc::borrow::Cow::into_owned).map_err(|error| {
            let here = self.offset();
            match error {
                StrError::Eof | StrError::Escape(escape::Error::Eof) => {
                    JsonError::UnclosedString { span: Span::new(start, here) }
                }
                StrError::Control => {
                    JsonError::ControlCharacter { span: Span::new(here.saturating_sub(1), here) }
                }
                StrError::Escape(_) => JsonError::Escape { span: self.last_escape(start, here) },
                // `source` is a `str`, so its parts between ASCII characters are UTF-8 too.
                StrError::Utf8(_) => JsonError::Escape { span: Span::new(start, here) },
            }
        })
    }

    /// The string that stands next, if it has neither an escape nor anything wrong: then its text is a
    /// part of the source, which nobody needs to read as UTF-8 again.
    fn plain_string(&mut self) -> Option<String> {
        let start = self.offset() + 1;
        let rest = self.source.get(start..)?;
        let end = end_of_plain(rest.as_bytes())?;
        let (text, after) = rest.split_at_checked(end)?;
        let after = after.strip_prefix('"')?;
        self.lexer = SliceLexer::new(after.as_bytes());
        Some(String::from(text))
    }

    fn number(&mut self) -> Result<String, JsonError> {
        let start = self.offset();
        let valid = self.lexer.num_string().validated().is_ok();
        let more = matches!(self.lexer.peek_next(), Some(b'0'..=b'9' | b'.' | b'e' | b'E'));
        let span = Span::new(start, self.offset() + usize::from(more));
        match span.of(self.source) {
            Some(text) if valid && !more => Ok(text.to_string()),
            _ => Err(JsonError::Number { span }),
        }
    }

    fn deeper(&self, depth: usize) -> Result<usize, JsonError> {
        if depth < self.max_depth {
            return Ok(depth + 1);
        }
        let start = self.offset();
        Err(JsonError::TooDeep { span: Span::new(start, start + 1), limit: self.max_depth })
    }

    fn unexpected(&self, expected: Expected) -> JsonError {
        self.unexpected_at(expected, self.offset())
    }

    fn unexpected_at(&self, expected: Expected, start: usize) -> JsonError {
        let found = self.source.get(start..).and_then(|rest| rest.chars().next());
        let end = start + found.map_or(0, char::len_utf8);
        JsonError::Unexpected { expected, found, span: Span::new(start, end) }
    }

    /// From the last backslash before `here`.
    fn last_escape(&self, start: usize, here: usize) -> Span {
        let read = self.source.get(start..here).unwrap_or_default();
        Span::new(start + read.rfind('\\').unwrap_or(0), here)
    }

    /// How much is read; after a wrong escape the lexer may stand inside a character.
    fn offset(&self) -> usize {
        self.source.ceil_char_boundary(self.source.len() - self.lexer.as_slice().len())
    }
}

/// Where the first quote, backslash or control character stands.
fn end_of_plain(text: &[u8]) -> Option<usize> {
    let (words, rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let ends = ends(u64::from_le_bytes(*word)).trailing_zeros() / 8;
        if ends < 8 {
            return Some(index * 8 + usize::try_from(ends).ok()?);
        }
    }
    let at = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
    Some(words.len() * 8 + at)
}

/// The highest bit of each byte that is a quote, a backslash or a control character; of those above
/// the lowest it may be set for others too.
fn ends(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    // What is below a limit borrows from the highest bit, which is set in no ASCII character.
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (is(b'"') | is(b'\\') | below(word, b' ')) & (ONES << 7)
}

/// The order of the text remains.
fn keep_last(members: &mut Vec<Member>) -> Result<(), JsonError> {
    let mut seen = BTreeSet::new();
    members.reverse();
    members.retain(|member| seen.insert(member.name.clone()));
    members.reverse();
    Ok(())
}

fn refuse_duplicates(members: &[Member]) -> Result<(), JsonError> {
    if members.len() <= FEW && are_different(members) {
        return Ok(());
    }
    let names: Vec<&str> = members.iter().map(|member| &*member.name).collect();
    let names = sorted::texts(&names);
    let Some([name, _]) = names.array_windows().find(|[a, b]| a == b) else { return Ok(()) };
    let mut same = members.iter().filter(|member| member.name == *name);
    match (same.next(), same.next()) {
        (Some(first), Some(second)) => Err(JsonError::DuplicateMember {
            name: second.name.clone(),
            span: second.name_span,
            first: first.name_span,
        }),
        _ => Ok(()),
    }
}

/// Each with each. Most names differ in their length already.
fn are_different(members: &[Member]) -> bool {
    let mut rest = members;
    while let Some((first, others)) = rest.split_first() {
        if others.iter().any(|other| other.name == first.name) {
            return false;
        }
        rest = others;
    }
    true
}

/// So many names are compared with each other faster than they are sorted. Most tokens have fewer
/// claims.
const FEW: usize = 32;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::error::Explain as _;

    fn refusal(source: &str) -> (&'static str, Option<&str>) {
        let error = parse(source, 3).unwrap_err();
        (error.code(), error.span().map(|span| span.of(source).unwrap()))
    }

    #[test]
    fn values_know_their_place() {
        let source = r#" {"a": [1.50, "x\"y"], "b": null} "#;
        let value = parse(source, 3).unwrap();
        assert_eq!(value.span.of(source), Some(source.trim()));
        let object = value.as_object().unwrap();
        let a = object.get("a").unwrap().as_array().unwrap();
        assert_eq!(a[0].kind, Kind::Number("1.50".into()));
        assert_eq!(a[1].as_str(), Some("x\"y"));
        assert_eq!(a[1].span.of(source), Some(r#""x\"y""#));
        assert_eq!(object.member("b").unwrap().name_span.of(source), Some("\"b\""));
    }

    #[test]
    fn refusals_name_the_place() {
        let cases = [
            ("", ("json-empty", None)),
            (" \n", ("json-empty", None)),
            ("\u{feff}{}", ("json-byte-order-mark", Some("\u{feff}"))),
            ("{", ("json-unexpected", Some(""))),
            ("[1 2]", ("json-unexpected", Some("2"))),
            ("{} x", ("json-unexpected", Some("x"))),
            ("{'a': 1}", ("json-unexpected", Some("'"))),
            ("[tru]", ("json-unexpected", Some("t"))),
            ("{\"a\": 1,}", ("json-trailing-comma", Some(","))),
            ("[1,]", ("json-trailing-comma", Some(","))),
            ("\"abc", ("json-unclosed-string", Some("\"abc"))),
            ("\"a\nb\"", ("json-control-character", Some("\n"))),
            (r#""a\x""#, ("json-escape", Some(r"\x"))),
            (r#""\ud800""#, ("json-escape", Some(r"\ud800"))),
            ("01", ("json-number", Some("01"))),
            ("[1.]", ("json-number", Some("1."))),
            ("[[[[", ("json-too-deep", Some("["))),
            (r#"{"a":1,"\u0061":2}"#, ("json-duplicate-member", Some(r#""\u0061""#))),
        ];
        for (source, expected) in cases {
            assert_eq!(refusal(source), expected, "{source:?}");
        }
    }

    #[test]
    fn the_last_of_two_members_can_win() {
        let source = r#"{"a": 1, "b": {"c": 1, "c": 2}, "\u0061": 3}"#;
        let value = parse_last_wins(source, 3).unwrap();
        let object = value.as_object().unwrap();
        let names: alloc::vec::Vec<&str> = object.iter().map(|member| &*member.name).collect();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(object.get("a").unwrap().kind, Kind::Number("3".into()));
        let inner = object.get("b").unwrap().as_object().unwrap();
        assert_eq!(inner.get("c").unwrap().kind, Kind::Number("2".into()));
        assert_eq!(inner.iter().len(), 1);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused_with_a_place_in_it(source in "\\PC{0,40}|[\\[\\]{}\",:0-9a-u\\\\ ]{0,40}") {
            if let Some(span) = parse(&source, 32).err().and_then(|error| error.span()) {
                assert!(span.of(&source).is_some(), "{span:?}");
            }
        }

        #[test]
        fn a_string_is_the_same_with_an_escape_and_without(text in "[^\\x00-\\x1f\\\\\"]*") {
            let (plain, escaped) = (format!("\"{text}\""), format!("\"\\u0041{text}\""));
            let value = parse(&plain, 1).unwrap();
            assert_eq!((value.as_str(), value.span.end), (Some(&*text), plain.len()));
            assert_eq!(parse(&escaped, 1).unwrap().as_str(), Some(&*format!("A{text}")));
        }

        #[test]
        fn the_end_of_a_plain_text_is_its_first_special_byte(text in "[ -\"\\[-\\]ü\\x00-\\x21\\x7f😀]{0,40}") {
            let first = text.bytes().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '));
            assert_eq!(end_of_plain(text.as_bytes()), first);
        }

        #[test]
        fn whatever_serde_json_writes_we_read(text in "\\PC*", number: f64) {
            let source = serde_json::json!({ "text": text, "list": [number, null, true] }).to_string();
            let value = parse(&source, 32).unwrap();
            assert_eq!(value.as_object().unwrap().get("text").unwrap().as_str(), Some(&*text));
            let _ = format!("{value:?}");
        }
    }
}
