//! A case as text, for a link and for the draft in this browser; and back, whatever comes.
//!
//! A token is a secret until it expires. So how much of it is kept is said each time, and its
//! signature, without which nobody can use it, is kept only if a person asked for that. Anywhere else nothing
//! is kept that has a secret in it. Where a key set came from is never kept: nobody may call keys an issuer's
//! but the fetch that got them.

use assumable::UntrustedToken;
use assumable::json::{self, Kind, Object};

use crate::inputs::{CallField, Case, Clock, Draft};
use crate::paste::Pasted;
use crate::{json_text, secrets, sizes};

/// How much of a token is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Keep {
    /// Neither the token nor its claims.
    #[default]
    Nothing,
    /// The claims, so that nobody can use them as a token.
    Claims,
    /// All of it: who has it can use it until it expires.
    Token,
}

/// The case as text.
pub(crate) fn written(case: &Case, keep: Keep) -> String {
    let claims = kept_claims(case, keep);
    let policy = secrets::without(&case.policy.text);
    let token = kept_token(case, keep);
    let fields = CALL.into_iter().map(|(name, field)| (name, kept_field(case.call.get(field))));
    let texts = [("policy", &*policy), ("keys", kept_keys(case).unwrap_or_default())]
        .into_iter()
        .chain(fields);
    let texts = texts.filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, Some(text)));
    let secret = [("token", token.as_deref()), ("claims", claims.as_deref())];
    let members = texts.chain(secret).filter_map(|(name, text)| Some((name, text?)));
    let mut members: Vec<String> =
        members.map(|(name, text)| format!("\"{name}\":{}", json_text::quoted(text))).collect();
    match case.clock {
        Clock::Now => {}
        Clock::Issued => members.push("\"now\":\"issued\"".into()),
        Clock::At(at) => members.push(format!("\"now\":{at}")),
    }
    format!("{{{}}}", members.join(","))
}

/// The case that [`written`] made a text of. Anything else is `None`: a link may come from anybody.
pub(crate) fn read(text: &str) -> Option<Case> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let value = json::parse(text, DEPTH).ok()?;
    let object = value.as_object()?;
    let mut case = Case {
        token: field(object, "token", sizes::TOKEN_FIELD)?,
        keys: field(object, "keys", sizes::KEYS_FIELD)?,
        ..Case::default()
    };
    case.policy = Draft::read(field(object, "policy", sizes::POLICY_FIELD)?);
    let claims = field(object, "claims", sizes::TOKEN_FIELD)?;
    if is_object(&claims) {
        case.claims = Some(Draft::of_readable(claims));
    } else if case.token.is_empty() {
        // Claims with a slip are mended where a token is pasted.
        case.token = claims;
    }
    for (name, which) in CALL {
        *case.call.field(which) = field(object, name, CALL_FIELD)?;
    }
    case.clock = match object.get("now").map(|value| &value.kind) {
        None => Clock::Now,
        Some(Kind::Number(now)) => Clock::At(now.parse().ok()?),
        Some(Kind::String(text)) if text == "issued" => Clock::Issued,
        Some(_) => return None,
    };
    Some(case)
}

/// The token alone, without what stood around it; claims that were pasted in its place are none.
pub(crate) fn kept_token(case: &Case, keep: Keep) -> Option<String> {
    let token = Pasted::new(&case.token).token();
    // Of what is no token either nothing is known.
    let may_be_one =
        token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.=".contains(&byte));
    match (keep, may_be_one) {
        (Keep::Token, true) => Some(token.into_owned()),
        (Keep::Token, false) if !is_object(&token) => Some(secrets::without(&token)),
        _ => None,
    }
}

fn is_object(text: &str) -> bool {
    json::parse(text, sizes::limits().json_depth).is_ok_and(|value| value.as_object().is_some())
}

/// The claims as JSON, if there are any that may be kept.
pub(crate) fn kept_claims(case: &Case, keep: Keep) -> Option<String> {
    if keep == Keep::Nothing {
        return None;
    }
    let edited = case.claims.as_ref().map(|draft| &draft.text);
    if let Some(edited) = edited.filter(|text| !text.trim().is_empty()) {
        return Some(secrets::without(edited));
    }
    let limits = sizes::limits();
    let token = Pasted::new(&case.token).token();
    let Ok(token) = UntrustedToken::parse(&token, &limits) else {
        let are_claims = case.token.trim_start().starts_with('{');
        return are_claims.then(|| secrets::without(&case.token));
    };
    let payload = token.payload_text().ok().filter(|_| keep == Keep::Claims)?;
    let payload = payload.get_unverified();
    let spread = json_text::spread(payload);
    let takes = spread.encode_utf16().count() <= sizes::TOKEN_FIELD;
    Some(secrets::without(if takes { &spread } else { payload }))
}

/// A setting of the call: none has a secret in it but by mistake.
pub(crate) fn kept_field(text: &str) -> &str {
    if secrets::is_in(text) { "" } else { text }
}

/// The keys, if all of them are public for certain: what cannot be read as a key set may be a secret key
/// too.
pub(crate) fn kept_keys(case: &Case) -> Option<&str> {
    let keys = json::parse(&case.keys, sizes::limits().json_depth).ok();
    let is_set = |keys: &json::Value| keys.as_object()?.get("keys")?.as_array().map(drop);
    let public = keys.is_some_and(|keys| is_set(&keys).is_some() && secrets::is_public(&keys));
    let kept = public && !secrets::is_in(&case.keys) || case.keys.trim().is_empty();
    kept.then_some(&*case.keys)
}

/// A text that is not there is empty; one that its field does not take is no text of ours.
fn field(object: &Object, name: &str, most: usize) -> Option<String> {
    let Some(value) = object.get(name) else { return Some(String::new()) };
    value.as_str().filter(|text| text.encode_utf16().count() <= most).map(str::to_owned)
}

const CALL: [(&str, CallField); 7] = [
    ("role", CallField::RoleArn),
    ("provider", CallField::Provider),
    ("clients", CallField::ClientIds),
    ("session", CallField::SessionName),
    ("duration", CallField::Duration),
    ("ip", CallField::SourceIp),
    ("region", CallField::Region),
];

/// Most bytes of a whole case, as text.
pub(crate) const MOST_BYTES: usize = 512 * 1024;

/// The same bound that the fields of the call have.
const CALL_FIELD: usize = 2048;

const DEPTH: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::{Action, Inputs, KeysFrom, Theme};

    fn opening() -> Inputs {
        Inputs::opening(Theme::System)
    }

    #[test]
    fn claims_with_a_slip_come_back_to_be_mended() {
        let slip = r#"{"iss": "https://gitlab.com" "sub": "mine"}"#;
        for action in [Action::Claims(slip.into()), Action::Token(slip.into())] {
            let case = opening().after(action).case;
            let back = read(&written(&case, Keep::Claims)).unwrap();
            assert_eq!((&*back.token, back.claims.is_none()), (slip, true));
            let again = read(&written(&back, Keep::Claims)).unwrap();
            assert_eq!(again.token, slip);
        }
    }

    #[test]
    fn a_case_comes_back_as_it_was() {
        let odd = "{\n\t\"a\\\\\": \"\u{7}\u{1F600}\u{202e}\"";
        let case = opening()
            .after(Action::Call(CallField::SessionName, "a \"b\"".into()))
            .after(Action::Policy(odd.into()))
            .after(Action::Clock(Clock::At(-7)))
            .case;
        let back = read(&written(&case, Keep::Token)).unwrap();
        assert_eq!((&back.token, &back.policy.text), (&case.token, &case.policy.text));
        assert_eq!((&back.keys, back.clock), (&case.keys, Clock::At(-7)));
        assert!(back.call == case.call);
    }

    #[test]
    fn of_a_token_only_what_was_asked_for_is_kept() {
        let case = opening().case;
        let signature = case.token.rsplit('.').next().unwrap();
        let without = written(&case, Keep::Nothing);
        assert!(!without.contains("foo-bar:quiet-river") && !without.contains(signature));
        let claims = written(&case, Keep::Claims);
        assert!(claims.contains("quiet-river-4821") && !claims.contains(signature));
        assert!(!claims.contains(case.token.split('.').nth(1).unwrap()));
        assert!(written(&case, Keep::Token).contains(&*case.token));
        let edited = opening().after(Action::Claims(r#"{"sub": "secret"}"#.into())).case;
        assert!(!written(&edited, Keep::Nothing).contains("secret"));
    }

    #[test]
    fn claims_that_were_pasted_for_a_token_are_kept_as_claims() {
        let claims = "{ \"iss\": \"https://oidc.fly.io/acme\",\n\"sub\": \"acme:foo-bar:m\" }";
        let case = opening().after(Action::Token(claims.into())).case;
        for keep in [Keep::Claims, Keep::Token] {
            let back = read(&written(&case, keep)).unwrap();
            assert_eq!(back.token, "");
            assert_eq!(back.claims.unwrap().readable, claims);
        }
        assert!(!written(&case, Keep::Nothing).contains("foo-bar:m"));
    }

    #[test]
    fn what_stood_around_a_token_does_not_go_along() {
        let token = opening().case.token;
        let curl = format!("curl -H 'Cookie: SECRET' -H 'Authorization: Bearer {token}' https://x");
        let case = opening().after(Action::Token(curl)).case;
        assert_eq!(read(&written(&case, Keep::Token)).unwrap().token, token);
        for (text, kept) in [
            ("-----BEGIN PRIVATE KEY----- SECRET", ""),
            ("no token", "no token"),
            ("eyJhbGciOiJSUzI1NiJ9.broken.SECRET", "eyJhbGciOiJSUzI1NiJ9.broken.SECRET"),
        ] {
            let case = opening().after(Action::Token(text.into())).case;
            assert_eq!(read(&written(&case, Keep::Token)).unwrap().token, kept);
        }
    }

    #[test]
    fn claims_that_grow_when_they_are_spread_out_come_back() {
        let claims = format!("{{\"a\":[{}1]}}", "1,".repeat(7_000));
        let encode = assumable::encoding::encode;
        let token = format!("{}.{}.AA", encode(br#"{"alg":"RS256"}"#), encode(claims.as_bytes()));
        let case = opening().after(Action::Token(token)).case;
        assert_eq!(read(&written(&case, Keep::Claims)).unwrap().claims.unwrap().text, claims);
    }

    #[test]
    fn a_token_in_another_field_loses_its_signature() {
        let token = opening().case.token;
        let (_, signature) = token.rsplit_once('.').unwrap();
        let policy = format!("{{\"Sid\": \"a {token}\", \"Id\": \"x-{token}\\n\", \"b\": 1}}");
        for text in [&policy, &token, &token.replace('.', ".\n"), &format!("{policy} ")] {
            let typed = opening().after(Action::Claims(text.clone()));
            let typed = typed.after(Action::Policy(text.clone()));
            let typed = typed.after(Action::Call(CallField::RoleArn, text.clone()));
            let case = Case { token: String::new(), ..typed.case };
            for keep in [Keep::Nothing, Keep::Claims, Keep::Token] {
                let kept = written(&case, keep);
                assert!(!kept.contains(signature.get(..20).unwrap()), "{kept}");
                let back = read(&kept).unwrap();
                assert_eq!(
                    text.starts_with('{'),
                    json::parse(&back.policy.text, 4).is_ok(),
                    "{kept}"
                );
            }
        }
        let secret = r#"{"kty":"OKP","crv":"Ed25519","x":"AA","d":"SECRET"}"#;
        let typed = opening().after(Action::Claims(secret.into()));
        let typed = typed.after(Action::Policy(secret.into()));
        let case = typed.after(Action::Call(CallField::Provider, secret.into())).case;
        assert!(!written(&case, Keep::Claims).contains("SECRET"));
    }

    #[test]
    fn a_secret_key_stays_in_the_page() {
        let public = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"k"}]}"#;
        let kept = |keys: &str| {
            let case = Case { keys: keys.into(), ..opening().case };
            let text = written(&case, Keep::Token);
            assert_eq!(kept_keys(&case).is_some(), text.contains("\"keys\""), "{keys}");
            text.contains("\"keys\"")
        };
        assert!(kept(public) && kept(&opening().case.keys));
        for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv", "\\u0064", "D"] {
            let private = format!("\"{member}\":\"SECRET\",\"kid\"");
            assert!(!kept(&public.replace("\"kid\"", &private)), "{member}");
        }
        for keys in [
            // A key alone, half of a set, what is no JSON at all, a secret beside the keys.
            r#"{"kty":"RSA","n":"AA","e":"AQAB","d":"SECRET"}"#,
            r#"{"kty":"OKP","crv":"Ed25519","x":"AA"}"#,
            r#"{"keys":[{"kty":"OKP","d":"SECRET""#,
            "-----BEGIN PRIVATE KEY-----",
            r#"{"keys":[{"kty":"oct"}]}"#,
            r#"{"keys":[{"kty":"oct","k":"SECRET"}]}"#,
            r#"{"keys":[],"of":[{"signer":{"d":"SECRET"}}]}"#,
            r#"{"keys":[],"pem":"-----BEGIN EC PRIVATE KEY-----"}"#,
            r#"{"keys":[],"jwk":"{\"d\":\"SECRET\"}"}"#,
            r#"{"keys":{"kty":"OKP","crv":"Ed25519","x":"AA"}}"#,
            r#"{"keys":[],"keys":[]}"#,
            r#"{"keys":[],"token":"eyJhbGciOiJSUzI1NiJ9.e30.SECRET"}"#,
            r#"{"keys":[{"kty":"OKP","kid":"eyJhbGciOiJSUzI1NiJ9.e30.SECRET"}]}"#,
        ] {
            assert!(!kept(keys), "{keys}");
        }
    }

    #[test]
    fn no_link_says_whose_keys_they_are() {
        let mut case = opening().case;
        case.keys_from = KeysFrom::Issuer("https://oidc.fly.io/acme".into());
        assert!(read(&written(&case, Keep::Token)).unwrap().keys_from == KeysFrom::Paste);
    }

    #[test]
    fn what_was_not_written_here_is_refused() {
        let long = format!("{{\"role\":\"{}\"}}", "x".repeat(CALL_FIELD + 1));
        let token = format!("{{\"token\":\"{} !\"}}", "eyJ".repeat(24_500));
        let huge = format!("{{\"policy\":\"{}\"}}", "x".repeat(MOST_BYTES));
        for text in [
            "",
            "[]",
            "{",
            "{\"policy\":1}",
            "{\"now\":\"1\"}",
            "{\"now\":1.5}",
            "{\"token\":{}}",
            "{\"keys\":[[[[]]]]}",
            &long,
            &token,
            &huge,
        ] {
            assert!(read(text).is_none(), "{}", text.get(..40).unwrap_or(text));
        }
        assert!(read("{}").is_some());
        let full = format!("{{\"token\":\"{}\"}}", "ü".repeat(sizes::TOKEN_FIELD));
        assert!(read(&full).is_some());
    }
}
