//! Subjects: splitting one into named parts, and building one from them.

#[cfg(test)]
mod tests;

use alloc::string::String;
use alloc::vec::Vec;

use super::template::{self, Gap, Reach};
use super::{Profile, Stability};

/// What a part of a subject names.
#[derive(Debug, Eq, PartialEq)]
pub struct SubjectField {
    /// In a word or two, such as `app`.
    pub name: &'static str,
    /// Whether the value stays with its owner.
    pub stability: Stability,
    /// The id of the diagnosis for a policy that expects another one, such as `sub.other-app`.
    pub(crate) other: &'static str,
    /// What such a policy does.
    pub(crate) other_means: &'static str,
    /// Whether it stands beside a name to tell a later owner of that name from the first. Then a
    /// difference is no slip of the pen, and no edit is offered.
    pub(crate) is_guard: bool,
    /// Whether it differs from one token of the same workload to the next, so that a policy leaves
    /// it open.
    pub(crate) varies: bool,
    /// Patterns for what a run for a pull request has here: who opens one decides what it runs.
    pub(crate) pull_requests: &'static [&'static str],
    pub(super) shape: Shape,
}

/// What a part's text can be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    /// Any text without these characters.
    Without(&'static str),
    /// As `Without`, or nothing at all.
    EmptyOrWithout(&'static str),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// This and nothing else, not even a wildcard.
    Fixed(&'static str),
    /// Decimal digits.
    Digits,
    /// Such as `6f1d7a70-1c6d-4a94-8f3e-33f0a3b0c001`.
    Uuid,
}

/// One part of a subject, or of a pattern for subjects.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SubjectPart<'a> {
    /// What it names.
    pub field: &'static SubjectField,
    /// Its text.
    pub text: &'a str,
    /// Where it starts in the subject, in UTF-8 bytes.
    pub start: usize,
}

impl SubjectField {
    /// A name that can be freed and claimed by somebody else, without `:` and `/`.
    pub(super) const fn name(
        name: &'static str,
        other: &'static str,
        other_means: &'static str,
    ) -> Self {
        Self {
            name,
            stability: Stability::Reclaimable,
            other,
            other_means,
            is_guard: false,
            varies: false,
            pull_requests: &[],
            shape: Shape::Without(":/"),
        }
    }

    pub(super) const fn immutable(mut self) -> Self {
        self.stability = Stability::Immutable;
        self
    }

    pub(super) const fn guard(mut self) -> Self {
        self.is_guard = true;
        self.immutable()
    }

    pub(super) const fn varying(mut self) -> Self {
        self.varies = true;
        self
    }

    pub(super) const fn of_pull_requests(mut self, texts: &'static [&'static str]) -> Self {
        self.pull_requests = texts;
        self
    }

    pub(super) const fn authored(mut self) -> Self {
        self.stability = Stability::Authored;
        self
    }

    pub(super) const fn transient(mut self) -> Self {
        self.stability = Stability::Transient;
        self
    }

    pub(super) const fn shaped(mut self, shape: Shape) -> Self {
        self.shape = shape;
        self
    }

    /// The pattern for everything that can stand here. Where the length is fixed, it is too: a `*`
    /// would run over what follows.
    #[cfg(any(feature = "aws", test))]
    pub(crate) fn wildcard(&self) -> &'static str {
        if self.shape == Shape::Uuid { "????????-????-????-????-????????????" } else { "*" }
    }

    /// Whether two subjects can have different texts here.
    #[cfg(feature = "aws")]
    pub(crate) fn can_differ(&self) -> bool {
        !matches!(self.shape, Shape::Fixed(_))
    }

    /// Whether one of a few texts stands here, all of which are known.
    #[cfg(feature = "aws")]
    pub(crate) fn is_choice(&self) -> bool {
        matches!(self.shape, Shape::OneOf(_))
    }

    /// Whether a text can stand here; in a pattern it may hold wildcards.
    fn accepts(&self, text: &str) -> bool {
        let wild = text.contains(['*', '?']);
        let without = |refused: &str| !text.contains(|c| refused.contains(c));
        let only = |allowed: fn(u8) -> bool| {
            text.bytes().all(|byte| allowed(byte) || matches!(byte, b'*' | b'?'))
        };
        match self.shape {
            Shape::EmptyOrWithout(refused) => without(refused),
            Shape::Without(refused) => !text.is_empty() && without(refused),
            Shape::Fixed(value) => text == value,
            Shape::OneOf(values) => values.contains(&text) || wild && without(":/"),
            Shape::Digits => !text.is_empty() && only(|byte| byte.is_ascii_digit()),
            Shape::Uuid if wild => only(|byte| byte.is_ascii_hexdigit() || byte == b'-'),
            Shape::Uuid => is_uuid(text),
        }
    }
}

pub(crate) fn is_uuid(text: &str) -> bool {
    let is_hexadecimal = |group: &str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.split('-').all(is_hexadecimal)
}

impl Profile {
    /// The subject's named parts, or `None` if it is none of this issuer's subjects.
    ///
    /// ```
    /// use assumable::issuer::Profile;
    ///
    /// let fly = Profile::of("oidc.fly.io/acme").unwrap();
    /// let parts = fly.split_subject("acme:foo-bar:quiet-river-4821").unwrap();
    /// assert_eq!((parts[1].field.name, parts[1].text), ("app", "foo-bar"));
    /// assert!(fly.split_subject("acme:foo-bar").is_none());
    /// ```
    #[must_use]
    pub fn split_subject<'a>(&self, subject: &'a str) -> Option<Vec<SubjectPart<'a>>> {
        self.split(subject, Reach::Whole)
    }

    /// The named parts of a policy's pattern for subjects. Parts may hold `*` and `?`; a pattern
    /// that ends in `*` may lack the last parts.
    ///
    /// ```
    /// use assumable::issuer::Profile;
    ///
    /// let github = Profile::of("token.actions.githubusercontent.com").unwrap();
    /// let parts = github.split_pattern("repo:octo-labs/payments:*").unwrap();
    /// assert_eq!(parts.len(), 2);
    /// assert_eq!((parts[1].field.name, parts[1].text), ("repository", "payments"));
    /// ```
    #[must_use]
    pub fn split_pattern<'a>(&self, pattern: &'a str) -> Option<Vec<SubjectPart<'a>>> {
        self.split(pattern, Reach::Whole)
            .or_else(|| self.split(pattern, Reach::UpToWildcard))
            .filter(|parts| !parts.is_empty())
    }

    /// The subject that these parts make, each with its name; `None` if they make none of this
    /// issuer's subjects, or one that reads otherwise.
    ///
    /// ```
    /// use assumable::issuer::Profile;
    ///
    /// let eks = Profile::of("oidc.eks.eu-west-1.amazonaws.com/id/0123ABCD").unwrap();
    /// let subject = eks.build_subject(&[("namespace", "orders"), ("service account", "reader")]);
    /// assert_eq!(subject.unwrap(), "system:serviceaccount:orders:reader");
    /// assert!(eks.build_subject(&[("namespace", "orders")]).is_none());
    /// ```
    #[must_use]
    pub fn build_subject(&self, parts: &[(&str, &str)]) -> Option<String> {
        // No part can be there twice.
        if parts.len() > self.fields.len() {
            return None;
        }
        let value = |name: &str| parts.iter().find(|part| part.0 == name).map(|part| part.1);
        let same = |subject: &String| {
            self.split_subject(subject).is_some_and(|split| {
                split.len() == parts.len()
                    && split.iter().all(|part| value(part.field.name) == Some(part.text))
            })
        };
        let whole = |template: &&&'static str| template::names(template).count() == parts.len();
        self.subjects
            .iter()
            .filter(whole)
            .filter_map(|template| template::render(template, value))
            .find(same)
            .or_else(|| self.join_pairs(parts).filter(same))
    }

    fn split<'a>(&self, subject: &'a str, reach: Reach) -> Option<Vec<SubjectPart<'a>>> {
        let mut parts = Vec::new();
        let mut templates = self.subjects.iter();
        let fits = templates.any(|template| {
            parts.clear();
            self.fill(template, subject, reach, &mut parts)
        });
        if !fits {
            return self.split_pairs(subject, reach);
        }
        if reach == Reach::UpToWildcard {
            // What the wildcard hides may be of another template; certain is what all have.
            let mut others = Vec::new();
            for template in templates {
                others.clear();
                if self.fill(template, subject, reach, &mut others) {
                    let common =
                        parts.iter().zip(&others).take_while(|(part, other)| part == other);
                    parts.truncate(common.count());
                }
            }
        }
        Some(parts)
    }

    /// Whether a text fills a template; its parts are added to `parts`.
    fn fill<'a>(
        &self,
        template: &'static str,
        text: &'a str,
        reach: Reach,
        parts: &mut Vec<SubjectPart<'a>>,
    ) -> bool {
        let accepts =
            |name: &str, text: &str| self.field(name).is_some_and(|field| field.accepts(text));
        template::fits(template, text, reach, accepts, |Gap { name, text, start }| {
            parts.extend(self.field(name).map(|field| SubjectPart { field, text, start }));
        })
    }

    pub(super) fn field(&self, name: &str) -> Option<&'static SubjectField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Pairs in any order, no key and no field twice; values have no `:` of their own. In a pattern,
    /// `*` may stand for pairs.
    fn split_pairs<'a>(&self, subject: &'a str, reach: Reach) -> Option<Vec<SubjectPart<'a>>> {
        let mut parts: Vec<SubjectPart<'a>> = Vec::new();
        let mut keys: Vec<&str> = Vec::new();
        let mut rest = Some(subject);
        while let Some(text) = rest {
            let before = parts.len();
            let start = subject.len().saturating_sub(text.len());
            let (word, after) = cut(text, 1);
            let (pair, after_pair) = cut(text, 2);
            if keys.contains(&word) {
                return None;
            }
            if word != "*" {
                keys.push(word);
            }
            rest = if self.split_pair(word, after.is_none(), reach, &mut parts) {
                after
            } else if self.split_pair(pair, after_pair.is_none(), reach, &mut parts) {
                after_pair
            } else {
                return None;
            };
            let (earlier, new) = parts.split_at_mut_checked(before)?;
            for part in new {
                part.start = part.start.checked_add(start)?;
                if earlier.iter().any(|earlier| earlier.field == part.field) {
                    return None;
                }
            }
        }
        (!parts.is_empty()).then_some(parts)
    }

    /// Whether a text is one pair; its parts are added to `parts`.
    fn split_pair<'a>(
        &self,
        text: &'a str,
        is_last: bool,
        reach: Reach,
        parts: &mut Vec<SubjectPart<'a>>,
    ) -> bool {
        let before = parts.len();
        let mut fits = |reach| {
            self.pairs.iter().any(|template| {
                parts.truncate(before);
                self.fill(template, text, reach, parts)
            })
        };
        let open = reach == Reach::UpToWildcard;
        if fits(Reach::Whole) || open && is_last && fits(reach) {
            return true;
        }
        parts.truncate(before);
        open && text == "*"
    }

    /// The pairs that these parts make in their order.
    fn join_pairs(&self, parts: &[(&str, &str)]) -> Option<String> {
        let mut joined = String::new();
        let mut rest = parts;
        while !rest.is_empty() {
            let begins = |template: &&&'static str| {
                let mut names = template::names(template);
                let count = template::names(template).count();
                rest.get(..count)
                    .is_some_and(|first| first.iter().all(|part| names.next() == Some(part.0)))
            };
            // Of a name and of a name with its id, the longer one.
            let template = self
                .pairs
                .iter()
                .filter(begins)
                .max_by_key(|pair| template::names(pair).count())?;
            let value = |name: &str| rest.iter().find(|part| part.0 == name).map(|part| part.1);
            if !joined.is_empty() {
                joined.push(':');
            }
            joined.push_str(&template::render(template, value)?);
            rest = rest.get(template::names(template).count()..)?;
        }
        Some(joined)
    }
}

/// A text before its `count`th colon, and what follows that colon if there is one.
fn cut(text: &str, count: usize) -> (&str, Option<&str>) {
    let colon = text.match_indices(':').nth(count.saturating_sub(1));
    let split = colon.and_then(|(at, _)| text.split_at_checked(at));
    split.map_or((text, None), |(before, after)| (before, after.get(1..)))
}
