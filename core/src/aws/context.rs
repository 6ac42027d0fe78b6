//! Request contexts: what AWS can see of a request while it decides a trust policy.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::provider_keys;
use super::web_identity::WebIdentity;
use crate::json::{Kind, Object};

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
    /// Lower-case names.
    unknown: BTreeSet<String>,
    /// Whether the caller's claims decide the types of keys, where elsewhere AWS does.
    of_claims: bool,
}

/// The values of one condition key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContextValue {
    /// The type AWS declares for the key, whatever the values look like.
    pub kind: ContextType,
    /// One value, or any number of them for [`ContextType::StringList`].
    pub values: Vec<String>,
}

/// What is known of a condition key.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known<'a> {
    /// Its values.
    Given(&'a ContextValue),
    /// AWS would know its values, but nobody here does.
    NotGiven,
    /// The request has no such key.
    Missing,
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
    /// One in which the caller's claims decide the types of keys, where elsewhere AWS does. A condition
    /// that does not expect a list, or cannot read the value, then counts against the caller.
    pub(crate) fn of_claims() -> Self {
        Self { of_claims: true, ..Self::default() }
    }

    /// Whether the caller's claims decide the types of keys.
    pub(super) fn is_of_claims(&self) -> bool {
        self.of_claims
    }

    /// Adds a condition key, in place of one whose name differs at most in letter case.
    pub fn insert(&mut self, key: &str, value: ContextValue) {
        self.entries.insert(key.to_ascii_lowercase(), (key.to_owned(), value));
    }

    /// How much it holds: the bytes of all names and values, and one more for each. The work of a
    /// decision grows with it and with the policy, so whoever takes a context from outside bounds it,
    /// as by [`Limits::context_bytes`](crate::Limits::context_bytes).
    #[must_use]
    pub fn bytes(&self) -> usize {
        let size = |text: &String| text.len() + 1;
        let values = |value: &ContextValue| value.values.iter().map(size).sum::<usize>();
        self.entries.values().map(|(key, value)| size(key) + values(value)).sum()
    }

    /// Adds a condition key whose value AWS would know, but nobody here does. A name that ends with
    /// `/`, such as `aws:ResourceTag/`, stands for all that begin with it.
    pub fn insert_unknown(&mut self, key: &str) {
        self.unknown.insert(key.to_ascii_lowercase());
    }

    /// Adds the keys that AWS makes of a web identity's claims: for every issuer `aud`, `oaud`,
    /// `sub`, `amr` and `email`, and for some issuers others. It ignores every other claim.
    ///
    /// Source: [available keys for AWS OIDC federation]. A claim of the others that is no text is
    /// unknown here: how AWS turns it into text is not published.
    ///
    /// [available keys for AWS OIDC federation]: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
    pub(crate) fn insert_web_identity(
        &mut self,
        provider: &str,
        identity: &WebIdentity,
        claims: &Object,
    ) {
        for suffix in provider_keys::of_all(provider) {
            let key = format!("{provider}:{suffix}");
            let value = match *suffix {
                "aud" => identity.audience(),
                "oaud" => identity.single_audience(),
                "sub" => identity.subject.as_deref(),
                "email" => identity.email.as_deref(),
                _ => {
                    if let Some(values) = identity.methods.clone() {
                        self.insert(&key, ContextValue { kind: ContextType::StringList, values });
                    }
                    continue;
                }
            };
            match value {
                Some(value) => self.insert(&key, ContextValue::string(value)),
                // What `oaud` is if `aud` names several, nobody has published.
                None if *suffix == "oaud" && identity.audiences.is_some() => {
                    self.insert_unknown(&key);
                }
                None => {}
            }
        }
        for suffix in provider_keys::of(provider) {
            let claim = claims.iter().find(|member| provider_keys::fills(&member.name, suffix));
            let key = format!("{provider}:{suffix}");
            let is_number = *suffix == provider_keys::NUMBER;
            let kind = if is_number { ContextType::Numeric } else { ContextType::String };
            match claim.map(|member| &member.value.kind) {
                Some(Kind::String(text)) => self.insert(&key, ContextValue::single(kind, text)),
                Some(Kind::Number(text)) if is_number => {
                    self.insert(&key, ContextValue::single(kind, text));
                }
                Some(_) => self.insert_unknown(&key),
                None => {}
            }
        }
    }

    /// As [`insert_web_identity`](Self::insert_web_identity), for a token that nobody here can read.
    pub(super) fn insert_unknown_web_identity(&mut self, provider: &str) {
        for suffix in provider_keys::names(provider) {
            self.insert_unknown(&format!("{provider}:{suffix}"));
        }
    }

    /// The values of a key; letter case of the name does not count.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&ContextValue> {
        match self.known(&key.to_ascii_lowercase()) {
            Known::Given(value) => Some(value),
            Known::NotGiven | Known::Missing => None,
        }
    }

    /// Whether AWS would know the key's value, but nobody here does.
    #[must_use]
    pub fn is_unknown(&self, key: &str) -> bool {
        matches!(self.known(&key.to_ascii_lowercase()), Known::NotGiven)
    }

    /// What is known of a key, by its lower-case name.
    pub(super) fn known(&self, name: &str) -> Known<'_> {
        if let Some((_, value)) = self.entries.get(name) {
            return Known::Given(value);
        }
        let families = name.match_indices('/').filter_map(|(at, _)| name.get(..=at));
        match self.unknown.contains(name)
            || families.into_iter().any(|it| self.unknown.contains(it))
        {
            true => Known::NotGiven,
            false => Known::Missing,
        }
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
        Self::single(ContextType::String, value)
    }

    /// A key of one value.
    pub(crate) fn single(kind: ContextType, value: &str) -> Self {
        Self { kind, values: alloc::vec![value.to_owned()] }
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

/// The name of the provider that a `Federated` principal stands for: that in its ARN, or a built-in
/// one's bare name.
pub(crate) fn provider_of(federated: &str) -> &str {
    federated.split_once(":oidc-provider/").map_or(federated, |(_, name)| name)
}

/// The claim that a condition key of this provider asks for; letter case of keys does not count.
pub(crate) fn claim_of<'a>(key: &'a str, provider: &str) -> Option<&'a str> {
    let (prefix, claim) = key.split_at_checked(provider.len())?;
    claim.strip_prefix(':').filter(|_| prefix.eq_ignore_ascii_case(provider))
}

/// The claims that become condition keys for this provider, as they stand after the colon of the
/// key.
///
/// ```
/// let names = assumable::aws::condition_keys("gitlab.com");
/// assert!(names.clone().any(|name| name == "sub"));
/// assert!(names.clone().any(|name| name == "project_id"));
/// assert!(!names.clone().any(|name| name == "iss"));
/// ```
pub fn condition_keys(provider: &str) -> impl Iterator<Item = &'static str> + Clone + use<> {
    provider_keys::names(provider)
}

/// The condition keys that AWS makes of these claims, each with the claim that fills it.
///
/// ```
/// use assumable::{aws, json};
///
/// let claims = r#"{"iss": "https://gitlab.com", "sub": "a", "aud": "b", "project_id": "7", "sha": "c"}"#;
/// let claims = json::parse(claims, 4)?;
/// let keys: Vec<_> = aws::keys_of(claims.as_object().unwrap()).collect();
/// assert!(keys.contains(&("gitlab.com:project_id".into(), "project_id")));
/// assert!(!keys.iter().any(|(_, claim)| *claim == "sha"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn keys_of(claims: &Object) -> impl Iterator<Item = (String, &str)> {
    let provider = claims.get("iss").and_then(|issuer| issuer.as_str()).map(provider_name);
    let names = provider.into_iter().flat_map(provider_keys::names);
    names.filter_map(move |suffix| {
        let is_there = |name: &str| claims.iter().any(|member| member.name == name);
        let fills = |name: &str| match suffix {
            "aud" if is_there("azp") => name == "azp",
            "aud" | "oaud" => name == "aud",
            _ => provider_keys::fills(name, suffix),
        };
        let member = claims.iter().find(|member| fills(&member.name))?;
        let key = format!("{}:{suffix}", provider.unwrap_or_default());
        (member.value.kind != Kind::Null).then_some((key, &*member.name))
    })
}
