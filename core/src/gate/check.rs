use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::context::REQUEST_KEYS;
use crate::aws::{
    self, Condition, Operator, PrincipalKind, Principals, Statement, Test, TrustPolicy, ValueToken,
    claim_of, holds_without, nearest, provider_name, provider_of, value_tokens,
};
use crate::error::GateError;
use crate::span::{Span, Spanned};

/// The principals, actions, condition keys and variables of a policy that can never match at a gate that
/// trusts these issuers; nothing, if all can. What else stands in a value is not looked at.
///
/// AWS cannot know every key that a policy may ask for, so a misspelt one just never matches, and a
/// `Deny` with it denies nobody. A gate knows its issuers, its action and the keys of its requests. A
/// claim may have any name: nobody can enumerate them.
///
/// ```
/// use assumable::{Explain as _, Limits, aws::TrustPolicy, gate};
///
/// let source = r#"{
///   "Version": "2012-10-17",
///   "Statement": {
///     "Effect": "Deny",
///     "Principal": { "Federated": "oidc.fly.io/acme" },
///     "Action": "sts:AssumeRoleWithWebIdentity",
///     "Condition": { "StringEquals": { "https://oidc.fly.io/acme:app_name": "foo-bar" } }
///   }
/// }"#;
/// let policy = TrustPolicy::parse(source, &Limits::default())?;
/// let errors = gate::check(&policy, &["https://oidc.fly.io/acme"]);
/// assert_eq!(errors[0].code(), "gate-key");
/// assert!(errors[0].to_string().ends_with("; did you mean `oidc.fly.io/acme:app_name`?"));
/// # Ok::<(), assumable::PolicyErrors>(())
/// ```
#[must_use]
pub fn check(policy: &TrustPolicy, issuers: &[&str]) -> Vec<GateError> {
    let names = issuers.iter().map(|issuer| provider_name(issuer)).collect();
    let mut checked = Checked { names, errors: Vec::new() };
    checked.issuers();
    for statement in policy.statements() {
        checked.statement(statement);
    }
    checked.errors
}

struct Checked<'a> {
    /// The gate's issuers, as policies name them.
    names: Vec<&'a str>,
    errors: Vec<GateError>,
}

impl<'a> Checked<'a> {
    /// `a.example:8443:sub` is a key of `a.example:8443`, and of `a.example` if a claim is named `8443:sub`.
    fn issuers(&mut self) {
        for (index, one) in self.names.iter().enumerate() {
            let others = self.names.iter().enumerate().filter(|(place, _)| *place != index);
            for (place, other) in others {
                let same = one.eq_ignore_ascii_case(other) && index < place;
                if same || claim_of(other, one).is_some() {
                    let (one, other) = (String::from(*one), String::from(*other));
                    self.errors.push(GateError::IssuersOverlap { one, other });
                }
            }
        }
    }

    fn statement(&mut self, statement: &Statement) {
        let meant = self.principals(statement);
        if !aws::is_about(statement, aws::ASSUME_ROLE_WITH_WEB_IDENTITY) {
            self.errors.push(GateError::Action { span: statement.action_span });
        }
        let before = self.errors.len();
        for condition in &statement.conditions {
            self.condition(condition, &meant);
        }
        if self.errors.len() == before {
            self.together(statement, &meant);
        }
    }

    /// A token is of one issuer, so conditions that need claims of two never hold together.
    fn together(&mut self, statement: &Statement, meant: &[&str]) {
        let unmet = |issuer: &&str| {
            let mut conditions = statement.conditions.iter().enumerate();
            conditions.find_map(|(at, it)| Some((at, lacking(it, issuer)?)))
        };
        // Of the issuer whose tokens meet most of it.
        let unmet: Option<Vec<_>> = meant.iter().map(unmet).collect();
        let last = unmet.into_iter().flatten().min_by_key(|(at, _)| Reverse(*at));
        if let Some((_, (key, span))) = last {
            let key = key.to_owned();
            self.errors.push(GateError::KeyOfAnotherIssuer { key, span });
        }
    }

    /// The issuers that a statement is about; all, if that cannot be said.
    fn principals(&mut self, statement: &Statement) -> Vec<&'a str> {
        let Self { names, errors } = self;
        let mut meant = Vec::new();
        let mut meet = |kind: PrincipalKind, name: &str, span: Span| {
            let before = meant.len();
            match name {
                "*" if aws::is_everyone(kind, statement.effect) => meant.extend(&*names),
                "*" => {}
                _ if kind == PrincipalKind::Federated => {
                    meant.extend(names.iter().filter(|known| **known == provider_of(name)));
                }
                _ => {}
            }
            if meant.len() == before {
                let suggestion = resembling(name, names).map(str::to_owned);
                errors.push(GateError::Principal { name: name.to_owned(), suggestion, span });
            }
        };
        match &statement.principals {
            Principals::Anyone(span) => meet(PrincipalKind::Federated, "*", *span),
            Principals::Listed(listed) => {
                listed.iter().for_each(|(kind, name)| meet(*kind, &name.value, name.span));
            }
            // IAM stores no trust policy that has one, so nobody has seen one decided.
            Principals::Except(_) => {
                errors.push(GateError::NotPrincipal { span: statement.principal_span });
            }
        }
        if meant.is_empty() { names.clone() } else { meant }
    }

    fn condition(&mut self, condition: &Condition, meant: &[&str]) {
        self.key(&condition.key, condition.key_span, meant);
        let Operator { qualifier, test, .. } = condition.operator;
        if test == Test::Null && qualifier.is_some() {
            self.errors.push(GateError::NullOfSet { span: condition.operator_span });
        }
        for Spanned { value, span } in &condition.values {
            let mut replaced = true;
            for token in value_tokens(value) {
                match token {
                    ValueToken::Text(_) => {}
                    ValueToken::Malformed(_) => replaced = false,
                    _ if !condition.has_variables() => replaced = false,
                    ValueToken::Escape(_) => {}
                    ValueToken::Variable { key, .. } => self.key(key, *span, meant),
                }
            }
            if !replaced {
                self.errors.push(GateError::Variable { value: value.clone(), span: *span });
            }
        }
    }

    fn key(&mut self, key: &str, span: Span, meant: &[&str]) {
        if is_filled(key, meant) {
            return;
        }
        let key = key.to_owned();
        self.errors.push(match is_filled(&key, &self.names) {
            true => GateError::KeyOfAnotherIssuer { key, span },
            false => GateError::Key { suggestion: meant_key(&key, meant), key, span },
        });
    }
}

/// Whether a request with a token of one of these issuers may have this key.
fn is_filled(key: &str, issuers: &[&str]) -> bool {
    let is_claim = |issuer: &&str| claim_of(key, issuer).is_some_and(|claim| !claim.is_empty());
    REQUEST_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)) || issuers.iter().any(is_claim)
}

/// The key, or the variable, for lack of which a condition holds of no token of this issuer.
fn lacking<'c>(condition: &'c Condition, issuer: &str) -> Option<(&'c str, Span)> {
    let Condition { key, key_span, values, .. } = condition;
    let is_there = |key: &str| is_filled(key, &[issuer]);
    if !is_there(key) {
        return (!holds_without(condition)).then_some((key, *key_span));
    }
    let holds_without_it = claim_of(key, issuer).is_some() && holds_without(condition);
    if condition.operator.test.is_negated() || holds_without_it || !condition.has_variables() {
        return None;
    }
    let missing = |value: &'c Spanned<String>| {
        value_tokens(&value.value).find_map(|token| match token {
            ValueToken::Variable { key, default: None } if !is_there(key) => {
                Some((key, value.span))
            }
            _ => None,
        })
    };
    // One value that may fit is enough.
    let missing: Option<Vec<_>> = values.iter().map(missing).collect();
    missing?.first().copied()
}

/// The key that was probably meant.
fn meant_key(key: &str, issuers: &[&str]) -> Option<String> {
    let bare = without_scheme(provider_of(key));
    if is_filled(bare, issuers) {
        return Some(bare.to_owned());
    }
    if let Some(known) = nearest(key, REQUEST_KEYS.into_iter()) {
        return Some(known.to_owned());
    }
    match (bare.rsplit_once(':'), issuers) {
        (Some((issuer, claim)), _) if !claim.is_empty() => {
            resembling(issuer, issuers).map(|issuer| format!("{issuer}:{claim}"))
        }
        (None, [issuer]) if !key.is_empty() => Some(format!("{issuer}:{key}")),
        _ => None,
    }
}

/// The issuer that was probably meant, as policies name it.
fn resembling<'a>(written: &str, issuers: &[&'a str]) -> Option<&'a str> {
    let bare = without_scheme(provider_of(written)).trim_end_matches('/');
    let is_meant = |issuer: &&&str| without_scheme(issuer).trim_end_matches('/') == bare;
    let same = issuers.iter().find(is_meant).copied();
    same.or_else(|| nearest(bare, issuers.iter().copied()))
}

fn without_scheme(name: &str) -> &str {
    name.split_once("://").map_or(name, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Explain as _;
    use crate::limits::Limits;
    use alloc::string::ToString as _;

    const ISSUERS: [&str; 3] =
        ["https://oidc.fly.io/acme", "https://gitlab.com", "http://127.0.0.1:9/x"];

    /// The codes, the places and the sentences about a policy of these statements.
    fn found(statements: &str) -> Vec<(&'static str, String, String)> {
        let source = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
        let policy = TrustPolicy::parse(&source, &Limits::default()).unwrap();
        let place = |error: &GateError| error.span().unwrap().of(&source).unwrap().to_owned();
        let row = |error: &GateError| (error.code(), place(error), error.to_string());
        check(&policy, &ISSUERS).iter().map(row).collect()
    }

    fn statement(effect: &str, principal: &str, action: &str, condition: &str) -> String {
        format!(
            r#"{{"Effect": "{effect}", {principal}, {action}, "Condition": {{"StringEquals": {{{condition}}}}}}}"#
        )
    }

    const ACME: &str = r#""Principal": {"Federated": "oidc.fly.io/acme"}"#;
    const ACTION: &str = r#""Action": "sts:AssumeRoleWithWebIdentity""#;

    #[test]
    fn what_can_match_is_left_alone() {
        let arn = r#""Principal": {"Federated": ["arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme",
            "arn:aws-cn:iam::1:oidc-provider/gitlab.com", "http://127.0.0.1:9/x"]}"#;
        let keys = r#""oidc.fly.io/acme:whatever": "a", "OIDC.fly.io/acme:kubernetes.io/namespace": "a",
            "oidc.fly.io/acme:sub": ["${oidc.fly.io/acme:user}${*}${aws:useragent, 'x'}", "${gitlab.com:sub}"],
            "http:method": "GET", "http:Host": "a", "http:Path": "/", "aws:SourceIp": "a",
            "aws:CurrentTime": "a", "aws:EpochTime": "1", "aws:SecureTransport": "true", "aws:UserAgent": "a""#;
        let actions = r#""Action": ["sts:TagSession", "STS:AssumeRoleWith*"]"#;
        for effect in ["Allow", "Deny"] {
            assert_eq!(found(&statement(effect, arn, actions, keys)), []);
        }
        let if_exists = r#"{"Effect": "Deny", "Principal": "*", "NotAction": "sts:TagSession",
            "Condition": {"StringEqualsIfExists": {"gitlab.com:a": "b", "oidc.fly.io/acme:a": "b"},
            "Null": {"oidc.fly.io/acme:a": "true"}}}"#;
        assert_eq!(found(if_exists), []);
        assert_eq!(found(&statement("Deny", r#""Principal": {"AWS": "*"}"#, ACTION, "")), []);
    }

    #[test]
    fn claims_of_two_issuers_are_never_there_together() {
        let both = r#""Principal": {"Federated": ["oidc.fly.io/acme", "gitlab.com"]}"#;
        let keys = r#""http:Path": "/", "oidc.fly.io/acme:sub": "a", "gitlab.com:sub": "a""#;
        for principal in [both, r#""Principal": "*""#] {
            let [(code, place, _)] = &*found(&statement("Deny", principal, ACTION, keys)) else {
                panic!("{principal}");
            };
            assert_eq!((*code, &**place), ("gate-key-of-another-issuer", r#""gitlab.com:sub""#));
        }
        for condition in [
            r#""StringEquals": {"oidc.fly.io/acme:sub": "a"}, "StringNotEquals": {"gitlab.com:sub": "a"}"#,
            r#""StringEquals": {"oidc.fly.io/acme:sub": "a"}, "Null": {"gitlab.com:sub": "true"}"#,
            r#""ForAllValues:StringEquals": {"oidc.fly.io/acme:sub": "a", "gitlab.com:sub": "a"}"#,
            r#""Null": {"oidc.fly.io/acme:sub": "false", "gitlab.com:sub": ["false", "true"]}"#,
            r#""StringLike": {"http:Path": ["/a/${oidc.fly.io/acme:sub}", "/b/${gitlab.com:sub}"]}"#,
            r#""StringEquals": {"oidc.fly.io/acme:sub": "${gitlab.com:sub, 'x'}"}"#,
            r#""StringEqualsIfExists": {"oidc.fly.io/acme:sub": "${gitlab.com:sub}"}"#,
            r#""StringNotLike": {"http:Path": "/${oidc.fly.io/acme:sub}/${gitlab.com:sub}"}"#,
            r#""ForAnyValue:StringNotEquals": {"gitlab.com:groups": "${oidc.fly.io/acme:sub}"}"#,
            r#""StringEquals": {"gitlab.com:sub": []}"#,
        ] {
            let statement =
                format!(r#"{{"Effect": "Deny", {both}, {ACTION}, "Condition": {{{condition}}}}}"#);
            assert_eq!(found(&statement), [], "{condition}");
        }
        for (condition, place) in [
            (
                r#""StringEquals": {"oidc.fly.io/acme:sub": "${gitlab.com:sub}"}"#,
                r#""${gitlab.com:sub}""#,
            ),
            (
                r#""StringLike": {"http:Path": "/${oidc.fly.io/acme:sub}/${gitlab.com:sub}"}"#,
                r#""/${oidc.fly.io/acme:sub}/${gitlab.com:sub}""#,
            ),
            (
                r#""StringLikeIfExists": {"http:Path": "/${oidc.fly.io/acme:sub}/${gitlab.com:sub}"}"#,
                r#""/${oidc.fly.io/acme:sub}/${gitlab.com:sub}""#,
            ),
            (
                r#""StringLike": {"http:Path": "/${oidc.fly.io/acme:sub}"}, "Bool": {"gitlab.com:a": "true"}"#,
                r#""gitlab.com:a""#,
            ),
            (
                r#""Null": {"oidc.fly.io/acme:sub": "false", "gitlab.com:sub": "false"}"#,
                r#""gitlab.com:sub""#,
            ),
            (
                r#""StringEquals": {"oidc.fly.io/acme:sub": "a"}, "Null": {"gitlab.com:sub": "false"}"#,
                r#""gitlab.com:sub""#,
            ),
            (
                r#""ForAnyValue:StringNotEquals": {"oidc.fly.io/acme:a": "b", "gitlab.com:a": "b"}"#,
                r#""gitlab.com:a""#,
            ),
        ] {
            let statement =
                format!(r#"{{"Effect": "Deny", {both}, {ACTION}, "Condition": {{{condition}}}}}"#);
            let [(code, found, _)] = &*found(&statement) else { panic!("{condition}") };
            assert_eq!((*code, &**found), ("gate-key-of-another-issuer", place), "{condition}");
        }
    }

    #[test]
    fn what_is_no_variable() {
        for condition in [
            r#""StringEquals": {"http:Path": "/${oidc.fly.io/acme:tier,'x'}"}"#,
            r#""StringNotLike": {"http:Path": ["/a", "/${ oidc.fly.io/acme:tier}"]}"#,
            r#""StringLike": {"http:Path": "/${oidc.fly.io/acme:tier"}"#,
            r#""NumericEquals": {"oidc.fly.io/acme:a": "${oidc.fly.io/acme:b}"}"#,
            r#""IpAddress": {"aws:SourceIp": "${oidc.fly.io/acme:ip}"}"#,
            r#""Null": {"oidc.fly.io/acme:a": "${oidc.fly.io/acme:b}"}"#,
        ] {
            let statement =
                format!(r#"{{"Effect": "Deny", {ACME}, {ACTION}, "Condition": {{{condition}}}}}"#);
            let [(code, place, _)] = &*found(&statement) else { panic!("{condition}") };
            assert_eq!((*code, place.contains("${")), ("gate-variable", true), "{condition}");
        }
        let source = format!(
            r#"{{"Statement": {{"Effect": "Deny", {ACME}, {ACTION},
            "Condition": {{"StringLike": {{"http:Path": "/u/${{oidc.fly.io/acme:tier}}/*"}}}}}}}}"#
        );
        let policy = TrustPolicy::parse(&source, &Limits::default()).unwrap();
        let errors = check(&policy, &ISSUERS);
        assert_eq!(
            errors.iter().map(|error| error.to_string()).collect::<Vec<_>>(),
            ["nothing is put in place of `${` in `/u/${oidc.fly.io/acme:tier}/*`"]
        );
    }

    #[test]
    fn null_of_a_set() {
        for qualifier in ["ForAnyValue", "ForAllValues"] {
            let condition = format!(r#""{qualifier}:Null": {{"oidc.fly.io/acme:a": "true"}}"#);
            let statement =
                format!(r#"{{"Effect": "Deny", {ACME}, {ACTION}, "Condition": {{{condition}}}}}"#);
            let row = (
                "gate-null",
                format!(r#""{qualifier}:Null""#),
                String::from(
                    "`ForAnyValue:Null` never matches, and `ForAllValues:Null` always does",
                ),
            );
            assert_eq!(found(&statement), [row]);
        }
    }

    #[test]
    fn a_principal_that_is_nobody() {
        let wrong = "is none of the gate's issuers";
        for (principal, name, suggestion) in [
            (
                r#"{"Federated": "https://oidc.fly.io/acme"}"#,
                "https://oidc.fly.io/acme",
                "oidc.fly.io/acme",
            ),
            (r#"{"Federated": "oidc.fly.io/acme/"}"#, "oidc.fly.io/acme/", "oidc.fly.io/acme"),
            (r#"{"Federated": "oidc.fly.io/amce"}"#, "oidc.fly.io/amce", "oidc.fly.io/acme"),
            (r#"{"Federated": "127.0.0.1:9/x"}"#, "127.0.0.1:9/x", "http://127.0.0.1:9/x"),
            (r#"{"Federated": "accounts.google.com"}"#, "accounts.google.com", ""),
            (r#"{"AWS": "arn:aws:iam::1:root"}"#, "arn:aws:iam::1:root", ""),
            (r#"{"Service": "ec2.amazonaws.com"}"#, "ec2.amazonaws.com", ""),
        ] {
            let mean = match suggestion {
                "" => String::new(),
                suggestion => format!("; did you mean `{suggestion}`?"),
            };
            let principal = format!(r#""Principal": {principal}"#);
            for effect in ["Allow", "Deny"] {
                let row = (
                    "gate-principal",
                    format!("{name:?}"),
                    format!("the principal `{name}` {wrong}{mean}"),
                );
                assert_eq!(found(&statement(effect, &principal, ACTION, "")), [row]);
            }
        }
        for principal in [
            r#""Principal": "*""#,
            r#""Principal": {"Federated": "*"}"#,
            r#""Principal": {"AWS": "*"}"#,
        ] {
            assert_eq!(found(&statement("Allow", principal, ACTION, ""))[0].0, "gate-principal");
        }
        // The others do not make up for it.
        let two = r#""Principal": {"Federated": ["oidc.fly.io/acme", "oidc.fly.io/other"]}"#;
        assert_eq!(found(&statement("Deny", two, ACTION, ""))[0].1, r#""oidc.fly.io/other""#);
        let except =
            r#""NotPrincipal": {"Federated": "arn:aws:iam::1:oidc-provider/oidc.fly.io/acme"}"#;
        assert_eq!(found(&statement("Allow", except, ACTION, ""))[0].0, "gate-not-principal");
    }

    #[test]
    fn an_action_that_is_not_the_gates() {
        for action in [
            r#""Action": "http:GET""#,
            r#""Action": ["sts:TagSession", "sts:AssumeRole"]"#,
            r#""NotAction": "sts:*""#,
        ] {
            let found = found(&statement("Deny", ACME, action, ""));
            let [(code, place, _)] = &*found else { panic!("{found:?}") };
            assert_eq!(
                (*code, place.contains("sts:") || place.contains("GET")),
                ("gate-action", true),
                "{place}"
            );
        }
    }

    #[test]
    fn a_key_that_no_request_has() {
        for (key, suggestion) in [
            ("https://oidc.fly.io/acme:app_name", "oidc.fly.io/acme:app_name"),
            ("arn:aws:iam::1:oidc-provider/oidc.fly.io/acme:sub", "oidc.fly.io/acme:sub"),
            ("oidc.fly.io/acme/:sub", "oidc.fly.io/acme:sub"),
            ("oidc.fly.io/amce:sub", "oidc.fly.io/acme:sub"),
            ("app_name", "oidc.fly.io/acme:app_name"),
            ("http:Pth", "http:Path"),
            ("aws:SourceIP4", "aws:SourceIp"),
            ("oidc.fly.io/acme:", ""),
            ("oidc.fly.io/acme", "oidc.fly.io/acme:oidc.fly.io/acme"),
            ("sts:RoleSessionName", ""),
            ("accounts.google.com:sub", ""),
        ] {
            let mean = match suggestion {
                "" => String::new(),
                suggestion => format!("; did you mean `{suggestion}`?"),
            };
            let message = format!("no request at this gate has the condition key `{key}`{mean}");
            let row = ("gate-key", format!("{key:?}"), message);
            assert_eq!(found(&statement("Deny", ACME, ACTION, &format!(r#"{key:?}: "a""#))), [row]);
        }
        let variable = r#""http:Path": "/${oidc.fly.io/acme:sub}/${app_name, 'x'}""#;
        let found = found(&statement("Deny", ACME, ACTION, variable));
        assert_eq!((found.len(), found[0].0), (1, "gate-key"));
        assert!(found[0].1.starts_with(r#""/${"#), "{found:?}");
    }

    #[test]
    fn issuers_that_keys_do_not_keep_apart() {
        let source =
            format!(r#"{{"Statement": {{"Effect": "Deny", "Principal": "*", {ACTION}}}}}"#);
        let policy = TrustPolicy::parse(&source, &Limits::default()).unwrap();
        let found = |issuers: &[&str]| -> Vec<String> {
            check(&policy, issuers).iter().map(|error| error.to_string()).collect()
        };
        let apart = |one, other| {
            alloc::vec![format!("condition keys do not keep `{one}` and `{other}` apart")]
        };
        assert_eq!(
            found(&["https://a.example:8443", "https://a.example"]),
            apart("a.example", "a.example:8443")
        );
        assert_eq!(
            found(&["https://a.example/Acme", "https://A.example/acme"]),
            apart("a.example/Acme", "A.example/acme")
        );
        assert!(
            found(&["https://a.example", "https://a.example/b", "https://a.example.org"])
                .is_empty()
        );
    }

    #[test]
    fn a_key_of_an_issuer_that_is_not_meant() {
        let row = (
            "gate-key-of-another-issuer",
            r#""gitlab.com:sub""#.to_owned(),
            "no token that meets the rest of the statement has `gitlab.com:sub`".to_owned(),
        );
        assert_eq!(found(&statement("Deny", ACME, ACTION, r#""gitlab.com:sub": "a""#)), [row]);
    }
}
