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

/// The gaps of a template as a text fills them, if each `accepts` its text.
pub(super) fn fill<'a>(
    template: &'static str,
    text: &'a str,
    reach: Reach,
    accepts: impl Fn(&str, &str) -> bool,
) -> Option<Vec<Gap<'a>>> {
    let mut gaps = Vec::new();
    fits(template, text, reach, accepts, |gap| gaps.push(gap)).then_some(gaps)
}

/// Whether a text fills a template, each gap with a text that it `accepts`; `take` gets them in turn.
/// A gap ends where the template's next fixed text first occurs. Where it could as well end later,
/// the text is refused, not guessed.
pub(super) fn fits<'a>(
    template: &'static str,
    text: &'a str,
    reach: Reach,
    accepts: impl Fn(&str, &str) -> bool,
    mut take: impl FnMut(Gap<'a>),
) -> bool {
    let open = reach == Reach::UpToWildcard;
    let Some(stem) = (if open { text.strip_suffix('*') } else { Some(text) }) else {
        return false;
    };
    // Most texts are told apart by their ends, which is cheap to see.
    if !open && !text.ends_with(template.rsplit('>').next().unwrap_or_default()) {
        return false;
    }
    let mut pieces = template.split('<');
    let head = pieces.next().unwrap_or_default();
    let Some(mut rest) = stem.strip_prefix(head) else {
        return open && head.starts_with(stem);
    };
    for piece in pieces {
        let Some((name, after)) = piece.split_once('>') else {
            return false;
        };
        if open && rest.is_empty() {
            return true;
        }
        let start = stem.len().saturating_sub(rest.len());
        let mut gap = |text: Option<&'a str>| match text {
            Some(text) if accepts(name, text) => {
                take(Gap { name, text, start });
                true
            }
            _ => false,
        };
        if after.is_empty() {
            return gap(Some(rest));
        }
        let Some((value, next)) = rest.split_once(after) else {
            // The wildcard belongs to this gap, unless the next fixed text must begin before it.
            let cut = rest.len().saturating_sub(overlap(rest, after));
            return open && (gap(text.get(start..)) || gap(rest.get(..cut)));
        };
        let later = rest.rsplit_once(after).map_or(value, |(later, _)| later);
        if later.len() > value.len() && accepts(name, later) || !gap(Some(value)) {
            return false;
        }
        rest = next;
    }
    rest.is_empty()
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
