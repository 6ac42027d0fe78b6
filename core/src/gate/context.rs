use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use crate::aws::{
    ContextType, ContextValue, RequestContext, WebIdentity, is_address, provider_name,
};
use crate::json::{Kind, Object, Value};
use crate::time::Timestamp;
use crate::verify::VerifiedToken;

/// What is asked for, by whom, and when.
///
/// They are facts only if whoever fills them knows: a source address from a header that anybody can
/// send is none.
#[derive(Clone, Copy, Debug)]
pub struct RequestFacts<'a> {
    /// `http:Method`, in capitals.
    pub method: &'a str,
    /// `http:Host`, in small letters, with its port if that is not the usual one.
    pub host: &'a str,
    /// `http:Path`, as it stands in the URL, percent-encoding and all, without query.
    pub path: &'a str,
    /// `aws:SecureTransport`: whether the request came over TLS.
    pub secure: bool,
    /// `aws:SourceIp`. If it is not known, or no address, conditions on it count against the caller.
    pub source_ip: Option<&'a str>,
    /// `aws:UserAgent`; without one there is no such key.
    pub user_agent: Option<&'a str>,
    /// `aws:CurrentTime` and `aws:EpochTime`.
    pub now: Timestamp,
}

impl<'a> RequestFacts<'a> {
    /// A request over TLS for `/`, of which no more is known.
    #[must_use]
    pub fn new(method: &'a str, host: &'a str, now: Timestamp) -> Self {
        Self { method, host, path: "/", secure: true, source_ip: None, user_agent: None, now }
    }
}

/// The condition keys of a request with this token.
///
/// | key | is |
/// |---|---|
/// | `oidc.fly.io/acme:app_name` | a claim, behind the issuer's name without `https://` |
/// | `…:kubernetes.io/namespace` | a claim within a claim |
/// | `…:aud`, `…:sub` and the others that AWS fills | exactly as AWS fills them |
/// | `aws:SourceIp`, `aws:CurrentTime`, `aws:EpochTime`, `aws:SecureTransport`, `aws:UserAgent` | as with AWS |
/// | `http:Method`, `http:Host`, `http:Path` | of the request |
///
/// A text is a `String`, a list of texts, numbers and truth values a `StringList`, a number is
/// `Numeric`, a truth value `Bool`; `null` is nothing. Conditions count against the caller if they are on
/// an object itself, on a list that holds anything else, on a list without `ForAnyValue` or
/// `ForAllValues`, or on a key that two claims would fill, because names of condition keys compare
/// without letter case.
#[must_use]
pub fn context(token: &VerifiedToken, facts: &RequestFacts<'_>) -> RequestContext {
    of(token.issuer().as_str(), token.claims().object(), facts)
}

fn of(issuer: &str, claims: &Object, facts: &RequestFacts<'_>) -> RequestContext {
    let mut context = RequestContext::of_token();
    let provider = provider_name(issuer);
    let mut keys = Keys::default();
    keys.add(&format!("{provider}:"), claims);
    for (key, value) in keys.0.into_values() {
        match value {
            Some(value) => context.insert(&key, value),
            None => context.insert_unknown(&key),
        }
    }
    // Later, so that AWS's own keys are AWS's.
    if let Ok(identity) = WebIdentity::read(claims) {
        context.insert_web_identity(provider, &identity, claims);
    }
    request(facts, &mut context);
    context
}

/// By lower-case name: the key as spelt, and its value, if it has one that can be compared.
#[derive(Default)]
struct Keys(BTreeMap<String, (String, Option<ContextValue>)>);

impl Keys {
    fn add(&mut self, prefix: &str, object: &Object) {
        for member in object.iter() {
            let key = format!("{prefix}{}", member.name);
            let value = match &member.value.kind {
                Kind::Null => continue,
                // Who is asked about one text must not get out of it by having more.
                Kind::Object(inner) => {
                    self.add(&format!("{key}/"), inner);
                    None
                }
                Kind::Array(elements) => list(elements),
                Kind::String(_) => single(ContextType::String, &member.value),
                Kind::Number(_) => single(ContextType::Numeric, &member.value),
                Kind::Bool(_) => single(ContextType::Bool, &member.value),
            };
            match self.0.entry(key.to_ascii_lowercase()) {
                Entry::Vacant(place) => {
                    place.insert((key, value));
                }
                // Who may choose the one must not thereby choose the other.
                Entry::Occupied(mut place) => place.get_mut().1 = None,
            }
        }
    }
}

fn single(kind: ContextType, value: &Value) -> Option<ContextValue> {
    text(value).map(|text| ContextValue { kind, values: alloc::vec![text] })
}

fn list(elements: &[Value]) -> Option<ContextValue> {
    let values: Option<Vec<String>> = elements.iter().map(text).collect();
    values.map(|values| ContextValue { kind: ContextType::StringList, values })
}

fn text(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::String(text) | Kind::Number(text) => Some(text.clone()),
        Kind::Bool(truth) => Some(truth.to_string()),
        Kind::Null | Kind::Array(_) | Kind::Object(_) => None,
    }
}

fn request(facts: &RequestFacts<'_>, context: &mut RequestContext) {
    let (now, seconds) = (facts.now.to_string(), facts.now.seconds().to_string());
    let secure = facts.secure.to_string();
    let [method, host, path, current, epoch, transport, source_ip, agent] = REQUEST_KEYS;
    let known = [
        (current, ContextType::Date, &*now),
        (epoch, ContextType::Date, &*seconds),
        (transport, ContextType::Bool, &*secure),
        (method, ContextType::String, facts.method),
        (host, ContextType::String, facts.host),
        (path, ContextType::String, facts.path),
    ];
    for (key, kind, value) in known {
        context.insert(key, ContextValue::single(kind, value));
    }
    // AWS fills in addresses. Here whoever connects may have a say in a text that is none, and a condition
    // that it meets in no way would be a `Deny` without effect.
    match facts.source_ip.filter(|text| is_address(text)) {
        Some(address) => {
            context.insert(source_ip, ContextValue::single(ContextType::Ip, address));
        }
        None => context.insert_unknown(source_ip),
    }
    if let Some(user_agent) = facts.user_agent {
        context.insert(agent, ContextValue::string(user_agent));
    }
}

/// The keys of a request, whoever's token it has.
pub(super) const REQUEST_KEYS: [&str; 8] = [
    "http:Method",
    "http:Host",
    "http:Path",
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:SecureTransport",
    "aws:SourceIp",
    "aws:UserAgent",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn context(issuer: &str, claims: &str) -> RequestContext {
        let claims = json::parse(claims, 32).unwrap();
        let now = Timestamp::from_seconds(1_712_615_119).unwrap();
        of(issuer, claims.as_object().unwrap(), &RequestFacts::new("GET", "a.example", now))
    }

    #[test]
    fn every_claim_is_a_key() {
        let context = context(
            "https://a.example/x",
            r#"{"sub": "s", "n": 1.50, "b": true, "none": null, "list": ["a", 2, false], "empty": [],
                "kubernetes.io": {"namespace": "orders", "pod": {"uid": "7"}}}"#,
        );
        let cases: [(&str, ContextType, &[&str]); 7] = [
            ("sub", ContextType::String, &["s"]),
            ("n", ContextType::Numeric, &["1.50"]),
            ("b", ContextType::Bool, &["true"]),
            ("list", ContextType::StringList, &["a", "2", "false"]),
            ("empty", ContextType::StringList, &[]),
            ("kubernetes.io/namespace", ContextType::String, &["orders"]),
            ("kubernetes.io/pod/uid", ContextType::String, &["7"]),
        ];
        for (claim, kind, values) in cases {
            let found = context.get(&format!("a.example/x:{claim}")).unwrap();
            assert_eq!(found.kind, kind, "{claim}");
            assert_eq!(found.values, values, "{claim}");
        }
        assert!(context.get("a.example/x:none").is_none());
        assert!(!context.is_unknown("a.example/x:none"));
    }

    #[test]
    fn awss_keys_are_awss() {
        let claims = r#"{"aud": ["a", "b"], "azp": "c", "sub": 7, "amr": "pwd"}"#;
        let context = context("https://a.example", claims);
        assert_eq!(context.get("a.example:aud").unwrap().values, ["c"]);
        assert_eq!(context.get("a.example:sub").unwrap(), &ContextValue::string("7"));
        assert_eq!(context.get("a.example:amr").unwrap().kind, ContextType::StringList);
    }

    #[test]
    fn what_cannot_be_compared_counts_against_the_caller() {
        let claims = r#"{"deep": [["a"]], "objects": [{}], "Tier": "a", "tier": "b",
            "x/y": "a", "x": {"y": "b"}, "sub": "s", "SUB": "admin"}"#;
        let context = context("https://a.example", claims);
        for claim in ["deep", "objects", "tier", "x/y", "x"] {
            let key = format!("a.example:{claim}");
            assert!(context.get(&key).is_none() && context.is_unknown(&key), "{claim}");
        }
        assert_eq!(context.get("a.example:sub").unwrap().values, ["s"]);
        assert!(context.is_unknown("aws:SourceIp"));
    }

    #[test]
    fn a_source_that_is_no_address_is_not_known() {
        let of = |address| {
            let claims = json::parse(r#"{"sub": "s"}"#, 32).unwrap();
            let now = Timestamp::from_seconds(1_712_615_119).unwrap();
            let facts =
                RequestFacts { source_ip: Some(address), ..RequestFacts::new("GET", "a", now) };
            super::of("https://a.example", claims.as_object().unwrap(), &facts)
        };
        for address in ["198.51.100.7", "2001:db8::1", "::ffff:198.51.100.7"] {
            assert!(of(address).get("aws:SourceIp").is_some(), "{address}");
        }
        for address in [
            "",
            "unknown",
            "198.51.100.7:4711",
            "1.1.1.1, 198.51.100.7",
            "fe80::1%eth0",
            "[2001:db8::1]",
        ] {
            assert!(of(address).is_unknown("aws:SourceIp"), "{address}");
        }
    }

    #[test]
    fn a_list_is_no_way_out_of_a_denial_of_one_value() {
        let decided = |effect: &str, condition: &str, claims: &str| {
            let statement = |effect: &str, condition: &str| {
                alloc::format!(
                    r#"{{"Effect": "{effect}", "Principal": {{"Federated": "a.example"}}, "Action": "*", "Condition": {{{condition}}}}}"#
                )
            };
            let source = alloc::format!(
                r#"{{"Statement": [{}, {}]}}"#,
                if effect == "Deny" {
                    statement("Allow", "")
                } else {
                    statement("Deny", r#""Bool": {"http:Path": "a"}"#)
                },
                statement(effect, condition),
            );
            let limits = crate::limits::Limits::default();
            let policy = crate::aws::TrustPolicy::parse(&source, &limits).unwrap();
            let context = context("https://a.example", claims);
            let action = crate::aws::ASSUME_ROLE_WITH_WEB_IDENTITY;
            let request = crate::aws::Request { federated: "a.example", action, context: &context };
            crate::aws::decide(&policy, request) == crate::decision::Outcome::Allowed
        };
        let banned = r#""StringEquals": {"a.example:group": "banned"}"#;
        for (group, allowed) in [
            (r#""banned""#, false),
            (r#""other""#, true),
            (r#"["banned"]"#, false),
            (r#"["other"]"#, false),
            (r#"{"banned": true}"#, false),
            ("null", true),
        ] {
            let claims = alloc::format!(r#"{{"sub": "s", "group": {group}}}"#);
            assert_eq!(decided("Deny", banned, &claims), allowed, "{group}");
        }
        let any = r#""ForAnyValue:StringEquals": {"a.example:group": "banned"}"#;
        assert!(!decided("Deny", any, r#"{"group": ["a", "banned"]}"#));
        assert!(decided("Deny", any, r#"{"group": ["a"]}"#));
        // An Allow gains nothing by it.
        let other = r#""StringNotEquals": {"a.example:group": "banned"}"#;
        assert!(!decided("Allow", other, r#"{"group": ["a"]}"#));
        assert!(!decided("Allow", other, r#"{"group": {"a": "b"}}"#));
    }
}
