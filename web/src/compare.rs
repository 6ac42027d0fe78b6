//! Many tokens against a policy, and two versions of a policy against them.

mod corpus;
mod diff;
#[cfg(test)]
mod tests;

pub(crate) use self::corpus::{Corpus, FIELD, MOST, Presented};
pub(crate) use self::diff::{Side, diff};
use crate::inputs::{Case, Draft};
use crate::report::{VerdictView, brief};
use crate::words;

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
    /// Another version of the policy gives another answer. While it cannot be read it gives none.
    pub(crate) fn changes(&self) -> bool {
        let answers = |it: &VerdictView| it.is_decided() && it.word != self.verdict.word;
        self.other.as_ref().is_some_and(answers) || self.changes_below()
    }

    /// The policies differ over this workload, and yet it is refused either way: the token has expired,
    /// for one.
    pub(crate) fn changes_below(&self) -> bool {
        let both = self.other.as_ref().map(|it| (&self.verdict, it));
        both.is_some_and(|(this, other)| {
            let policies = this.by_policy.zip(other.by_policy);
            this.word == other.word && policies.is_some_and(|(this, other)| this != other)
        })
    }

    /// Where the other version cannot be read, if it is to blame.
    pub(crate) fn lacks(&self) -> &str {
        let other = self.other.as_ref().filter(|it| self.verdict.is_decided() && !it.is_decided());
        other.map_or("", |other| &other.basis)
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
    let other = other.map(|text| Draft::read(text.to_owned()));
    let compare = |presented: Option<&Presented>| {
        let case = presented.map_or_else(|| case.clone(), |it| it.in_case(case));
        let nobody =
            || presented.map_or("the token of the page".to_owned(), |it| words::value(it.text()));
        let answer = brief(&case, at);
        let other = other.clone().map(|policy| brief(&Case { policy, ..case.clone() }, at).verdict);
        Compared {
            presented: presented.cloned(),
            who: words::shortened(&answer.who.unwrap_or_else(nobody), WHO),
            verdict: answer.verdict,
            other,
        }
    };
    own.into_iter().chain(corpus.presented.iter().map(Some)).map(compare).collect()
}

/// What came out, in a sentence.
pub(crate) fn summary(rows: &[Compared]) -> String {
    let count = |is: fn(&Compared) -> bool| rows.iter().filter(|row| is(row)).count();
    let others = count(|row| row.other.is_some());
    if rows.is_empty() {
        return String::from("Nothing is presented yet. Paste some tokens above.");
    }
    if others == 0 {
        let admitted = count(|row| row.verdict.admits());
        return format!("{admitted} of {} would get in.", words::count(rows.len(), "token"));
    }
    if count(|row| row.other.as_ref().is_some_and(VerdictView::is_decided)) == 0 {
        return String::from("The other version gives no answer yet.");
    }
    let changed = count(Compared::changes);
    let answers = words::count(rows.len(), "answer");
    let below = match count(Compared::changes_below) {
        0 => return format!("The other version changes {changed} of {answers}."),
        1 if changed == 1 => String::from("that token is"),
        some if some == changed => String::from("all of these tokens are"),
        1 => String::from("one of these tokens is"),
        some => format!("{some} of these tokens are"),
    };
    format!(
        "The other version changes {changed} of {answers}, but {below} refused for another reason either way."
    )
}

/// Characters of a subject in the table.
const WHO: usize = 120;
