//! JSON as text: coloured, spread out, packed. Nothing here parses: half-typed text is welcome.

use std::ops::Range;

/// What a stretch of JSON text is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Class {
    /// A member's name.
    Name,
    /// Any other string.
    Text,
    /// A number, `true`, `false`, `null`, or something that is no JSON.
    Other,
    /// Brackets, commas, colons.
    Mark,
    /// White space.
    Space,
}

impl Class {
    /// The class that sets the colour.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Name => "json-name",
            Self::Text => "json-text",
            Self::Other => "json-other",
            Self::Mark => "json-mark",
            Self::Space => "",
        }
    }
}

/// The stretches of a text, without gaps, in UTF-8 bytes.
pub(crate) fn stretches(text: &str) -> Vec<(Range<usize>, Class)> {
    let mut found: Vec<(Range<usize>, Class)> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let (length, class) = match first {
            '"' => (string_length(rest), Class::Text),
            '{' | '}' | '[' | ']' | ',' | ':' => (1, Class::Mark),
            c if c.is_whitespace() => (run(rest, char::is_whitespace), Class::Space),
            _ => (run(rest, is_word), Class::Other),
        };
        if first == ':' {
            name_before(&mut found);
        }
        rest = rest.get(length..).unwrap_or_default();
        found.push((start..start + length, class));
    }
    found
}

/// The text with white space between its parts removed. Strings and numbers stay as they are.
pub(crate) fn packed(text: &str) -> String {
    parts(text).map(|(part, _)| part).collect()
}

/// The text spread out: two spaces of indent, one member or element a line.
pub(crate) fn spread(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth: usize = 0;
    let mut previous = "";
    for (part, class) in parts(text) {
        let closing = matches!(part, "}" | "]") && class == Class::Mark;
        if closing {
            depth = depth.saturating_sub(1);
        }
        let opened = matches!(previous, "{" | "[");
        if (opened && !closing) || (closing && !opened) || previous == "," {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        } else if previous == ":" {
            out.push(' ');
        }
        out.push_str(part);
        if matches!(part, "{" | "[") && class == Class::Mark {
            depth += 1;
        }
        previous = if class == Class::Mark { part } else { "" };
    }
    out
}

/// A text as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn parts(text: &str) -> impl Iterator<Item = (&str, Class)> {
    stretches(text)
        .into_iter()
        .filter(|(_, class)| *class != Class::Space)
        .map(|(range, class)| (text.get(range).unwrap_or_default(), class))
}

/// A string that a colon follows is a name.
fn name_before(found: &mut [(Range<usize>, Class)]) {
    let last = found.iter_mut().rev().find(|(_, class)| *class != Class::Space);
    if let Some((_, class @ Class::Text)) = last {
        *class = Class::Name;
    }
}

/// Up to the closing quote; an unclosed string ends with its line.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return at,
            '"' if !escaped => return at + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    text.len()
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn is_word(c: char) -> bool {
    !c.is_whitespace() && !"\"{}[],:".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NESTED: &str = r#"{"a" : [1, "x:{\" y", {}], "b":{"c":null},"d":[]}"#;

    #[test]
    fn names_and_texts_are_told_apart() {
        let classes: Vec<_> = parts(NESTED).map(|(part, class)| (class, part)).collect();
        assert_eq!(classes[1], (Class::Name, "\"a\""));
        assert_eq!(classes[6], (Class::Text, r#""x:{\" y""#));
        assert!(classes.contains(&(Class::Other, "null")));
    }

    #[test]
    fn packing_and_spreading_keep_the_parts() {
        let spread = spread(NESTED);
        insta::assert_snapshot!(spread, @r#"
        {
          "a": [
            1,
            "x:{\" y",
            {}
          ],
          "b": {
            "c": null
          },
          "d": []
        }
        "#);
        assert_eq!(packed(&spread), packed(NESTED));
    }

    #[test]
    fn broken_text_is_covered_without_gaps() {
        for text in ["", "{\"a", "\"\\", "}}}]", "{\"ü\": tru\n\"x", ",,:\u{feff}", "\\\"\n\""] {
            let whole: String =
                stretches(text).into_iter().map(|(range, _)| text.get(range).unwrap()).collect();
            assert_eq!(whole, text);
            let _ = spread(text);
        }
    }
}
