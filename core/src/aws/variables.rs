//! Policy variables: `${key}`, `${key, 'default'}`, and the escapes `${*}`, `${?}`, `${$}`.
//!
//! Source: [policy variables].
//!
//! [policy variables]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

use alloc::borrow::{Cow, ToOwned as _};
use alloc::vec::Vec;

use super::context::{Known, RequestContext};
use crate::decision::ValueProblem;
use crate::pattern::Unit;

/// Replaces the variables of one decision.
pub(super) struct Variables<'a> {
    pub(super) context: &'a RequestContext,
    /// How much more text variables may stand for.
    room: usize,
}

/// A stretch of a policy's value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Piece<'a> {
    /// As written: where the operator knows wildcards, `*` and `?` are some.
    Pattern(&'a str),
    /// Put in for a variable or an escape: each character stands for itself.
    Literal(&'a str),
}

impl<'a> Variables<'a> {
    pub(super) fn new(context: &'a RequestContext) -> Self {
        Self { context, room: MOST_TEXT }
    }

    /// The value with its variables replaced.
    pub(super) fn expand<'v>(&mut self, value: &'v str) -> Result<Vec<Piece<'v>>, ValueProblem>
    where
        'a: 'v,
    {
        let mut pieces = Vec::new();
        for token in tokens(value) {
            pieces.push(match token {
                Token::Text(text) => Piece::Pattern(text),
                Token::Escape(character) => Piece::Literal(character),
                Token::Variable { key, default } => Piece::Literal(self.resolve(key, default)?),
                Token::Malformed(text) => {
                    return Err(ValueProblem::VariableMalformed(text.to_owned()));
                }
            });
        }
        Ok(pieces)
    }

    /// That a key of list type is no variable, not even with a default, is recorded
    /// (`vectors/aws/conditions.json`, ids `sets-08*`).
    fn resolve<'v>(&mut self, key: &str, default: Option<&'v str>) -> Result<&'v str, ValueProblem>
    where
        'a: 'v,
    {
        let text = match self.context.known(&key.to_ascii_lowercase()) {
            Known::NotGiven => return Err(ValueProblem::VariableNotGiven(key.to_owned())),
            Known::Given(value) if value.is_multivalued() => {
                return Err(ValueProblem::VariableMultivalued(key.to_owned()));
            }
            Known::Given(value) => value.values.first().map(|value| &**value),
            Known::Missing => None,
        };
        let missing = || ValueProblem::VariableMissing(key.to_owned());
        let text = text.or(default).ok_or_else(missing)?;
        self.room = self.room.checked_sub(text.len()).ok_or(ValueProblem::TooMuchText)?;
        Ok(text)
    }
}

impl<'a> Piece<'a> {
    fn text(self) -> &'a str {
        match self {
            Self::Pattern(text) | Self::Literal(text) => text,
        }
    }

    /// As elements of a pattern.
    pub(super) fn units(self) -> impl Iterator<Item = Unit> {
        let literal = matches!(self, Self::Literal(_));
        self.text().encode_utf16().map(match literal {
            true => Unit::Literal,
            false => Unit::of_pattern,
        })
    }
}

/// The pieces as one text.
pub(super) fn joined<'a>(pieces: &[Piece<'a>]) -> Cow<'a, str> {
    match pieces {
        [piece] => Cow::Borrowed(piece.text()),
        _ => pieces.iter().map(|piece| piece.text()).collect(),
    }
}

pub(super) fn has_variables(value: &str) -> bool {
    value.contains("${")
}

/// What a policy's value is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Token<'a> {
    Text(&'a str),
    /// `*`, `?` or `$`.
    Escape(&'a str),
    Variable {
        key: &'a str,
        default: Option<&'a str>,
    },
    /// From `${` to the next `}`, or to the end.
    Malformed(&'a str),
}

pub(crate) fn tokens(value: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = value;
    core::iter::from_fn(move || {
        let start = rest.find("${").unwrap_or(rest.len());
        let (token, length) = match rest.get(..start) {
            Some("") | None => variable(rest)?,
            Some(text) => (Token::Text(text), start),
        };
        rest = rest.get(length..).unwrap_or_default();
        Some(token)
    })
}

/// The variable that a text begins with, and its length.
fn variable(text: &str) -> Option<(Token<'_>, usize)> {
    let body = text.strip_prefix("${")?;
    let malformed = || {
        let length = text.find('}').map_or(text.len(), |at| at + 1);
        (Token::Malformed(text.get(..length).unwrap_or(text)), length)
    };
    Some(read_body(body).map_or_else(malformed, |(token, length)| (token, length + "${".len())))
}

/// What follows `${`, closing brace included.
fn read_body(body: &str) -> Option<(Token<'_>, usize)> {
    let (name, after) = body.split_at_checked(body.find([',', '}'])?)?;
    if after.starts_with('}') {
        let token = match name {
            "*" | "?" | "$" => Token::Escape(name),
            _ if is_key(name) => Token::Variable { key: name, default: None },
            _ => return None,
        };
        return Some((token, name.len() + 1));
    }
    let default = after.strip_prefix(", '")?;
    let (default, _) = default.split_once("'}").filter(|_| is_key(name))?;
    let length = name.len() + ", '".len() + default.len() + "'}".len();
    Some((Token::Variable { key: name, default: Some(default) }, length))
}

/// Access Analyzer refuses spaces in a variable's name, and an empty one.
fn is_key(name: &str) -> bool {
    !name.is_empty() && !name.contains([' ', '$', '{', '\''])
}

/// The text that all variables of a decision may stand for, in bytes. It doubles at most what the
/// conditions may hold by default (`Limits::condition_bytes`), so that the work stays bounded.
const MOST_TEXT: usize = 16 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_piece_by_piece() {
        let variable = |key, default| Token::Variable { key, default };
        let cases: [(&str, &[Token<'_>]); 12] = [
            ("", &[]),
            ("a$b{c}", &[Token::Text("a$b{c}")]),
            ("a${b:c}d", &[Token::Text("a"), variable("b:c", None), Token::Text("d")]),
            ("${b:c/d}${e:f}", &[variable("b:c/d", None), variable("e:f", None)]),
            ("${b:c, 'd}, e'}f", &[variable("b:c", Some("d}, e")), Token::Text("f")]),
            ("${b:c, ''}", &[variable("b:c", Some(""))]),
            ("${*}${?}${$}", &[Token::Escape("*"), Token::Escape("?"), Token::Escape("$")]),
            ("${$}{x}", &[Token::Escape("$"), Token::Text("{x}")]),
            ("${}x", &[Token::Malformed("${}"), Token::Text("x")]),
            ("${a b}", &[Token::Malformed("${a b}")]),
            ("x${a", &[Token::Text("x"), Token::Malformed("${a")]),
            ("${a,'b'}", &[Token::Malformed("${a,'b'}")]),
        ];
        for (value, expected) in cases {
            assert_eq!(tokens(value).collect::<Vec<_>>(), expected, "{value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_value_is_read_to_its_end(value in "[${}*?a, ']{0,30}") {
            let mut length = 0;
            for token in tokens(&value) {
                length += match token {
                    Token::Text(text) | Token::Malformed(text) => text.len(),
                    Token::Escape(text) => text.len() + 3,
                    Token::Variable { key, default } => {
                        key.len() + 3 + default.map_or(0, |default| default.len() + 4)
                    }
                };
            }
            assert_eq!(length, value.len());
        }
    }
}
