//! Session tags, in the nested form (`https://aws.amazon.com/tags`) and in the flat one
//! (`https://aws.amazon.com/tags/principal_tags/Team`).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Wrong, present};
use crate::aws::sts::AwsError;
use crate::json::{Object, Value};
use crate::visible::quotable;

/// What the role session is to be tagged with.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(in crate::aws::sts) struct Tags {
    /// Key and value. No two keys differ only in letter case.
    pub(in crate::aws::sts) tags: Vec<(String, String)>,
    /// The keys that are handed on when the session assumes another role.
    pub(in crate::aws::sts) transitive: Vec<String>,
}

impl Tags {
    pub(super) fn read(claims: &Object) -> Result<Self, Wrong> {
        let mut tags = Self::default();
        if let Some(nested) = present(claims, NESTED) {
            let nested = nested.as_object().ok_or_else(|| wrong("the tags are not an object"))?;
            if let Some(values) = present(nested, "principal_tags") {
                let values = values.as_object();
                let values = values.ok_or_else(|| wrong("`principal_tags` is not an object"))?;
                for member in values.iter() {
                    tags.add(&member.name, single(&member.name, &member.value)?)?;
                }
            }
            tags.hand_on(present(nested, "transitive_tag_keys"))?;
        }
        for member in claims.iter() {
            let Some(key) = member.name.strip_prefix(FLAT) else { continue };
            let value = member.value.as_str();
            let evidence = || wrong(&format!("the tag `{}` is not a text", quotable(key)));
            tags.add(key, value.ok_or_else(evidence)?)?;
        }
        tags.hand_on(present(claims, FLAT_TRANSITIVE))?;
        tags.transitive_are_set()?;
        Ok(tags)
    }

    pub(in crate::aws::sts) fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.transitive.is_empty()
    }

    /// The limits are documented, the answer when they are broken is not.
    fn add(&mut self, key: &str, value: &str) -> Result<(), Wrong> {
        let broken = |what: &str| {
            let evidence = format!("the session tag `{}` {what}", quotable(key));
            Err((AwsError::not_validated_assumed(), evidence))
        };
        if self.tags.len() == MOST_TAGS {
            return broken("is the 51st; AWS takes 50");
        }
        if !(1..=128).contains(&key.chars().count()) || value.chars().count() > 256 {
            return broken("is too long; AWS takes keys of 1 to 128 and values of 256 characters");
        }
        if key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:")) {
            return broken("begins with `aws:`, which is AWS's own");
        }
        if self.tags.iter().any(|(other, _)| other.to_lowercase() == key.to_lowercase()) {
            return broken("is there twice; letter case of keys does not count");
        }
        self.tags.push((key.to_string(), value.to_string()));
        Ok(())
    }

    fn hand_on(&mut self, keys: Option<&Value>) -> Result<(), Wrong> {
        let Some(keys) = keys else { return Ok(()) };
        let list = keys.as_array().ok_or_else(|| wrong("`transitive_tag_keys` is not a list"))?;
        for key in list {
            let key = key.as_str().ok_or_else(|| wrong("a transitive tag key is not a text"))?;
            // More keys than there can be tags are not worth keeping: one of them is not set.
            if self.transitive.len() <= MOST_TAGS {
                self.transitive.push(key.to_string());
            }
        }
        Ok(())
    }

    fn transitive_are_set(&self) -> Result<(), Wrong> {
        let is_set = |key: &&String| {
            self.tags.iter().any(|(set, _)| set.to_lowercase() == key.to_lowercase())
        };
        match self.transitive.iter().find(|key| !is_set(key)) {
            None => Ok(()),
            Some(key) => {
                let evidence = format!(
                    "the tag `{}` is to be handed on, but the token does not set it",
                    quotable(key)
                );
                Err((AwsError::transitive_key(), evidence))
            }
        }
    }
}

/// The documentation says that a nested tag has a single text; recorded is that it must stand in a
/// list, and that the bare text fails.
fn single<'v>(key: &str, value: &'v Value) -> Result<&'v str, Wrong> {
    let evidence = || {
        format!(
            "the nested tag `{}` is {}; AWS takes a list of one text",
            quotable(key),
            value.json_type()
        )
    };
    match value.as_array() {
        Some([single]) => single.as_str().ok_or_else(|| wrong(&evidence())),
        Some(_) => Err(wrong(&evidence())),
        None if value.as_str().is_some() => Err((AwsError::tags_format(), evidence())),
        None => Err(wrong(&evidence())),
    }
}

/// A form that is not recorded to fail, but not documented to work either.
fn wrong(evidence: &str) -> Wrong {
    (AwsError::tags_format_assumed(), evidence.to_string())
}

const NESTED: &str = "https://aws.amazon.com/tags";
const FLAT: &str = "https://aws.amazon.com/tags/principal_tags/";
const FLAT_TRANSITIVE: &str = "https://aws.amazon.com/tags/transitive_tag_keys";

const MOST_TAGS: usize = 50;
