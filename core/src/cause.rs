//! The causes for which workloads are turned away: what each means, and what to look at.
//!
//! Some show in a token and a policy, and have diagnoses of the same name; others (a file that was
//! read once, a policy that has just changed) are hints only.

pub(crate) mod audience;
pub(crate) mod claim;
pub(crate) mod elsewhere;
pub(crate) mod per_party;
pub(crate) mod policy;
pub(crate) mod provider;
pub(crate) mod subject;
pub(crate) mod token;

/// A cause, whatever the case.
#[derive(Debug, Eq, PartialEq)]
pub struct Cause {
    /// A stable name, such as `aud.not-in-provider`.
    pub id: &'static str,
    /// One sentence: what is so.
    pub meaning: &'static str,
    /// One sentence: what to look at, and how it is mended.
    pub check: &'static str,
}

impl Cause {
    const fn new(id: &'static str, meaning: &'static str, check: &'static str) -> Self {
        Self { id, meaning, check }
    }

    /// The same cause where another relying party than the usual one is asked.
    const fn at(&self, meaning: &'static str, check: &'static str) -> Self {
        Self { id: self.id, meaning, check }
    }

    /// Every cause.
    ///
    /// ```
    /// use assumable::Cause;
    ///
    /// let default = Cause::all().find(|cause| cause.id == "aud.default-used").unwrap();
    /// assert!(default.check.starts_with("ask for the audience"));
    /// ```
    pub fn all() -> impl Iterator<Item = &'static Self> {
        let files = [
            subject::ALL,
            claim::ALL,
            policy::ALL,
            audience::ALL,
            provider::ALL,
            token::ALL,
            elsewhere::ALL,
        ];
        files.into_iter().flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Cause;

    #[test]
    fn every_cause_has_a_name_of_its_own_and_two_sentences() {
        let mut ids: Vec<&str> = Cause::all().map(|cause| cause.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for Cause { id, meaning, check } in Cause::all() {
            for sentence in [meaning, check] {
                assert!(!sentence.ends_with('.') && sentence.len() > 20, "{id}: {sentence}");
                assert!(!sentence.contains('\n') && !sentence.contains("  "), "{id}: {sentence}");
            }
        }
    }
}
