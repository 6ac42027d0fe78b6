//! Subjects as their templates draw them, for who makes some up.
#![cfg(feature = "aws")]

use alloc::vec::Vec;

use super::subject::Shape;
use super::template::{self, Reach};
use super::{Profile, SubjectField};

/// A stretch of a subject's template.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece {
    /// This text.
    Text(&'static str),
    /// What this field names.
    Field(&'static SubjectField),
}

impl Profile {
    /// The subjects of this family, in pieces.
    pub(crate) fn subject_outlines(&self) -> impl Iterator<Item = Vec<Piece>> {
        self.subjects.iter().filter_map(|template| self.outline(template))
    }

    /// Whether this issuer has no name of a customer in it.
    pub(crate) fn is_issuer_of_all(&self, issuer: &str) -> bool {
        self.issuers.contains(&issuer)
    }

    /// Whether customers run it under names of their own.
    pub(crate) fn is_self_hosted(&self) -> bool {
        self.self_hosted
    }

    /// What the issuer's own name says, such as the organization in `oidc.fly.io/acme`.
    pub(crate) fn named_by_issuer<'a>(&self, issuer: &'a str) -> Vec<(&'static str, &'a str)> {
        let segment = |_: &str, text: &str| !text.is_empty() && !text.contains('/');
        let mut templates = self.issuers.iter();
        let gaps =
            templates.find_map(|template| template::fill(template, issuer, Reach::Whole, segment));
        gaps.unwrap_or_default().into_iter().map(|gap| (gap.name, gap.text)).collect()
    }

    fn outline(&self, template: &'static str) -> Option<Vec<Piece>> {
        let mut parts = template.split('<');
        let mut pieces = alloc::vec![Piece::Text(parts.next()?)];
        for part in parts {
            let (name, after) = part.split_once('>')?;
            let field = self.fields.iter().find(|field| field.name == name)?;
            pieces.extend([Piece::Field(field), Piece::Text(after)]);
        }
        Some(pieces)
    }
}

impl SubjectField {
    /// Whether this character can stand in the field's text.
    pub(crate) fn takes(&self, c: char) -> bool {
        match self.shape {
            Shape::Without(refused) | Shape::EmptyOrWithout(refused) => !refused.contains(c),
            Shape::OneOf(values) => values.iter().any(|value| value.contains(c)),
            Shape::Fixed(value) => value.contains(c),
            Shape::Digits => c.is_ascii_digit(),
            Shape::Uuid => c.is_ascii_hexdigit() || c == '-',
        }
    }

    /// A text for it, where not every text will do.
    pub(crate) fn example(&self) -> Option<&'static str> {
        match self.shape {
            Shape::OneOf(values) => values.first().copied(),
            Shape::Fixed(value) => Some(value),
            Shape::Digits => Some("900000001"),
            Shape::Uuid => Some("00000000-0000-4000-8000-00000000beef"),
            Shape::Without(_) | Shape::EmptyOrWithout(_) => None,
        }
    }
}
