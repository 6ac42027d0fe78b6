//! Slips of the pen that no author means: something around a value, or a word of the form misspelt
//! beside names that are right.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::owner::{same_digits, says, words};
use crate::aws::{distance, nearest};
use crate::issuer::{Stability, SubjectPart};
use crate::pattern::Glob;

/// What was put around a text, and the text without it.
pub(super) fn around(text: &str) -> Option<(&'static str, &str)> {
    let bare = text.trim();
    if bare != text {
        return Some(("blanks at its ends", bare));
    }
    let quoted = QUOTES.iter().find_map(|(begin, end)| text.strip_prefix(begin)?.strip_suffix(end));
    let schemed = || SCHEMES.iter().find_map(|it| text.strip_prefix(it));
    quoted
        .map(|bare| ("the quotation marks around it", bare))
        .or_else(|| Some(("the scheme before it", schemed()?)))
}

/// A text without what was put around it.
pub(super) fn bare(text: &str) -> &str {
    around(text).map_or(text, |(_, bare)| bare)
}

/// The pattern for a subject that a value was meant to be: as open as it is, at most two characters of
/// the form's words away or without the first of them, with every name as the subject has it.
pub(super) fn meant(value: &str, subject: &str, parts: &[SubjectPart<'_>]) -> Option<String> {
    let head = parts.first().and_then(|first| subject.get(..first.start)).unwrap_or_default();
    let said: Vec<&str> = words(value).collect();
    let is_said = |part: &&SubjectPart<'_>| match part.field.stability {
        // Git has branches that differ in letter case only.
        Stability::Authored => words(part.text).all(|word| said.contains(&word)),
        _ => says(value, part.text) || part.field.is_choice(),
    };
    let is_meant = |(text, kept): &(String, Vec<&SubjectPart<'_>>)| {
        let lacks_head = text.strip_suffix(value).is_some_and(|it| head.starts_with(it));
        let is_near = distance(value, text) <= MOST && same_digits(value, text);
        // What is left out would be left open.
        let is_kept = |word: &&str| says(text, word) || nearest(word, words(text)).is_some();
        (is_near && said.iter().all(is_kept) || lacks_head)
            && kept.iter().all(is_said)
            && Glob::new(text).matches(subject)
    };
    let mut shapes = shapes(value, subject, parts).into_iter();
    shapes.find(is_meant).map(|(text, _)| text)
}

/// The subject with as many wildcards as the value has: one in place of a part, and one at the end. With
/// each are the parts that are left.
fn shapes<'p, 'a>(
    value: &str,
    subject: &str,
    parts: &'p [SubjectPart<'a>],
) -> Vec<(String, Vec<&'p SubjectPart<'a>>)> {
    let (inner, is_open) = match value.strip_suffix('*') {
        Some(rest) => (rest.matches('*').count(), true),
        None => (value.matches('*').count(), false),
    };
    let end = |part: &SubjectPart<'_>| part.start.saturating_add(part.text.len());
    // Where the subject is cut, and what comes in place of the rest.
    let whole = core::iter::once((subject.len(), String::new()));
    let cuts = parts.iter().filter_map(|part| {
        let separator = subject.get(end(part)..)?.chars().next()?;
        Some((end(part), format!("{separator}*")))
    });
    let cuts: Vec<(usize, String)> = if is_open { cuts.collect() } else { whole.collect() };
    let opened: Vec<Option<&SubjectPart<'_>>> = match inner {
        0 => alloc::vec![None],
        1 => parts.iter().map(Some).collect(),
        _ => Vec::new(),
    };
    let mut shapes = Vec::new();
    for (at, rest) in &cuts {
        for open in &opened {
            let Some(begin) = subject.get(..*at) else { continue };
            let text = match open {
                Some(part) if end(part) <= *at => {
                    let before = begin.get(..part.start).unwrap_or_default();
                    let after = begin.get(end(part)..).unwrap_or_default();
                    format!("{before}*{after}{rest}")
                }
                Some(_) => continue,
                None => format!("{begin}{rest}"),
            };
            let is_kept = |it: &&SubjectPart<'_>| {
                end(it) <= *at && open.is_none_or(|open| open.start != it.start)
            };
            shapes.push((text, parts.iter().filter(is_kept).collect()));
        }
    }
    shapes
}

/// As [`meant`], of a called workflow: `<owner>/<repository>/<path>@<ref>`.
pub(super) fn meant_workflow(value: &str, workflow: &str) -> Option<String> {
    let (place, reference) = workflow.split_once('@')?;
    let (_, written) = value.split_once('@')?;
    let is_kind = |word: &str| ["refs", "heads", "tags"].iter().any(|it| distance(it, word) <= 1);
    // What is written there names no branch or tag.
    let is_open = words(written).all(is_kind);
    let mut ends = ["refs/heads/*", "refs/tags/*", reference].into_iter();
    let text = ends.find_map(|end| {
        let text = format!("{place}@{end}");
        let fits = Glob::new(&text).matches(workflow) && end.ends_with('*') == is_open;
        (fits && distance(&respelt(value, place), &text) <= MOST).then_some(text)
    })?;
    // Of a file and of a branch the letter case counts.
    let said: Vec<&str> = words(value).collect();
    let names = words(place).chain(words(reference).skip(2).filter(|_| !is_open));
    let mut named = names.enumerate();
    let is_said = |(at, word): (usize, &str)| said.contains(&word) || at < 2 && says(value, word);
    named.all(is_said).then_some(text)
}

/// The value with the letter case of a beginning that it has in another one.
fn respelt(value: &str, begin: &str) -> String {
    match value.get(..begin.len()).zip(value.get(begin.len()..)) {
        Some((same, rest)) if same.eq_ignore_ascii_case(begin) => format!("{begin}{rest}"),
        _ => value.into(),
    }
}

const QUOTES: [(&str, &str); 4] = [("\"", "\""), ("'", "'"), ("`", "`"), ("“", "”")];

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Characters that a slip changes.
const MOST: usize = 2;
