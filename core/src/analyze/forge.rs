//! A subject that fits a pattern and is drawn by a template: what both have in common, found as a
//! walk through the two side by side.

use alloc::string::String;
use alloc::vec::Vec;

use super::admission::{SESSION_NAME, USER_AGENT};
use super::family::Takes;
use super::outsider::OWN;
use crate::aws::{ValueToken, value_tokens};
use crate::issuer::is_uuid;

/// A stretch of the subject that is wanted.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// This text.
    Text(String),
    /// What a field names.
    Gap(Gap),
}

/// What a field names, as far as it is free.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// The field.
    pub(super) name: &'static str,
    /// The characters it can hold.
    pub(super) takes: Takes,
    /// Its text, if it must be this one.
    pub(super) fixed: Option<String>,
    /// Whether the pattern must leave some of it open.
    pub(super) open: bool,
    /// What to write where the pattern asks for nothing.
    pub(super) sample: String,
    /// What to write where the pattern asks for nothing more.
    pub(super) more: &'static str,
}

/// One element of a pattern.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Glyph {
    Literal(char),
    /// As `Literal`, of text that the caller chose to be this one.
    Chosen(char),
    One,
    Run,
    /// As `Run`, of text that the caller writes under this key.
    Caller(&'static str),
}

/// A subject and the text of each field.
#[derive(Clone, Debug, Default)]
pub(super) struct Forged {
    pub(super) subject: String,
    pub(super) parts: Vec<(&'static str, String)>,
    /// What the caller has to write, by key.
    pub(super) caller: Vec<(&'static str, String)>,
}

impl Glyph {
    fn is_run(self) -> bool {
        matches!(self, Self::Run | Self::Caller(_))
    }

    /// Whether it fits this text, if it fits any length.
    fn runs_over(self, text: &str) -> bool {
        match self {
            Self::Caller(SESSION_NAME) => {
                text.chars().all(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c))
            }
            Self::Run | Self::Caller(_) => true,
            Self::Literal(_) | Self::Chosen(_) | Self::One => false,
        }
    }
}

impl Forged {
    pub(super) fn part(&self, name: &str) -> Option<&str> {
        self.parts.iter().find(|(field, _)| *field == name).map(|(_, text)| &**text)
    }
}

/// A pattern's elements; without wildcards in the operator every character stands for itself. A
/// policy variable may stand for anything: its value is the outsider's own.
pub(super) fn glyphs(text: &str, wildcards: bool) -> Vec<Glyph> {
    let glyph = |c| match c {
        '*' if wildcards => Glyph::Run,
        '?' if wildcards => Glyph::One,
        c => Glyph::Literal(c),
    };
    let mut glyphs = Vec::new();
    for token in value_tokens(text) {
        match token {
            ValueToken::Text(text) | ValueToken::Malformed(text) => {
                glyphs.extend(text.chars().map(glyph));
            }
            ValueToken::Escape(text) => glyphs.extend(text.chars().map(Glyph::Literal)),
            ValueToken::Variable { key, .. } => {
                let mut free = [SESSION_NAME, USER_AGENT].into_iter();
                let of_caller = free.find(|it| it.eq_ignore_ascii_case(key));
                glyphs.push(of_caller.map_or(Glyph::Run, Glyph::Caller));
            }
        }
    }
    joined(glyphs)
}

/// A pattern made ready for a walk: of wildcards in a row one is enough, and what the caller writes
/// once and the policy puts in at several places is the same text everywhere.
pub(super) fn joined(mut glyphs: Vec<Glyph>) -> Vec<Glyph> {
    glyphs.dedup_by(|next, before| *next == Glyph::Run && *before == Glyph::Run);
    let is_twice = |glyph: Glyph| {
        matches!(glyph, Glyph::Caller(_))
            && glyphs.iter().filter(|it| **it == glyph).nth(1).is_some()
    };
    let Some(twice) = glyphs.iter().copied().find(|it| is_twice(*it)) else { return glyphs };
    let one = |glyph| match glyph == twice {
        true => OWN.chars().map(Glyph::Chosen).collect(),
        false => alloc::vec![glyph],
    };
    joined(glyphs.into_iter().flat_map(one).collect())
}

/// The first subject that the slots draw and the pattern matches. Each state of the walk is entered
/// once, and takes one from `steps`, as does what is made ready for it; without steps there is no
/// answer.
pub(super) fn forge(slots: &[Slot], pattern: &[Glyph], steps: &mut usize) -> Option<Forged> {
    *steps = steps.checked_sub(1)?;
    if !can_begin(slots, pattern) {
        return None;
    }
    let walk = Walk::new(slots, pattern);
    *steps = steps.saturating_sub(walk.elements.len() / 4 + walk.seen.len() / 64);
    walk.run(steps)
}

/// Whether the pattern may draw what the slots begin with, and leaves open what is to be open: most
/// pairs are done with so.
fn can_begin(slots: &[Slot], pattern: &[Glyph]) -> bool {
    let differs = |(c, glyph): (char, &Glyph)| matches!(glyph, Glyph::Literal(it) if *it != c);
    let begin = match slots.first() {
        Some(Slot::Text(text)) => &**text,
        _ => "",
    };
    let literals = pattern.iter().take_while(|it| matches!(it, Glyph::Literal(_)));
    let wants_open = slots.iter().any(|slot| matches!(slot, Slot::Gap(gap) if gap.open));
    let leaves_open = pattern.iter().any(|glyph| !matches!(glyph, Glyph::Literal(_)));
    !begin.chars().zip(literals).any(differs) && (leaves_open || !wants_open)
}

struct Walk<'a> {
    elements: Vec<Element<'a>>,
    pattern: &'a [Glyph],
    seen: Vec<bool>,
    nodes: Vec<Node<'a>>,
}

#[derive(Clone, Copy)]
enum Element<'a> {
    /// A character that must stand here, and the field it belongs to.
    Character(char, Option<&'static str>),
    Gap(&'a Gap),
}

#[derive(Clone, Copy)]
struct State {
    element: usize,
    at: usize,
    /// Whether the gap has some text already.
    started: bool,
    /// Whether an open gap holds text that the pattern does not ask for.
    free: bool,
}

struct Node<'a> {
    state: State,
    parent: usize,
    field: Option<&'static str>,
    written: Written<'a>,
}

#[derive(Clone, Copy)]
enum Written<'a> {
    Nothing,
    Character(char),
    Text(&'a str),
}

impl<'a> Walk<'a> {
    fn new(slots: &'a [Slot], pattern: &'a [Glyph]) -> Self {
        let mut elements = Vec::new();
        for slot in slots {
            match slot {
                Slot::Text(text) => {
                    elements.extend(text.chars().map(|c| Element::Character(c, None)));
                }
                Slot::Gap(Gap { name, fixed: Some(text), .. }) => {
                    elements.extend(text.chars().map(|c| Element::Character(c, Some(*name))));
                }
                Slot::Gap(gap) => elements.push(Element::Gap(gap)),
            }
        }
        let states = elements.len().saturating_add(1).saturating_mul(pattern.len() + 1);
        let seen = alloc::vec![false; states.saturating_mul(4)];
        Self { elements, pattern, seen, nodes: Vec::new() }
    }

    fn run(mut self, steps: &mut usize) -> Option<Forged> {
        let start = State { element: 0, at: 0, started: false, free: false };
        let mut stack = alloc::vec![self.note(start, 0, None, Written::Nothing)?];
        while let Some(index) = stack.pop() {
            *steps = steps.checked_sub(1)?;
            let state = self.nodes.get(index)?.state;
            if self.is_end(state) {
                return Some(self.trace(index));
            }
            // What is tried first must be on top.
            for (state, field, written) in self.next(state).into_iter().flatten().rev() {
                stack.extend(self.note(state, index, field, written));
            }
        }
        None
    }

    fn is_end(&self, state: State) -> bool {
        let mut rest = self.pattern.iter().skip(state.at);
        state.element == self.elements.len() && rest.all(|glyph| glyph.is_run())
    }

    fn next(&self, state: State) -> [Option<(State, Option<&'static str>, Written<'a>)>; 3] {
        let State { element, at, started, free } = state;
        let glyph = self.pattern.get(at).copied();
        let (after, beyond) = (element + 1, at + 1);
        let end_of_run = glyph.is_some_and(Glyph::is_run).then_some((
            State { at: beyond, ..state },
            None,
            Written::Nothing,
        ));
        match self.elements.get(element).copied() {
            None => [None, None, None],
            Some(Element::Character(c, field)) => {
                let state = |at| State { element: after, at, started: false, free };
                let step = match glyph {
                    Some(Glyph::Literal(literal) | Glyph::Chosen(literal)) if literal == c => {
                        Some(state(beyond))
                    }
                    Some(Glyph::One) => Some(state(beyond)),
                    Some(run) if run.runs_over(c.encode_utf8(&mut [0; 4])) => Some(state(at)),
                    _ => None,
                };
                let step = step.map(|state| (state, field, Written::Character(c)));
                // A run that goes over what the pattern says next would have it said twice.
                let has_choice = step.is_some() && end_of_run.is_some() && field.is_none();
                match has_choice && self.is_said_next(element, beyond) {
                    true => [end_of_run, step, None],
                    false => [step, end_of_run, None],
                }
            }
            Some(Element::Gap(gap)) => {
                let field = Some(gap.name);
                let leave = (started && (free || !gap.open)).then_some((
                    State { element: after, started: false, free: false, ..state },
                    None,
                    Written::Nothing,
                ));
                let stay = |at, free| State { at, started: true, free, ..state };
                let write = match glyph {
                    Some(it @ (Glyph::Literal(c) | Glyph::Chosen(c))) if gap.takes.takes(c) => {
                        let free = free || gap.open && it == Glyph::Chosen(c);
                        Some((stay(beyond, free), field, Written::Character(c)))
                    }
                    Some(Glyph::One) => {
                        let c = gap.sample.chars().next().unwrap_or('x');
                        Some((stay(beyond, free || gap.open), field, Written::Character(c)))
                    }
                    Some(run) => {
                        let text = if started { self.more(gap, at) } else { Some(&*gap.sample) };
                        let text = text.filter(|text| run.runs_over(text));
                        text.map(|it| (stay(at, free || gap.open), field, Written::Text(it)))
                    }
                    None => None,
                };
                // Text that the pattern asks for comes before the end of the gap.
                match glyph {
                    Some(run) if run.is_run() && started && (free || !gap.open) => {
                        [leave, write, end_of_run]
                    }
                    _ => [write, leave, end_of_run],
                }
            }
        }
    }

    /// Whether the pattern goes on with the text that stands here, up to the next gap.
    fn is_said_next(&self, element: usize, at: usize) -> bool {
        let rest = self.elements.get(element..).unwrap_or_default().iter();
        let text = rest.map_while(|it| match it {
            Element::Character(c, None) => Some(Glyph::Literal(*c)),
            Element::Character(_, Some(_)) | Element::Gap(_) => None,
        });
        let mut said = self.pattern.get(at..).unwrap_or_default().iter();
        text.clone().nth(1).is_some() && text.into_iter().all(|it| said.next() == Some(&it))
    }

    /// What goes on with a name; no hyphen follows another one. Nothing does with an id that is whole.
    fn more(&self, gap: &'a Gap, at: usize) -> Option<&'a str> {
        let before = self.pattern.get(..at).unwrap_or_default().iter().rev();
        if gap.takes.takes_id() {
            let of_id = |glyph: &&Glyph| match glyph {
                Glyph::Literal(c) => c.is_ascii_hexdigit() || *c == '-',
                glyph => **glyph == Glyph::One,
            };
            let id = before.clone().take_while(of_id);
            let length = id.clone().count();
            if is_uuid(&gap.sample) {
                return gap.sample.get(length..).filter(|rest| !rest.is_empty());
            }
            if is_whole_length(
                length,
                id.clone().all(|it| !matches!(it, Glyph::Literal('a'..='f'))),
            ) {
                return None;
            }
        }
        if !gap.more.chars().all(|c| gap.takes.takes(c)) {
            return Some(&gap.sample);
        }
        Some(match before.clone().next() {
            Some(Glyph::Literal('-' | '_' | '.' | '/')) => gap.more.trim_start_matches('-'),
            _ => gap.more,
        })
    }

    /// Whether the field's names may be made of words with hyphens between them.
    fn has_words(&self, field: &str) -> bool {
        let mut gaps = self.elements.iter().filter_map(|it| match it {
            Element::Gap(gap) if gap.name == field => Some(gap),
            _ => None,
        });
        let is_word = |gap: &&Gap| {
            gap.takes.takes('-')
                && !gap.takes.takes_id()
                && gap.sample.contains(char::is_alphabetic)
        };
        gaps.next().is_some_and(is_word)
    }

    /// Adds a state that was not reached before.
    fn note(
        &mut self,
        state: State,
        parent: usize,
        field: Option<&'static str>,
        written: Written<'a>,
    ) -> Option<usize> {
        let place = state.element.checked_mul(self.pattern.len() + 1)?.checked_add(state.at)?;
        let flags = usize::from(state.started) * 2 + usize::from(state.free);
        let seen = self.seen.get_mut(place.checked_mul(4)?.checked_add(flags)?)?;
        if core::mem::replace(seen, true) {
            return None;
        }
        self.nodes.push(Node { state, parent, field, written });
        self.nodes.len().checked_sub(1)
    }

    /// What was written on the way.
    fn trace(&self, end: usize) -> Forged {
        let mut way = Vec::new();
        let mut index = end;
        while let Some(node) = self.nodes.get(index).filter(|_| index > 0) {
            way.push(node);
            index = node.parent;
        }
        let mut forged = Forged::default();
        let mut before = 0;
        // The field whose name a run of the pattern has just begun.
        let mut begun = None;
        for node in way.into_iter().rev() {
            let at = node.state.at;
            let is_within = core::mem::replace(&mut before, at) == at;
            let mut one = [0; 4];
            let text = match node.written {
                Written::Nothing => continue,
                Written::Character(c) => &*c.encode_utf8(&mut one),
                Written::Text(text) => text,
            };
            let is_free = self.pattern.get(at) == Some(&Glyph::Run);
            let is_begun = matches!(node.written, Written::Text(_)) && is_free;
            let joins = core::mem::replace(&mut begun, node.field.filter(|_| is_begun));
            if let Some(field) = joins.filter(|it| node.field == Some(it) && self.has_words(it))
                && text.starts_with(char::is_alphanumeric)
                && forged.subject.ends_with(char::is_alphanumeric)
            {
                forged.subject.push('-');
                add(&mut forged.parts, field, "-");
            }
            forged.subject.push_str(text);
            if let Some(Glyph::Caller(key)) = self.pattern.get(at).filter(|_| is_within) {
                add(&mut forged.caller, key, text);
            }
            let Some(field) = node.field else { continue };
            add(&mut forged.parts, field, text);
        }
        forged
    }
}

/// Google's ids have 21 decimal digits, Codefresh's 24 hexadecimal ones; those that are not UUIDs and
/// shorter can go on.
pub(super) fn is_whole_length(length: usize, is_decimal: bool) -> bool {
    length >= if is_decimal { 21 } else { 24 }
}

/// Adds to the text under a name.
fn add(texts: &mut Vec<(&'static str, String)>, name: &'static str, more: &str) {
    match texts.iter_mut().find(|(known, _)| *known == name) {
        Some((_, text)) => text.push_str(more),
        None => texts.push((name, String::from(more))),
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;
    use crate::pattern::Glob;

    fn slots(open: &str) -> Vec<Slot> {
        let gap = |name: &'static str, sample: &str| {
            let takes = Takes::Without(":/@");
            let sample = sample.to_string();
            Slot::Gap(Gap { name, takes, fixed: None, open: name == open, sample, more: "-m" })
        };
        let text = |text: &str| Slot::Text(text.to_string());
        alloc::vec![
            text("repo:"),
            gap("owner", "own"),
            text("/"),
            gap("repository", "any"),
            text(":pr")
        ]
    }

    fn forged(pattern: &str, open: &str) -> Option<String> {
        let forged = forge(&slots(open), &glyphs(pattern, true), &mut 100_000)?;
        assert!(Glob::new(pattern).matches(&forged.subject), "{pattern} {}", forged.subject);
        Some(forged.subject)
    }

    #[test]
    fn what_is_open_is_filled() {
        for (pattern, open, expected) in [
            ("*", "owner", Some("repo:own/any:pr")),
            ("repo:acme*", "owner", Some("repo:acme-m/any:pr")),
            ("repo:acme/*", "owner", None),
            ("repo:acme/*", "repository", Some("repo:acme/any:pr")),
            ("repo:acme/web*", "repository", Some("repo:acme/web-m:pr")),
            ("repo:*/web:pr", "owner", Some("repo:own/web:pr")),
            ("*:pr", "owner", Some("repo:own/any:pr")),
            ("repo:*labs/web:pr", "owner", Some("repo:own-labs/web:pr")),
            ("repo:own/*pay*:pr", "", Some("repo:own/any-pay:pr")),
            ("repo:acme-?/web:*", "owner", Some("repo:acme-o/web:pr")),
            ("repo:acme/web:pr", "", Some("repo:acme/web:pr")),
            ("repo:acme/web:ref", "", None),
            ("repo:acme/web", "", None),
        ] {
            assert_eq!(forged(pattern, open).as_deref(), expected, "{pattern} {open}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_forged_fits(pattern in "(repo:|\\*|\\?|acme|/|:pr|o){0,7}") {
            let _ = forged(&pattern, "owner");
        }
    }
}
