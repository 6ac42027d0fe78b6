use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use crate::aws::{
    ContextType, ContextValue, RequestContext, TrustPolicy, ValueToken, WebIdentity, is_address,
    provider_name, value_tokens,
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
    /// `aws:SourceIp`. If it is not known, or is no address, conditions on it count against the caller.
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
/// `Numeric`, a truth value `Bool`; `null` is nothing. Conditions on an object as a whole, and on a list
/// that holds anything else, count against the caller, and so do those on a key that two claims would
/// fill, because names of condition keys compare without letter case. Whether a claim is a list is up
/// to the token, so a condition on a list without `ForAnyValue` or `ForAllValues`, and one with a list in
/// a variable, counts against the caller too, where AWS would pass over a denial. So does a value that is
/// not what the operator compares, unless others of a list decide: `"yes"` for `Bool`, `"two"` for a number.
///
/// A key has all names that lie above a claim, so all keys together can be much longer than the token.
/// [`decide`](super::decide) makes those only that the policy asks for.
#[must_use]
pub fn context(token: &VerifiedToken, facts: &RequestFacts<'_>) -> RequestContext {
    of(token.issuer().as_str(), token.claims().object(), facts, &Asked::Everything)
}

pub(super) fn of(
    issuer: &str,
    claims: &Object,
    facts: &RequestFacts<'_>,
    asked: &Asked,
) -> RequestContext {
    let mut context = RequestContext::of_claims();
    let provider = provider_name(issuer);
    let mut keys = Keys { asked, found: BTreeMap::new() };
    keys.add(&format!("{provider}:"), claims);
    for (key, value) in keys.found.into_values() {
        match value {
            Some(value) => context.insert(&key, value),
            None => {
                context.insert_unknown(&key);
                // What is within a list has no key of its own.
                context.insert_unknown(&format!("{key}/"));
            }
        }
    }
    // Later, so that AWS's own keys are AWS's.
    if let Ok(identity) = WebIdentity::read(claims) {
        context.insert_web_identity(provider, &identity, claims);
    }
    request(facts, &mut context);
    context
}

/// Which keys are of interest.
pub(super) enum Asked {
    Everything,
    /// These, in lower case.
    Only(BTreeSet<String>),
}

impl Asked {
    /// The condition keys and the variables of a policy.
    ///
    /// A claim within a claim has the names of both in its key: with all of them, a long name above many
    /// claims would make megabytes out of a short token.
    pub(super) fn by(policy: &TrustPolicy) -> Self {
        let mut keys = BTreeSet::new();
        for condition in policy.statements().iter().flat_map(|statement| &statement.conditions) {
            keys.insert(condition.key.to_ascii_lowercase());
            for token in condition.values.iter().flat_map(|value| value_tokens(&value.value)) {
                if let ValueToken::Variable { key, .. } = token {
                    keys.insert(key.to_ascii_lowercase());
                }
            }
        }
        Self::Only(keys)
    }

    /// Whether a claim of this name, in lower case, is of interest, or one within it.
    fn has(&self, name: &str) -> bool {
        let Self::Only(keys) = self else { return true };
        let within = format!("{name}/");
        let next = keys.range::<String, _>(&within..).next();
        keys.contains(name) || next.is_some_and(|key| key.starts_with(&within))
    }
}

/// By lower-case name: the key as spelt, and its value, if it has one that can be compared.
struct Keys<'a> {
    asked: &'a Asked,
    found: BTreeMap<String, (String, Option<ContextValue>)>,
}

impl Keys<'_> {
    fn add(&mut self, prefix: &str, object: &Object) {
        for member in object.iter() {
            let key = format!("{prefix}{}", member.name);
            let name = key.to_ascii_lowercase();
            if !self.asked.has(&name) {
                continue;
            }
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
            match self.found.entry(name) {
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
    // AWS fills in no text that is no address, so what becomes of one there is no example.
    match facts.source_ip.filter(|address| is_address(address)) {
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
    use crate::aws::{Caller, evaluate_caller};
    use crate::decision::Outcome;
    use crate::json;
    use crate::limits::Limits;

    fn context(issuer: &str, claims: &str) -> RequestContext {
        let claims = json::parse(claims, 32).unwrap();
        let now = Timestamp::from_seconds(1_712_615_119).unwrap();
        let facts = RequestFacts::new("GET", "a.example", now);
        of(issuer, claims.as_object().unwrap(), &facts, &Asked::Everything)
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
        let absent = "a.example/x:none";
        assert!(context.get(absent).is_none() && !context.is_unknown(absent));
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
            "x/y": "a", "x": {"y": "b"}, "sub": "s", "SUB": "admin", "group": {"banned": true}}"#;
        let context = context("https://a.example", claims);
        for claim in ["deep", "objects", "tier", "x", "x/y", "group"] {
            let key = format!("a.example:{claim}");
            assert!(context.get(&key).is_none() && context.is_unknown(&key), "{claim}");
        }
        assert_eq!(context.get("a.example:sub").unwrap().values, ["s"]);
        assert!(context.is_unknown("aws:SourceIp"));
    }

    /// Of a statement for everybody of `a.example`, and one about him with this element.
    fn outcome(issuer: &str, claims: &str, second: &str, source_ip: Option<&str>) -> Outcome {
        let policy = format!(
            r#"{{"Version": "2012-10-17", "Statement": [
                {{"Effect": "Allow", "Action": "*", "Principal": {{"Federated": "a.example"}}}},
                {{"Action": "*", {second}}}]}}"#
        );
        let policy = TrustPolicy::parse(&policy, &Limits::default()).unwrap();
        let now = Timestamp::from_seconds(1_712_615_119).unwrap();
        let facts = RequestFacts { source_ip, ..RequestFacts::new("GET", "a.example", now) };
        let claims = json::parse(claims, 32).unwrap();
        let context = of(issuer, claims.as_object().unwrap(), &facts, &Asked::by(&policy));
        let caller = Caller::Issuer(provider_name(issuer));
        evaluate_caller(&policy, caller, "sts:AssumeRoleWithWebIdentity", &context).outcome()
    }

    #[test]
    fn a_token_does_not_choose_its_way_around_a_denial() {
        let denied = r#""Effect": "Deny", "Principal": "*",
            "Condition": {"StringEquals": {"a.example:group": "banned"}}"#;
        for claims in [
            r#"{"group": "banned"}"#,
            r#"{"group": ["banned"]}"#,
            r#"{"group": ["other", "banned"]}"#,
            r#"{"group": {"banned": true}}"#,
        ] {
            assert_eq!(
                outcome("https://a.example", claims, denied, None),
                Outcome::Denied,
                "{claims}"
            );
        }
        for claims in [r#"{"group": "other"}"#, r#"{"group": null}"#, "{}"] {
            assert_eq!(
                outcome("https://a.example", claims, denied, None),
                Outcome::Allowed,
                "{claims}"
            );
        }
        let asks = r#""Effect": "Deny", "Principal": "*",
            "Condition": {"ForAnyValue:StringEquals": {"a.example:group": "banned"}}"#;
        let claims = r#"{"group": ["other"]}"#;
        assert_eq!(outcome("https://a.example", claims, asks, None), Outcome::Allowed);
    }

    #[test]
    fn what_a_type_cannot_read_counts_against_the_caller() {
        for (condition, claims) in [
            (r#""NumericLessThan": {"a.example:level": "3"}"#, r#"{"level": "two"}"#),
            (r#""NotIpAddress": {"a.example:ip": "10.0.0.0/8"}"#, r#"{"ip": "10.0.0.1:80"}"#),
            (r#""IpAddress": {"a.example:ip": "10.0.0.0/8"}"#, r#"{"ip": 7}"#),
            (r#""DateLessThan": {"a.example:at": "2020-01-01T00:00:00Z"}"#, r#"{"at": "soon"}"#),
            (
                r#""StringEquals": {"a.example:group/name": "banned"}"#,
                r#"{"group": [{"name": "banned"}]}"#,
            ),
        ] {
            let with = |effect| {
                format!(r#""Effect": "{effect}", "Principal": "*", "Condition": {{{condition}}}"#)
            };
            let outcome = outcome("https://a.example", claims, &with("Deny"), None);
            assert_eq!(outcome, Outcome::Denied, "{condition} {claims}");
        }
    }

    #[test]
    fn one_value_that_cannot_be_read_is_not_hidden_by_others() {
        let allowed = |condition: &str, claims: &str| {
            let asks =
                format!(r#""Effect": "Deny", "Principal": "*", "Condition": {{{condition}}}"#);
            outcome("https://a.example", claims, &asks, None) == Outcome::Allowed
        };
        let banned = r#""Bool": {"a.example:banned": "true"}"#;
        for (claim, passes) in [
            ("true", false),
            ("1", false),
            (r#""1""#, false),
            (r#""yes""#, false),
            (r#"" true""#, false),
            ("false", true),
            (r#""False""#, true),
        ] {
            let claims = format!(r#"{{"banned": {claim}}}"#);
            assert_eq!(allowed(banned, &claims), passes, "{claims}");
        }
        for (operator, expected, claim, passes) in [
            ("ForAnyValue:IpAddress", "10.0.0.0/8", r#"["11.0.0.1", "10.0.0.1:80"]"#, false),
            ("ForAnyValue:IpAddress", "10.0.0.0/8", r#"["11.0.0.1"]"#, true),
            ("ForAllValues:IpAddress", "10.0.0.0/8", r#"["10.0.0.1", "10.0.0.2:80"]"#, false),
            // The one that can be read is enough.
            ("ForAllValues:IpAddress", "10.0.0.0/8", r#"["11.0.0.1", "10.0.0.2:80"]"#, true),
            ("ForAnyValue:NotIpAddress", "10.0.0.0/8", r#"["10.0.0.1", "x"]"#, false),
            ("ForAnyValue:NumericLessThan", "3", r#"[5, "two"]"#, false),
            ("ForAnyValue:ArnNotLike", "arn:a:b:c:d:e", r#"["arn:a:b:c:d:e", "x"]"#, false),
            ("ForAnyValue:Bool", "true", r#"[false, "yes"]"#, false),
        ] {
            let condition = format!(r#""{operator}": {{"a.example:x": "{expected}"}}"#);
            assert_eq!(
                allowed(&condition, &format!(r#"{{"x": {claim}}}"#)),
                passes,
                "{condition} {claim}"
            );
        }
        let only = |condition: &str, claims: &str| {
            let asks = format!(
                r#""Effect": "Allow", "Principal": {{"Federated": "b.example"}}, "Condition": {{{condition}}}"#
            );
            outcome("https://b.example", claims, &asks, None)
        };
        for (condition, good, bad) in [
            (r#""Bool": {"b.example:x": "false"}"#, "false", r#""yes""#),
            (r#""ForAllValues:NumericNotEquals": {"b.example:x": "3"}"#, "[4]", r#"[4, "3 x"]"#),
        ] {
            assert_eq!(only(condition, &format!(r#"{{"x": {good}}}"#)), Outcome::Allowed);
            assert_eq!(only(condition, &format!(r#"{{"x": {bad}}}"#)), Outcome::Denied, "{bad}");
        }
    }

    #[test]
    fn a_list_is_no_way_out_of_a_variable() {
        let with = |effect: &str, operator: &str, value: &str| {
            format!(
                r#""Effect": "{effect}", "Principal": {{"Federated": "b.example"}},
                "Condition": {{"{operator}": {{"http:Path": {value}}}}}"#
            )
        };
        let b = |claims: &str, asks: &str| outcome("https://b.example", claims, asks, None);
        for value in [
            r#""/${b.example:tier}""#,
            r#""/${b.example:tier, 'x'}""#,
            r#"["/other", "/${b.example:tier}"]"#,
            r#"["/${b.example:tier}", "/other"]"#,
        ] {
            let asks = with("Allow", "StringNotLike", value);
            assert_eq!(b(r#"{"tier": "x"}"#, &asks), Outcome::Allowed, "{value}");
            for tier in [r#"["x"]"#, "[]", r#"{"x": 1}"#, r#"[["x"]]"#] {
                let claims = format!(r#"{{"tier": {tier}}}"#);
                assert_eq!(b(&claims, &asks), Outcome::Denied, "{value} {tier}");
                let denied = format!(
                    r#"{}}}, {{"Action": "*", {}"#,
                    r#""Effect": "Allow", "Principal": {"Federated": "b.example"}"#,
                    with("Deny", "StringLike", value)
                );
                assert_eq!(b(&claims, &denied), Outcome::Denied, "{value} {tier}");
                assert_eq!(b(r#"{"tier": "y"}"#, &denied), Outcome::Allowed, "{value}");
            }
        }
    }

    #[test]
    fn keys_are_made_only_of_what_the_policy_asks_for() {
        let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
            "Principal": {"Federated": "a.example"}, "Condition": {
                "StringEquals": {"a.example:X/y": "b"},
                "StringLike": {"http:Path": "/${a.example:tier, 'x'}"}}}}"#;
        let policy = TrustPolicy::parse(policy, &Limits::default()).unwrap();
        let long = "k".repeat(5000);
        let members: Vec<String> = (0..700).map(|at| format!(r#""{at}": 1"#)).collect();
        let members = members.join(",");
        let claims = format!(
            r#"{{"x": {{"y": "b", "z": 1}}, "X/Y": "c", "tier": "t", "x-y": "d", "{long}": {{{members}}}}}"#
        );
        let claims = json::parse(&claims, 32).unwrap();
        let now = Timestamp::from_seconds(1_712_615_119).unwrap();
        let facts = RequestFacts::new("GET", "a.example", now);
        let context =
            of("https://a.example", claims.as_object().unwrap(), &facts, &Asked::by(&policy));
        assert_eq!(context.get("a.example:tier").unwrap().values, ["t"]);
        // Two claims would fill it.
        assert!(context.is_unknown("a.example:x/y") && context.is_unknown("a.example:x"));
        let claims = context.iter().filter(|(key, _)| key.starts_with("a.example:"));
        assert_eq!(claims.map(|(key, _)| key).collect::<Vec<_>>(), ["a.example:tier"]);
    }

    #[test]
    fn what_is_no_address_counts_against_the_caller() {
        for operator in ["NotIpAddress", "IpAddress"] {
            let denied = format!(
                r#""Effect": "Deny", "Principal": "*",
                "Condition": {{"{operator}": {{"aws:SourceIp": "203.0.113.0/24"}}}}"#
            );
            for address in
                ["198.51.100.7:4711", "1.1.1.1, 203.0.113.7", "fe80::1%eth0", "[::1]", "", "?"]
            {
                let outcome = outcome("https://a.example", "{}", &denied, Some(address));
                assert_eq!(outcome, Outcome::Denied, "{operator} {address}");
            }
        }
    }

    #[test]
    fn who_is_excepted_is_so_by_all_of_his_names() {
        let arn = "arn:aws:iam::012345678910:oidc-provider/b.example";
        for (first, second) in [("b.example", arn), (arn, "b.example"), (arn, arn)] {
            let allowed = format!(
                r#""Effect": "Allow", "NotPrincipal": {{"Federated": "{first}"}}}}, {{
                "Effect": "Allow", "Action": "*", "Principal": {{"Federated": "{second}"}},
                "Condition": {{"StringEquals": {{"b.example:sub": "deploy"}}}}"#
            );
            let outcome = |sub| outcome("https://b.example", sub, &allowed, None);
            assert_eq!(outcome(r#"{"sub": "other"}"#), Outcome::Denied, "{first} {second}");
            assert_eq!(outcome(r#"{"sub": "deploy"}"#), Outcome::Allowed, "{first} {second}");
        }
    }
}
