//! Request contexts: what AWS can see of a request while it decides a trust policy.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::json::{Kind, Object, Value};

/// The condition keys of one request and their values.
///
/// Names of condition keys compare without letter case ([condition element]); the spelling they
/// were given is kept for people.
///
/// ```
/// use assumable::aws::{ContextValue, RequestContext};
///
/// let mut context = RequestContext::default();
/// context.insert("oidc.fly.io/acme:sub", ContextValue::string("acme:foo-bar:m"));
/// assert_eq!(context.get("OIDC.fly.io/acme:SUB").unwrap().values, ["acme:foo-bar:m"]);
/// ```
///
/// [condition element]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RequestContext {
    /// By lower-case name.
    entries: BTreeMap<String, (String, ContextValue)>,
}

/// The values of one condition key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContextValue {
    /// The type AWS declares for the key, whatever the values look like.
    pub kind: ContextType,
    /// One value, or any number of them for [`ContextType::StringList`].
    pub values: Vec<String>,
}

/// The types of condition keys.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
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

impl RequestContext {
    /// Adds a condition key, in place of one whose name differs at most in letter case.
    pub fn insert(&mut self, key: &str, value: ContextValue) {
        self.entries.insert(key.to_lowercase(), (key.to_owned(), value));
    }

    /// Adds the keys that AWS makes of a web identity's claims.
    ///
    /// For an issuer without keys of its own these are `aud` (of the claim `azp` if there is one,
    /// else `aud`), `oaud`, `sub`, `amr` and `email`; AWS ignores every other claim. Source:
    /// [available keys for AWS OIDC federation].
    ///
    /// Nothing is checked here: whoever calls this says whether the claims were verified.
    ///
    /// [available keys for AWS OIDC federation]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
    pub fn insert_web_identity(&mut self, issuer: &str, claims: &Object) {
        let provider = provider_name(issuer);
        let texts = |claim: &str| claims.get(claim).map(texts).filter(|texts| !texts.is_empty());
        let azp = texts("azp");
        let keys = [
            ("aud", azp.or_else(|| texts("aud"))),
            ("oaud", texts("aud")),
            ("sub", texts("sub")),
            ("email", texts("email")),
        ];
        for (suffix, values) in keys {
            if let Some(values) = values {
                let value = ContextValue { kind: ContextType::String, values };
                self.insert(&format!("{provider}:{suffix}"), value);
            }
        }
        if let Some(values) = texts("amr") {
            let value = ContextValue { kind: ContextType::StringList, values };
            self.insert(&format!("{provider}:amr"), value);
        }
    }

    /// The values of a key; letter case of the name does not count.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&ContextValue> {
        self.entries.get(&key.to_lowercase()).map(|(_, value)| value)
    }

    /// All keys, as spelt, in order of their lower-case names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.entries.values().map(|(key, value)| (&**key, value))
    }
}

impl ContextValue {
    /// A key of one text.
    #[must_use]
    pub fn string(value: &str) -> Self {
        Self { kind: ContextType::String, values: alloc::vec![value.to_owned()] }
    }

    /// Whether the key's type is a list: such a key needs `ForAllValues` or `ForAnyValue`, however
    /// many values it has.
    #[must_use]
    pub fn is_multivalued(&self) -> bool {
        self.kind == ContextType::StringList
    }
}

/// What condition keys and provider ARNs call an issuer: without `https://`, path kept.
///
/// ```
/// assert_eq!(assumable::aws::provider_name("https://oidc.fly.io/acme"), "oidc.fly.io/acme");
/// ```
#[must_use]
pub fn provider_name(issuer: &str) -> &str {
    issuer.strip_prefix("https://").unwrap_or(issuer)
}

/// A claim as text: STS turns a numeric subject into text (recorded, `vectors/aws/sts-calls.json`).
fn texts(claim: &Value) -> Vec<String> {
    match &claim.kind {
        Kind::String(text) | Kind::Number(text) => alloc::vec![text.clone()],
        Kind::Bool(value) => alloc::vec![value.to_string()],
        Kind::Array(elements) => elements.iter().flat_map(texts).collect(),
        Kind::Null | Kind::Object(_) => Vec::new(),
    }
}
