//! Many tokens against a policy, and two versions of a policy against them.

use assumable::json::{self, Kind, Value};

use crate::inputs::{Case, Draft};
use crate::report::{VerdictView, brief};
use crate::{saved, sizes, words};

/// Tokens and claims, as they were pasted together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Corpus {
    pub(crate) presented: Vec<Presented>,
    /// More than [`MOST`] were there.
    pub(crate) cut: bool,
}

/// What one workload presents.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presented {
    Token(String),
    /// JSON.
    Claims(String),
}

/// The answers for one workload.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compared {
    /// What it presents, unless that stands in the page already.
    pub(crate) presented: Option<Presented>,
    /// Its subject, or what stands in for it.
    pub(crate) who: String,
    pub(crate) verdict: VerdictView,
    /// The answer of the other version.
    pub(crate) other: Option<VerdictView>,
}

impl Compared {
    /// Another version of the policy gives another answer.
    pub(crate) fn changes(&self) -> bool {
        self.other.as_ref().is_some_and(|other| other.word != self.verdict.word)
    }
}

impl Corpus {
    /// One token or one object a line, or all in a JSON array.
    pub(crate) fn new(text: &str) -> Self {
        let text = text.trim();
        let mut found = match json::parse(text, sizes::limits().json_depth) {
            Ok(Value { kind: Kind::Array(list), .. }) => {
                list.iter().take(MOST + 1).filter_map(|value| presented(value, text)).collect()
            }
            // One object on several lines.
            Ok(value @ Value { kind: Kind::Object(_), .. }) => {
                presented(&value, text).into_iter().collect()
            }
            _ => text
                .lines()
                .map(bare)
                .filter(|it| !it.is_empty())
                .take(MOST + 1)
                .map(line)
                .collect(),
        };
        let cut = Vec::len(&found) > MOST;
        found.truncate(MOST);
        Self { presented: found, cut }
    }
}

/// The answers for what the case presents, and for each of the corpus. `at` is in seconds since the
/// Unix epoch.
pub(crate) fn compared(
    case: &Case,
    corpus: &Corpus,
    other: Option<&str>,
    at: i64,
) -> Vec<Compared> {
    let has_own = !case.token.trim().is_empty() || case.claims.is_some();
    let own = has_own.then_some(None);
    let compare = |presented: Option<&Presented>| {
        let case = presented.map_or_else(|| case.clone(), |it| it.in_case(case));
        let nobody = if presented.is_some() { "no subject" } else { "the token of the page" };
        let answer = brief(&case, at);
        let other = other.map(|text| {
            let policy = Draft::of_readable(text.to_owned());
            brief(&Case { policy, ..case.clone() }, at).verdict
        });
        Compared {
            presented: presented.cloned(),
            who: answer.who.map_or_else(|| nobody.to_owned(), |who| words::shortened(&who, WHO)),
            verdict: answer.verdict,
            other,
        }
    };
    own.into_iter().chain(corpus.presented.iter().map(Some)).map(compare).collect()
}

impl Presented {
    /// The case, if this workload came instead.
    pub(crate) fn in_case(&self, case: &Case) -> Case {
        let (token, claims) = match self {
            Self::Token(token) => (token.clone(), None),
            Self::Claims(claims) => (String::new(), Some(Draft::of_readable(claims.clone()))),
        };
        Case { token, claims, ..case.clone() }
    }
}

/// A line without what a list or a program has around it: quotes, commas, brackets.
fn bare(line: &str) -> &str {
    line.trim_matches([' ', '\t', ',', '"', '\'', '[', ']'])
}

fn line(line: &str) -> Presented {
    let object = json::parse(line, sizes::limits().json_depth).ok();
    let object = object.filter(|value| value.as_object().is_some());
    object.and_then(|value| presented(&value, line)).unwrap_or_else(|| {
        match line.starts_with('{') {
            // What is wrong with it is said in its row.
            true => Presented::Claims(line.to_owned()),
            false => Presented::Token(line.to_owned()),
        }
    })
}

/// A token, claims, or a case of `vectors/` with one of them.
fn presented(value: &Value, source: &str) -> Option<Presented> {
    if let Some(token) = value.as_str() {
        return Some(Presented::Token(token.to_owned()));
    }
    let object = value.as_object()?;
    if let Some(token) = object.get("token").and_then(Value::as_str) {
        return Some(Presented::Token(token.to_owned()));
    }
    let claims = object.get("claims").filter(|claims| claims.as_object().is_some());
    let claims = claims.map_or(value.span, |claims| claims.span);
    Some(Presented::Claims(claims.of(source)?.to_owned()))
}

/// A line of a version of a policy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DiffLine<'a> {
    pub(crate) text: &'a str,
    /// It is not in the other version.
    pub(crate) changed: bool,
}

/// The lines of two texts, with those marked that only one of them has. Of very long texts none is.
pub(crate) fn diff<'a>(one: &'a str, other: &'a str) -> [Vec<DiffLine<'a>>; 2] {
    let [a, b]: [Vec<&str>; 2] = [one, other].map(|text| text.lines().collect());
    let mut common = [vec![true; a.len()], vec![true; b.len()]];
    if a.len().saturating_mul(b.len()) <= MOST_CELLS {
        common = common_lines(&a, &b);
    }
    let [in_a, in_b] = common;
    let marked = |lines: Vec<&'a str>, common: Vec<bool>| {
        let pairs = lines.into_iter().zip(common);
        pairs.map(|(text, common)| DiffLine { text, changed: !common }).collect()
    };
    [marked(a, in_a), marked(b, in_b)]
}

/// Which lines of each belong to a longest common subsequence.
fn common_lines(a: &[&str], b: &[&str]) -> [Vec<bool>; 2] {
    // `lengths[i][j]` is that of what begins at line `i` of one and `j` of the other.
    let mut lengths = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    let at = |lengths: &[Vec<u32>], i: usize, j: usize| {
        lengths.get(i).and_then(|row| row.get(j)).copied().unwrap_or_default()
    };
    for (i, line) in a.iter().enumerate().rev() {
        for (j, other) in b.iter().enumerate().rev() {
            let length = match line == other {
                true => at(&lengths, i + 1, j + 1) + 1,
                false => at(&lengths, i + 1, j).max(at(&lengths, i, j + 1)),
            };
            if let Some(cell) = lengths.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = length;
            }
        }
    }
    let mut common = [vec![false; a.len()], vec![false; b.len()]];
    let [in_a, in_b] = &mut common;
    let (mut i, mut j) = (0, 0);
    while let (Some(line), Some(other)) = (a.get(i), b.get(j)) {
        if line == other {
            in_a.get_mut(i).into_iter().chain(in_b.get_mut(j)).for_each(|it| *it = true);
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}

/// More tokens than this are not looked at.
pub(crate) const MOST: usize = 50;

/// Most characters of the field that they are pasted into.
pub(crate) const FIELD: usize = saved::MOST_BYTES;

/// Characters of a subject in the table.
const WHO: usize = 160;

/// Two policies of 500 lines each.
const MOST_CELLS: usize = 250_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::{Clock, Inputs, Theme};

    fn case() -> Case {
        Inputs::opening(Theme::System).case
    }

    #[test]
    fn tokens_come_in_lines_in_arrays_and_as_claims() {
        let token = |text: &str| Presented::Token(text.into());
        let claims = |text: &str| Presented::Claims(text.into());
        let cases = [
            ("", vec![]),
            ("a.b.c\n\n  d.e.f ", vec![token("a.b.c"), token("d.e.f")]),
            ("a.b.c\n{\"sub\": 1}", vec![token("a.b.c"), claims("{\"sub\": 1}")]),
            ("[\n  \"a.b.c\",\n  'd.e.f',\n]", vec![token("a.b.c"), token("d.e.f")]),
            (
                "{\"token\": \"a.b.c\"}\n{\"sub\": [1]},\n{\"sub\"",
                vec![token("a.b.c"), claims("{\"sub\": [1]}"), claims("{\"sub")],
            ),
            (r#"["a.b.c", {"sub": "x"}, 7]"#, vec![token("a.b.c"), claims(r#"{"sub": "x"}"#)]),
            ("{\n\"sub\": 1\n}", vec![claims("{\n\"sub\": 1\n}")]),
            (
                r#"[{"token": "a.b.c"}, {"claims": {"a": 1}}]"#,
                vec![token("a.b.c"), claims(r#"{"a": 1}"#)],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(Corpus::new(text).presented, expected, "{text}");
        }
    }

    #[test]
    fn a_corpus_has_an_end() {
        let many = Corpus::new(&"a.b.c\n".repeat(MOST + 1));
        assert_eq!((many.presented.len(), many.cut), (MOST, true));
        assert!(!Corpus::new(&"a.b.c\n".repeat(MOST)).cut);
        assert!(Corpus::new(&format!("[{}1]", "\"a\",".repeat(MOST + 9))).cut);
    }

    #[test]
    fn a_changed_policy_changes_verdicts() {
        let case = case();
        let other_app = include_str!("../../vectors/examples/fly-other-app.json");
        let corpus = Corpus::new(&format!("[{other_app}]"));
        let Clock::At(at) = case.clock else { panic!() };
        let one = compared(&case, &corpus, None, at);
        let words: Vec<_> = one.iter().map(|row| (&*row.who, row.verdict.word)).collect();
        assert_eq!(
            words,
            [
                ("acme:foo-bar:quiet-river-4821", "Allowed"),
                ("acme:cat-api:quiet-river-4821", "Denied")
            ]
        );
        let other = case.policy.text.replace("foo-bar", "cat-api");
        let both = compared(&case, &corpus, Some(&other), at);
        let words: Vec<_> = both.iter().map(|row| row.other.as_ref().unwrap().word).collect();
        assert_eq!(words, ["Denied", "Allowed"]);
        assert!(both.iter().all(Compared::changes));
        let same = compared(&case, &corpus, Some(&case.policy.text), at);
        assert!(!same.iter().any(Compared::changes));
    }

    #[test]
    fn lines_that_only_one_version_has_are_marked() {
        let shown = |lines: &[DiffLine<'_>]| {
            lines
                .iter()
                .map(|it| format!("{}{}", if it.changed { "*" } else { "" }, it.text))
                .collect::<Vec<_>>()
        };
        let [one, other] = diff("a\nb\nc\n", "a\nx\nc\nd");
        assert_eq!(
            (shown(&one), shown(&other)),
            (
                vec!["a".into(), "*b".into(), "c".into()],
                vec!["a".into(), "*x".into(), "c".into(), "*d".into()],
            )
        );
        let long = "x\n".repeat(1_000);
        let [one, _] = diff(&long, "y");
        assert!(one.iter().all(|line| line.changed));
        let other = "y\n".repeat(1_000);
        let [one, _] = diff(&long, &other);
        assert!(!one.iter().any(|line| line.changed));
    }
}
