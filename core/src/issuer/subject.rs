//! Subjects: splitting one into named parts, and building one from them.

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

/// A key of a subject that is made of `key:value` pairs in an order of the customer's choice.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) key: &'static str,
    /// What the value can be, as templates; the first that fits counts. Empty where the key itself
    /// is the value, as in `pull_request`.
    pub(super) values: &'static [&'static str],
}

impl SubjectField {
    /// A name that can be freed and claimed by somebody else, without `:` and `/`.
    pub(super) const fn name(
        name: &'static str,
        other: &'static str,
        other_means: &'static str,
    ) -> Self {
        let shape = Shape::Without(":/");
        Self { name, stability: Stability::Reclaimable, other, other_means, is_guard: false, shape }
    }

    pub(super) const fn immutable(mut self) -> Self {
        self.stability = Stability::Immutable;
        self
    }

    pub(super) const fn guard(mut self) -> Self {
        self.is_guard = true;
        self.immutable()
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

    /// Whether a text can stand here; in a pattern it may hold wildcards.
    fn accepts(&self, text: &str) -> bool {
        let wild = text.contains(['*', '?']);
        let without = |refused: &str| !text.contains(|c| refused.contains(c));
        match self.shape {
            Shape::EmptyOrWithout(refused) => without(refused),
            Shape::Without(refused) => !text.is_empty() && without(refused),
            Shape::Fixed(value) => text == value,
            _ if wild => without(":/"),
            Shape::OneOf(values) => values.contains(&text),
            Shape::Digits => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
            Shape::Uuid => is_uuid(text),
        }
    }
}

fn is_uuid(text: &str) -> bool {
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
        let mut templates = self.subjects.iter();
        templates
            .find_map(|template| self.parts(template, subject, reach, 0))
            .or_else(|| self.split_pairs(subject, reach))
    }

    fn parts<'a>(
        &self,
        template: &'static str,
        text: &'a str,
        reach: Reach,
        offset: usize,
    ) -> Option<Vec<SubjectPart<'a>>> {
        let accepts =
            |name: &str, text: &str| self.field(name).is_some_and(|field| field.accepts(text));
        let gaps = template::fill(template, text, reach, accepts)?;
        let part = |Gap { name, text, start }| {
            let start = offset.checked_add(start)?;
            Some(SubjectPart { field: self.field(name)?, text, start })
        };
        gaps.into_iter().map(part).collect()
    }

    fn field(&self, name: &str) -> Option<&'static SubjectField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Pairs in any order; values have no `:` of their own.
    fn split_pairs<'a>(&self, subject: &'a str, reach: Reach) -> Option<Vec<SubjectPart<'a>>> {
        let mut parts: Vec<SubjectPart<'a>> = Vec::new();
        let mut words = subject.split(':');
        let mut start = 0_usize;
        while let Some(word) = words.next() {
            // A key can be given once only, so there are no more parts than fields.
            if parts.len() > self.fields.len() {
                return None;
            }
            if reach == Reach::UpToWildcard && word == "*" {
                return words.next().is_none().then_some(parts);
            }
            let pair = self.pairs.iter().find(|pair| pair.key == word)?;
            if pair.values.is_empty() {
                parts.push(SubjectPart { field: self.field("event")?, text: word, start });
                start = start.checked_add(word.len())?.checked_add(1)?;
                continue;
            }
            start = start.checked_add(word.len())?.checked_add(1)?;
            let value = words.next()?;
            let templates = || pair.values.iter();
            let split = |reach| templates().find_map(|of| self.parts(of, value, reach, start));
            parts.extend(split(Reach::Whole).or_else(|| split(reach))?);
            start = start.checked_add(value.len())?.checked_add(1)?;
        }
        let once = |part: &SubjectPart<'_>| {
            parts.iter().filter(|other| other.field == part.field).count() == 1
        };
        (parts.iter().all(once) && !parts.is_empty()).then_some(parts)
    }

    fn join_pairs(&self, parts: &[(&str, &str)]) -> Option<String> {
        let value = |name: &str| parts.iter().find(|part| part.0 == name).map(|part| part.1);
        let mut joined = Vec::new();
        let mut rest = parts;
        while let [(_, text), ..] = rest {
            if self.pairs.iter().any(|pair| pair.key == *text && pair.values.is_empty()) {
                joined.push(String::from(*text));
                rest = rest.get(1..)?;
                continue;
            }
            let mut values = self
                .pairs
                .iter()
                .flat_map(|pair| pair.values.iter().map(move |value| (pair.key, *value)));
            let begins = |template| {
                let names: Vec<&str> = template::names(template).collect();
                rest.get(..names.len()).is_some_and(|first| first.iter().map(|p| p.0).eq(names))
            };
            let (key, template) = values.find(|(_, template)| begins(template))?;
            joined.push(alloc::format!("{key}:{}", template::render(template, value)?));
            rest = rest.get(template::names(template).count()..)?;
        }
        Some(joined.join(":"))
    }
}
