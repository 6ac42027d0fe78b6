//! JSON with places: every value knows where it stands, duplicate members are refused, numbers
//! keep their text.
//!
//! The lexer is `hifijson`; this module adds spans, the refusals and the depth bound.

mod parse;

use alloc::string::String;
use alloc::vec::Vec;

pub use parse::{parse, parse_last_wins};

use crate::error::JsonType;
use crate::span::Span;

/// A value and its place in the text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, brackets and quotes included.
    pub span: Span,
}

/// The six kinds of JSON value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string, with its escapes resolved.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

/// Members in the order of the text; no two have the same name.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Object {
    members: Vec<Member>,
}

/// A name and its value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Member {
    /// The name, with its escapes resolved.
    pub name: String,
    /// The place of the name, quotes included.
    pub name_span: Span,
    /// The value.
    pub value: Value,
}

impl Value {
    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The members, if this is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&Object> {
        match &self.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The elements, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// Which of the six kinds this is.
    #[must_use]
    pub fn json_type(&self) -> JsonType {
        match &self.kind {
            Kind::Null => JsonType::Null,
            Kind::Bool(_) => JsonType::Bool,
            Kind::Number(_) => JsonType::Number,
            Kind::String(_) => JsonType::String,
            Kind::Array(_) => JsonType::Array,
            Kind::Object(_) => JsonType::Object,
        }
    }
}

impl Object {
    /// The value of the member with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.member(name).map(|member| &member.value)
    }

    /// The member with this name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }

    /// The members in the order of the text.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Member> {
        self.members.iter()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }
}
