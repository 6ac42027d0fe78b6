//! The claims that STS reads, with the types it needs.

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::{Kind, Object, Value};

/// What STS reads of a token. Every claim may be absent; none has a type that STS could not use.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct WebIdentity {
    pub(crate) issuer: Option<String>,
    /// A number becomes text (recorded, `vectors/aws/sts-calls.json`).
    pub(crate) subject: Option<String>,
    /// At least one, if the claim is there.
    pub(crate) audiences: Option<Vec<String>>,
    pub(crate) authorized_party: Option<String>,
    pub(crate) methods: Option<Vec<String>>,
    pub(crate) email: Option<String>,
}

/// A claim whose type STS could not use. What AWS answers then is mostly unknown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct WrongClaim {
    pub(crate) name: &'static str,
    pub(crate) expected: &'static str,
}

impl WebIdentity {
    pub(crate) fn read(claims: &Object) -> Result<Self, WrongClaim> {
        let string =
            |name| optional(claims, name, "a string", |value| value.as_str().map(String::from));
        Ok(Self {
            issuer: string("iss")?,
            subject: optional(claims, "sub", "a string or a number", text)?,
            audiences: optional(claims, "aud", "a string or a list of strings", audiences)?,
            authorized_party: string("azp")?,
            methods: optional(claims, "amr", "a string or a list of strings", strings)?,
            email: string("email")?,
        })
    }

    /// `azp` if there is one, else `aud` if it is a single one (recorded).
    pub(crate) fn audience(&self) -> Option<&str> {
        self.authorized_party.as_deref().or_else(|| self.single_audience())
    }

    pub(crate) fn single_audience(&self) -> Option<&str> {
        match self.audiences.as_deref() {
            Some([single]) => Some(single),
            _ => None,
        }
    }
}

fn optional<T>(
    claims: &Object,
    name: &'static str,
    expected: &'static str,
    read: impl FnOnce(&Value) -> Option<T>,
) -> Result<Option<T>, WrongClaim> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    read(value).map(Some).ok_or(WrongClaim { name, expected })
}

fn text(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::String(text) | Kind::Number(text) => Some(text.clone()),
        Kind::Null | Kind::Bool(_) | Kind::Array(_) | Kind::Object(_) => None,
    }
}

fn audiences(value: &Value) -> Option<Vec<String>> {
    strings(value).filter(|audiences| !audiences.is_empty())
}

fn strings(value: &Value) -> Option<Vec<String>> {
    let elements = value.as_array().unwrap_or(core::slice::from_ref(value));
    elements.iter().map(|element| element.as_str().map(String::from)).collect()
}
