//! Templates such as `repo:<owner>/<repository>:environment:<environment>`: fixed text and named
//! gaps, for issuers and for subjects.

use alloc::string::String;
use alloc::vec::Vec;

/// The text in one gap of a template.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Gap<'a> {
    pub(super) name: &'static str,
    pub(super) text: &'a str,
    /// Where it starts, in UTF-8 bytes.
    pub(super) start: usize,
}

/// How far a text must go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reach {
    /// It fills the whole template.
    Whole,
    /// It ends in `*` and fills the template up to there.
    UpToWildcard,
}

/// The gaps of a template as a text fills them, if each `accepts` its text. A gap ends where the
/// template's next fixed text first occurs.
pub(super) fn fill<'a>(
    template: &'static str,
    text: &'a str,
    reach: Reach,
    accepts: impl Fn(&str, &str) -> bool,
) -> Option<Vec<Gap<'a>>> {
    let open = reach == Reach::UpToWildcard;
    let stem = if open { text.strip_suffix('*')? } else { text };
    let mut pieces = template.split('<');
    let head = pieces.next()?;
    let mut gaps = Vec::new();
    if !stem.starts_with(head) {
        return (open && head.starts_with(stem)).then_some(gaps);
    }
    let mut start = head.len();
    for piece in pieces {
        let (name, after) = piece.split_once('>')?;
        let rest = stem.get(start..)?;
        if open && rest.is_empty() {
            return Some(gaps);
        }
        let found = if after.is_empty() { Some(rest.len()) } else { rest.find(after) };
        let (text, ends) = match found {
            Some(end) => (rest.get(..end)?, false),
            None if open => match overlap(rest, after) {
                0 => (text.get(start..)?, true),
                overlap => (rest.get(..rest.len().checked_sub(overlap)?)?, true),
            },
            None => return None,
        };
        if !accepts(name, text) {
            return None;
        }
        gaps.push(Gap { name, text, start });
        if ends {
            return Some(gaps);
        }
        start = start.checked_add(text.len())?.checked_add(after.len())?;
    }
    (start == stem.len()).then_some(gaps)
}

/// How many bytes at the end of `text` begin `next`.
fn overlap(text: &str, next: &str) -> usize {
    let begins = |length: &usize| next.get(..*length).is_some_and(|begin| text.ends_with(begin));
    (1..next.len()).rev().find(begins).unwrap_or(0)
}

/// The names of a template's gaps.
pub(super) fn names(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split('<').skip(1).filter_map(|piece| piece.split('>').next())
}

/// The template with its gaps filled; `None` if one has no text.
pub(super) fn render<'a>(
    template: &'static str,
    value: impl Fn(&str) -> Option<&'a str>,
) -> Option<String> {
    let mut pieces = template.split('<');
    let mut rendered = String::from(pieces.next()?);
    for piece in pieces {
        let (name, after) = piece.split_once('>')?;
        rendered.push_str(value(name)?);
        rendered.push_str(after);
    }
    Some(rendered)
}
