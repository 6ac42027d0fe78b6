//! Claims to start from, for who has no token yet.

use assumable::Timestamp;
use assumable::issuer::Profile;

/// A family of issuers that claims can be made up for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Template {
    profile: usize,
    /// What a person calls the workload.
    pub(crate) workload: &'static str,
}

impl Template {
    /// One for each family.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let profiles = Profile::all().enumerate();
        profiles.map(|(profile, it)| Self { profile, workload: it.workload })
    }

    /// The claims of a token that is issued at `at`, in seconds since the Unix epoch.
    pub(crate) fn claims(self, at: i64) -> Option<String> {
        Profile::all().nth(self.profile)?.sample(Timestamp::from_seconds(at)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_claims() {
        assert!(Template::all().count() > 15);
        for template in Template::all() {
            assert!(template.claims(1_712_615_065).unwrap().contains("\"iss\""), "{template:?}");
        }
    }
}
