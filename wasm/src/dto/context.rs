use std::collections::BTreeMap;

use assumable::{Limits, aws, quotable};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use super::Failure;

/// The condition keys of one request and their values, by name. Letter case of the names does not
/// count.
#[derive(Debug, Deserialize, Serialize, Tsify)]
#[tsify(hashmap_as_object)]
pub struct RequestContext(pub BTreeMap<String, ContextValue>);

/// The values of one condition key.
#[derive(Debug, Deserialize, Serialize, Tsify)]
#[serde(deny_unknown_fields)]
pub struct ContextValue {
    /// The type AWS declares for the key, whatever the values look like.
    #[serde(rename = "type")]
    pub kind: ContextType,
    /// One value, or any number of them for `StringList`.
    pub values: Vec<String>,
}

/// The types of condition keys.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Tsify)]
pub enum ContextType {
    /// One text.
    String,
    /// Any number of texts.
    StringList,
    /// A number.
    Numeric,
    /// A point in time.
    Date,
    /// `true` or `false`.
    Bool,
    /// An IP address.
    Ip,
    /// An Amazon resource name.
    Arn,
    /// Bytes, in base64.
    Binary,
}

impl From<&aws::RequestContext> for RequestContext {
    fn from(context: &aws::RequestContext) -> Self {
        let entry = |(key, value): (&str, &aws::ContextValue)| {
            let value = ContextValue { kind: value.kind.into(), values: value.values.clone() };
            (key.to_owned(), value)
        };
        Self(context.iter().map(entry).collect())
    }
}

impl TryFrom<RequestContext> for aws::RequestContext {
    type Error = Failure;

    fn try_from(context: RequestContext) -> Result<Self, Failure> {
        let mut core = Self::default();
        for (key, ContextValue { kind, values }) in context.0 {
            let value = aws::ContextValue { kind: kind.into(), values };
            if core.get(&key).is_some() {
                let key = quotable(&key);
                return Err(Failure::invalid(&format!("two condition keys are named `{key}`")));
            }
            core.insert(&key, value);
        }
        let (bytes, limit) = (core.bytes(), Limits::default().context_bytes);
        if bytes > limit {
            let message = format!("the context is {bytes} bytes long; at most {limit} are read");
            return Err(Failure::invalid(&message));
        }
        Ok(core)
    }
}

impl From<aws::ContextType> for ContextType {
    fn from(kind: aws::ContextType) -> Self {
        match kind {
            aws::ContextType::String => Self::String,
            aws::ContextType::StringList => Self::StringList,
            aws::ContextType::Numeric => Self::Numeric,
            aws::ContextType::Date => Self::Date,
            aws::ContextType::Bool => Self::Bool,
            aws::ContextType::Ip => Self::Ip,
            aws::ContextType::Arn => Self::Arn,
            aws::ContextType::Binary => Self::Binary,
        }
    }
}

impl From<ContextType> for aws::ContextType {
    fn from(kind: ContextType) -> Self {
        match kind {
            ContextType::String => Self::String,
            ContextType::StringList => Self::StringList,
            ContextType::Numeric => Self::Numeric,
            ContextType::Date => Self::Date,
            ContextType::Bool => Self::Bool,
            ContextType::Ip => Self::Ip,
            ContextType::Arn => Self::Arn,
            ContextType::Binary => Self::Binary,
        }
    }
}
