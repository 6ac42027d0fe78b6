//! Every message about tokens, keys and verification, to be read together.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use assumable::{
    AlgorithmName, ClaimError, DiscoveryError, EncodingError, Explain, FetchError, JsonError,
    JsonType, KeyError, KeySetError, Problem, Seconds, SignatureError, Span, Timestamp, TokenError,
    TokenPart, UrlFlaw, VerifierError, VerifyError,
};

#[test]
fn every_message() {
    let mut page = String::new();
    let mut codes = BTreeSet::new();
    for error in errors() {
        assert!(codes.insert(error.code()) || is_variation(&*error), "{} twice", error.code());
        let message = error.to_string();
        assert!(!message.contains('\n') && !message.ends_with('.'), "{message}");
        writeln!(page, "{}\n    {message}", error.code()).unwrap();
        if let Some(help) = error.help() {
            writeln!(page, "    help: {help}").unwrap();
        }
    }
    insta::assert_snapshot!(page);
}

/// One code, several wordings.
fn is_variation(error: &dyn Explain) -> bool {
    ["token-parts", "unknown-key", "key-mismatch", "key-exponent", "signature-invalid"]
        .into_iter()
        .chain(["key-set-no-keys", "missing-claim", "type-not-allowed", "keys-unavailable"])
        .chain(["fetch-status", "fetch-no-usable-key"])
        .any(|code| code == error.code())
}

#[expect(clippy::too_many_lines, reason = "a list")]
fn errors() -> Vec<Box<dyn Explain>> {
    let span = Span::new(0, 1);
    let part = TokenPart::Payload;
    let found = JsonType::Number;
    let issuer = String::from("https://oidc.fly.io/acme");
    let time = |seconds| Timestamp::from_seconds(seconds).unwrap();
    let (now, tolerance) = (time(1_712_615_119), Seconds(60));
    let id = Some(String::from("key-1"));
    let names = |names: &[&str]| names.iter().map(|name| String::from(*name)).collect();
    vec![
        Box::new(EncodingError::Padding { at: 3 }),
        Box::new(EncodingError::Whitespace { at: 3, found: ' ' }),
        Box::new(EncodingError::StandardAlphabet { at: 3 }),
        Box::new(EncodingError::Character { at: 3, found: '%' }),
        Box::new(EncodingError::Length { length: 5 }),
        Box::new(EncodingError::TrailingBits { at: 3 }),
        Box::new(TokenError::Empty),
        Box::new(TokenError::TooLong { actual: 20_000, limit: 16_384 }),
        Box::new(TokenError::Parts { found: 1, span }),
        Box::new(TokenError::Parts { found: 2, span }),
        Box::new(TokenError::Parts { found: 5, span }),
        Box::new(TokenError::HeaderTooLong { actual: 9000, limit: 8192, span }),
        Box::new(TokenError::Utf8 { part, span }),
        Box::new(TokenError::Json { part, error: JsonError::Empty, span }),
        Box::new(TokenError::NotAnObject { part, found, span }),
        Box::new(TokenError::NoAlgorithm { span }),
        Box::new(TokenError::WrongHeaderType {
            parameter: "kid",
            expected: "a string",
            found,
            span,
        }),
        Box::new(TokenError::MalformedCritical { span }),
        Box::new(TokenError::UnknownCritical { name: "x".into(), span }),
        Box::new(TokenError::UnencodedPayload { span }),
        Box::new(ClaimError::WrongType { claim: "sub", expected: "a string", found, span }),
        Box::new(ClaimError::AudienceElement { found, span }),
        Box::new(ClaimError::OutOfRange { claim: "exp", number: "1e400".into(), span }),
        Box::new(KeySetError::NotAnObject { found, span }),
        Box::new(KeySetError::BareKey { span }),
        Box::new(KeySetError::NoKeys { found: None, span }),
        Box::new(KeySetError::NoKeys { found: Some(found), span }),
        Box::new(KeySetError::TooMany { actual: 101, limit: 100, span }),
        Box::new(KeyError::NotAnObject { found }),
        Box::new(KeyError::Missing { member: "n" }),
        Box::new(KeyError::WrongType { member: "n", expected: "a string", found }),
        Box::new(KeyError::Encoding { member: "n", error: EncodingError::Padding { at: 3 } }),
        Box::new(KeyError::Length { member: "x", actual: 31, expected: 32 }),
        Box::new(KeyError::UnknownType { kind: "AKP".into() }),
        Box::new(KeyError::UnknownCurve { curve: "secp256k1".into() }),
        Box::new(KeyError::Algorithm { found: "RS256".into(), possible: vec!["ES256"] }),
        Box::new(KeyError::Symmetric),
        Box::new(KeyError::Private { member: "d" }),
        Box::new(KeyError::Use { found: "enc".into() }),
        Box::new(KeyError::Operations),
        Box::new(KeyError::DuplicateOperation { name: String::from("verify") }),
        Box::new(KeyError::WeakModulus { bits: 1024, least: 2048 }),
        Box::new(KeyError::LargeModulus { bits: 16_384, most: 8192 }),
        Box::new(KeyError::EvenModulus),
        Box::new(KeyError::Roca),
        Box::new(KeyError::Exponent { found: Some(1) }),
        Box::new(KeyError::Exponent { found: None }),
        Box::new(KeyError::NotOnCurve { curve: "P-256" }),
        Box::new(KeyError::SmallOrder),
        Box::new(SignatureError::AlgorithmNotAllowed {
            found: "none".into(),
            allowed: AlgorithmName::ALL.map(AlgorithmName::as_str).to_vec(),
        }),
        Box::new(SignatureError::UnknownKey { id: id.clone(), known: vec![] }),
        Box::new(SignatureError::UnknownKey {
            id: id.clone(),
            known: names(&["a", "b", "c", "d", "e", "f", "g"]),
        }),
        Box::new(SignatureError::UnknownKey { id: None, known: vec![] }),
        Box::new(SignatureError::UnusableKey { id: id.clone(), reason: KeyError::Operations }),
        Box::new(SignatureError::KeyMismatch {
            id: id.clone(),
            algorithm: "RS256",
            possible: vec!["ES256"],
        }),
        Box::new(SignatureError::KeyMismatch {
            id: None,
            algorithm: "RS256",
            possible: vec!["ES256"],
        }),
        Box::new(SignatureError::AmbiguousKey {
            algorithm: "ES256",
            candidates: names(&["kPrK_qmxVWaYVA9w", "NzbLsXh8uDCcd"]),
        }),
        Box::new(SignatureError::Invalid {
            id: id.clone(),
            algorithm: "ES256",
            length: 71,
            expected_length: 64,
        }),
        Box::new(signature(&id, 256)),
        Box::new(signature(&id, 255)),
        Box::new(signature(&id, 0)),
        Box::new(signature(&None, 256)),
        Box::new(VerifyError::IssuerNotTrusted {
            issuer: format!("{issuer}/"),
            trusted: vec![issuer.clone()],
        }),
        Box::new(VerifyError::TypeNotAllowed {
            found: Some("logout+jwt".into()),
            allowed: names(&["JWT", "JOSE", "at+jwt"]),
        }),
        Box::new(VerifyError::TypeNotAllowed { found: None, allowed: names(&["at+jwt"]) }),
        Box::new(keys_unavailable(None, None)),
        Box::new(keys_unavailable(Some(Seconds(30)), Some(FetchError::TimedOut))),
        Box::new(keys_unavailable(Some(Seconds(0)), Some(FetchError::Status { status: 503 }))),
        Box::new(FetchError::Unreachable),
        Box::new(FetchError::TimedOut),
        Box::new(FetchError::Abandoned),
        Box::new(FetchError::Status { status: 503 }),
        Box::new(FetchError::Status { status: 0 }),
        Box::new(FetchError::TooLong { limit: 65_536 }),
        Box::new(FetchError::Utf8),
        Box::new(FetchError::NoUsableKey { skipped: 0 }),
        Box::new(FetchError::NoUsableKey { skipped: 2 }),
        Box::new(VerifyError::MissingClaim { claim: "exp" }),
        Box::new(VerifyError::Expired { now, expired_at: time(1_712_615_059), tolerance }),
        Box::new(VerifyError::NotYetValid { now, valid_from: time(1_712_615_659), tolerance }),
        Box::new(VerifyError::IssuedInFuture { now, issued_at: time(1_712_615_659), tolerance }),
        Box::new(VerifyError::AudienceMismatch {
            actual: names(&["https://fly.io/acme"]),
            expected: names(&["sts.amazonaws.com"]),
        }),
        Box::new(Problem::Unsecured { span }),
        Box::new(Problem::SymmetricAlgorithm { algorithm: "HS256".into(), span }),
        Box::new(Problem::UnknownAlgorithm { algorithm: "RS1".into(), span }),
        Box::new(Problem::Unsigned { span }),
        Box::new(Problem::EmbeddedKey { parameter: "jwk", span }),
        Box::new(Problem::MissingClaim { claim: "exp", span }),
        Box::new(VerifierError::NoIssuer),
        Box::new(VerifierError::DuplicateIssuer { issuer: issuer.clone() }),
        Box::new(VerifierError::NoAudience { issuer: issuer.clone() }),
        Box::new(VerifierError::NoType { issuer: issuer.clone() }),
        Box::new(VerifierError::NoAlgorithm { issuer: issuer.clone() }),
        Box::new(VerifierError::UnknownIssuer { issuer: issuer.clone() }),
        Box::new(DiscoveryError::Url { url: "http://a.example".into(), flaw: UrlFlaw::PlainHttp }),
        Box::new(DiscoveryError::NotAnObject { found, span }),
        Box::new(DiscoveryError::Missing { member: "jwks_uri", span }),
        Box::new(DiscoveryError::NotAString { member: "jwks_uri", found, span }),
        Box::new(DiscoveryError::IssuerMismatch {
            expected: issuer.clone(),
            found: format!("{issuer}/"),
            span,
        }),
    ]
}

fn keys_unavailable(retry_after: Option<Seconds>, error: Option<FetchError>) -> VerifyError {
    let (issuer, error) = ("https://oidc.fly.io/acme".into(), error.map(Box::new));
    VerifyError::KeysUnavailable { issuer, retry_after, error }
}

fn signature(id: &Option<String>, length: usize) -> SignatureError {
    SignatureError::Invalid { id: id.clone(), algorithm: "RS256", length, expected_length: 256 }
}
