//! What is said about trust policies that are not understood or not stored, to be read together.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;

use assumable::aws::{self, TrustPolicy};
use assumable::{Explain as _, Limits, Span};

/// Each document with what keeps it from being understood, and then with what IAM answers.
#[test]
fn every_message() {
    let mut page = String::new();
    for source in documents() {
        writeln!(page, "{}", shown(&source)).unwrap();
        if let Err(errors) = TrustPolicy::parse(&source, &Limits::default()) {
            for error in errors.iter() {
                let message = error.to_string();
                assert!(!message.contains('\n') && !message.ends_with('.'), "{message}");
                writeln!(page, "  {}{}\n      {message}", error.code(), at(error.span(), &source))
                    .unwrap();
                if let Some(help) = error.help() {
                    writeln!(page, "      help: {help}").unwrap();
                }
            }
        }
        let check = aws::check_trust_policy(&source, &Limits::default());
        let answer = if check.accepted { "stored" } else { "not stored" };
        writeln!(page, "  {answer} ({:?})", check.confidence).unwrap();
        for error in &check.errors {
            assert!(!error.reason.contains('\n') && !error.reason.ends_with('.'), "{error:?}");
            assert!(!error.message.contains('\n'), "{error:?}");
            writeln!(
                page,
                "    {} {} ({:?}){}\n      {}\n      {}",
                error.http_status,
                error.code,
                error.confidence,
                at(error.span, &source),
                error.message,
                error.reason,
            )
            .unwrap();
        }
        page.push('\n');
    }
    insta::assert_snapshot!(page);
}

fn at(span: Option<Span>, source: &str) -> String {
    span.map_or_else(String::new, |span| format!(" @ {}", shown(span.of(source).unwrap())))
}

fn shown(text: &str) -> String {
    let text = assumable::visible(text);
    let short: String = text.chars().take(140).collect();
    if short.len() < text.len() { short + "…" } else { short }
}

fn documents() -> Vec<String> {
    let mut documents: Vec<String> = [
        "",
        " ",
        "{",
        "{\"Version\": \"2012-10-17\",}",
        "{\"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\"}",
        "{\"Id\": \"политика\"}",
        "[]",
        "{}",
        "{\"Statement\": []}",
        "{\"Version\": \"2012-10-7\", \"Id\": 7, \"Statements\": [{}], \"State`ment\\n\": 1}",
    ]
    .map(Into::into)
    .into();
    documents.push("[".repeat(100));
    documents.push("x".repeat(131_073));

    // Elements of a statement: each replaces or joins those of a good one.
    documents.extend(
        [
            "\"Effect\": \"allow\"",
            "\"Effect\": null",
            "\"Efect\": \"Allow\"",
            "\"Sid\": \"two words\"",
            "\"Sid\": \"\"",
            "\"Resource\": \"*\"",
            "\"NotResource\": []",
            "\"Principal\": \"*\"",
            "\"Principal\": \"arn:aws:iam::123456789012:root\"",
            "\"Principal\": {}",
            "\"Principal\": { \"Federated\": [] }",
            "\"Principal\": { \"Federated\": null }",
            "\"Principal\": { \"federated\": \"accounts.google.com\", \"Foo\": \"*\" }",
            "\"Principal\": { \"Federated\": [\"*\", \"arn:aws:iam//oidc-provider/a.b\", \"provider`\"] }",
            "\"Principal\": { \"Federated\": \"arn:aws:iam::123456789012:saml-provider/acme\" }",
            "\"Principal\": { \"AWS\": [\"*\", \"123456789012\", \"arn:aws:iam::123456789012:role/a/b\"] }",
            "\"Principal\": { \"AWS\": [\"arn:aws:iam::123456789012:role/*\", \"AROAEXAMPLE\", \"1234\"] }",
            "\"Principal\": { \"Service\": [\"ec2.amazonaws.com\", \"*\"], \"CanonicalUser\": \"79a5\" }",
            "\"Action\": [\"*\", \"sts:*\", \"sts:AssumeRole*\", \"sts:assumerole\", \"sts:GetCallerIdentity\"]",
            "\"Action\": [\"s3:GetObject\", \"AssumeRole\", \"a:b:c\", \"s_3:Get\", \"\"]",
            "\"Action\": []",
            "\"Action\": [[\"sts:AssumeRole\"]]",
            "\"Action\": [\"sts:SetSourceIdentity\", \"sts:SetContext\", \"sts:AssumeRoleWithSAML\"]",
            "\"Condition\": { \"StringLik\": { \"gitlab.com:sub\": \"a\" } }",
            "\"Condition\": { \"ForAnyvalue:stringEquals\": { \"gitlab.com:sub\": \"a\" } }",
            "\"Condition\": { \"StringLike\": { \"sub\": \"a\" } }",
            "\"Condition\": { \"StringLike\": { \"a:sub\": \"a\", \"A:Sub\": \"b\" } }",
            "\"Condition\": { \"StringLike\": { \"a:sub\": [null, {}, [], 7, true] } }",
            "\"Condition\": { \"StringLike\": [\"a:sub\"] }",
            "\"Condition\": []",
            "\"Condition\": { \"NumericLessThan\": { \"a:b\": [\"NaN\", 7] }, \"Bool\": { \"a:b\": \"yes\" } }",
            "\"Condition\": { \"IpAddressIfExists\": { \"aws:SourceIp\": \"2001:db8::1/32\" } }",
        ]
        .map(statement),
    );
    let absent = |name: &str| statement("").replace(name, "Sid");
    documents.extend([absent("Effect"), absent("Principal"), absent("Action")]);
    documents.extend(["Allow", "Deny"].map(|effect| {
        statement(&format!("\"Effect\": \"{effect}\"")).replace("Principal", "NotPrincipal")
    }));
    documents.push(statement("").replace("Action", "NotAction"));
    documents
        .push(statement("").replace("\"Action\"", "\"NotAction\": \"sts:TagSession\", \"Action\""));
    documents.push(statement("").replace("\"Version\": \"2012-10-17\", ", ""));
    let named = "{ \"Sid\": \"A\", \"Effect\": \"Deny\", \"Principal\": { \"AWS\": \"*\" }, \"Action\": \"sts:AssumeRole\" }";
    documents.push(format!("{{ \"Version\": \"2012-10-17\", \"Statement\": [{named}, {named}] }}"));

    // Shared issuers.
    documents.extend([
        guarded("cognito-identity.amazonaws.com", "{}"),
        guarded("accounts.google.com", "{ \"StringLike\": { \"accounts.google.com:aud\": \"a\" } }"),
        guarded(
            "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
            "{ \"StringLike\": { \"token.actions.githubusercontent.com:sub\": [\"repo:a/b:*\", \"*:main\"] } }",
        ),
        guarded(
            "arn:aws:iam::123456789012:oidc-provider/sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d",
            "{ \"StringEquals\": { \"sts:ExternalId\": \"a\" } }",
        ),
    ]);

    // The quota, with and without the white space in a string.
    for letters in ["a", " "] {
        let value = letters.repeat(2048);
        let condition =
            format!("\"Condition\": {{ \"StringLike\": {{ \"a:sub\": \"{value}\" }} }}");
        documents.push(statement(&condition));
    }
    documents.push(statement(&format!(
        "\"Condition\": {{ \"StringLike\": {{ \"a:sub\": \"{}\" }} }}",
        "a".repeat(20_000)
    )));

    // A slip of the pen, in what third parties disagree on.
    documents.push(statement("\"Action\": \"sts:AssumeRoleWithWebIdentiy\""));

    // Names that stand there twice.
    documents.extend(
        [
            "\"Condition\": { \"StringEquals\": { \"a.b:aud\": \"c\" }, \"StringEquals\": { \"a.b:sub\": \"d\" } }",
            "\"Condition\": { \"StringLike\": { \"a.b:sub\": \"c\", \"a.b:sub\": \"d\" } }",
            "\"Principal\": { \"Federated\": \"accounts.google.com\", \"Federated\": \"a.b\" }",
        ]
        .map(statement),
    );
    documents
}

/// A statement that IAM stores, but for one element.
fn statement(element: &str) -> String {
    let name = element.split(':').next().unwrap();
    let good = [
        "\"Effect\": \"Allow\"",
        "\"Principal\": { \"Federated\": \"arn:aws:iam::123456789012:oidc-provider/a.b\" }",
        "\"Action\": \"sts:AssumeRoleWithWebIdentity\"",
    ];
    let mut elements: Vec<&str> =
        good.into_iter().filter(|good| name.is_empty() || !good.starts_with(name)).collect();
    if !element.is_empty() {
        elements.push(element);
    }
    let elements = elements.join(", ");
    format!("{{ \"Version\": \"2012-10-17\", \"Statement\": {{ {elements} }} }}")
}

fn guarded(provider: &str, condition: &str) -> String {
    statement(&format!("\"Condition\": {condition}"))
        .replace("arn:aws:iam::123456789012:oidc-provider/a.b", provider)
}
