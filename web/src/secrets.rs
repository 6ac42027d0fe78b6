//! Whether a text has a secret in it: a token with its signature, a secret key, or another credential. Nothing
//! that is kept, linked or exported has one.
//!
//! Few are bare: a terminal wrapped them, a program quoted or encoded them. So what is looked at is a text
//! without its escapes and without anything between the characters of base64.

use std::borrow::Cow;

use assumable::Span;
use assumable::json::{self, Kind, Object, Value};

use crate::sizes;

/// What of a text may leave the page: of JSON all but the strings with a secret in them, of other text that
/// has one nothing, and nothing of what has a secret key of JSON.
pub(crate) fn without(text: &str) -> String {
    let Ok(value) = parsed(text) else {
        return if is_in(text) { String::new() } else { text.to_owned() };
    };
    let mut strings = Vec::new();
    if !may_be_kept(&value, &mut strings, LEVELS) {
        return String::new();
    }
    let (mut kept, mut at) = (String::with_capacity(text.len()), 0);
    for Span { start, end } in strings {
        kept.extend([text.get(at..start).unwrap_or_default(), "\"…\""]);
        at = end;
    }
    kept + text.get(at..).unwrap_or_default()
}

/// A sentence without the words that have a secret in them; one that they make up together is left out.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    if !is_in(text) {
        return Cow::Borrowed(text);
    }
    let words = text.split_inclusive(char::is_whitespace);
    let words: String = words.map(|word| if is_in(word) { "… " } else { word }).collect();
    if is_in(&words) { Cow::Borrowed("…") } else { Cow::Owned(words) }
}

/// Whether there is one.
pub(crate) fn is_in(text: &str) -> bool {
    is_within(text, LEVELS)
}

/// Whether no member of this JSON is one of a private key or a shared secret.
pub(crate) fn is_public(value: &Value) -> bool {
    match &value.kind {
        Kind::Object(object) => {
            let secret = |name: &str| SECRET.iter().any(|it| name.eq_ignore_ascii_case(it));
            object.get("kty").is_none_or(|kind| kind.as_str() != Some("oct"))
                && object.iter().all(|it| !secret(&it.name) && is_public(&it.value))
        }
        Kind::Array(list) => list.iter().all(is_public),
        // A key as a text inside.
        Kind::String(text) => !text.contains('{'),
        _ => true,
    }
}

fn parsed(text: &str) -> Result<Value, assumable::JsonError> {
    json::parse(text, sizes::limits().json_depth)
}

/// `levels`: how far JSON in a string of JSON is looked into.
fn is_within(text: &str, levels: usize) -> bool {
    let value = levels.checked_sub(1).and_then(|levels| Some((parsed(text).ok()?, levels)));
    let Some((value, levels)) = value else { return is_in_plain(text.as_bytes(), true) };
    let mut strings = Vec::new();
    !may_be_kept(&value, &mut strings, levels) || !strings.is_empty()
}

/// Finds the strings with a secret in them; `false` if an object is a secret.
fn may_be_kept(value: &Value, strings: &mut Vec<Span>, levels: usize) -> bool {
    match &value.kind {
        Kind::Object(object) => {
            let is_key = object.get("kty").is_some() && !is_public(value);
            !is_key
                && !is_credential(object)
                && object.iter().all(|it| {
                    if it.name != "kty" && is_within(&it.name, levels) {
                        strings.push(it.name_span);
                    }
                    may_be_kept(&it.value, strings, levels)
                })
        }
        Kind::Array(list) => list.iter().all(|value| may_be_kept(value, strings, levels)),
        Kind::String(text) => {
            if is_within(text, levels) {
                strings.push(value.span);
            }
            true
        }
        _ => true,
    }
}

/// `again`: it may be encoded once more.
fn is_in_plain(text: &[u8], again: bool) -> bool {
    let plain = unescaped(text);
    let is_word = |at: usize| {
        let mut ends = [at.checked_sub(1), at.checked_add(KEY_TYPE.len())].into_iter().flatten();
        ends.all(|end| plain.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric()))
    };
    let mut places = plain.windows(KEY_TYPE.len()).enumerate();
    if places.any(|(at, word)| word == KEY_TYPE && is_word(at)) {
        return true;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_+/.".contains(byte);
    let packed: Vec<u8> = plain.into_iter().filter(is_part).collect();
    let parts: Vec<&[u8]> = packed.split(|byte| *byte == b'.').collect();
    let is_token = |parts: &[&[u8]]| match parts {
        [header, _, signature] => !signature.is_empty() && is_header(header),
        _ => false,
    };
    packed.windows(PEM.len()).any(|word| word == PEM)
        || parts.windows(3).any(is_token)
        || again && parts.into_iter().any(is_in_encoded)
}

/// Whether a part has the base64url of a JSON object in it, whatever stands before that.
fn is_header(part: &[u8]) -> bool {
    (0..4).any(|skipped| {
        let mut state = State::Outside;
        decoded(part, skipped).any(|byte| {
            state = match (state, byte) {
                (_, b'{') => State::Open,
                (State::Open | State::Named, byte) if byte.is_ascii_whitespace() => state,
                (State::Open, b'"') => State::Name,
                (State::Name, b'"') => State::Named,
                (State::Name, byte) if byte.is_ascii_graphic() => State::Name,
                (State::Named, b':') => return true,
                _ => State::Outside,
            };
            false
        })
    })
}

/// How much of `{"name":` was read.
#[derive(Clone, Copy)]
enum State {
    Outside,
    Open,
    Name,
    Named,
}

fn is_in_encoded(part: &[u8]) -> bool {
    (0..4).any(|skipped| {
        let bytes: Vec<u8> = decoded(part, skipped).collect();
        let is_text = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
        // Wherever the bytes of something else are by chance a text, it is shorter.
        let mut texts = bytes.split(|byte| !is_text(byte)).filter(|text| text.len() > CHANCE);
        texts.any(|text| is_in_plain(text, false))
    })
}

/// The bytes that a part of base64, of either alphabet, stands for.
fn decoded(part: &[u8], skipped: usize) -> impl Iterator<Item = u8> {
    let (mut bits, mut count) = (0_u32, 0);
    part.iter().skip(skipped).filter_map(move |byte| {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            _ => 63,
        };
        (bits, count) = (bits << 6 | u32::from(value), count + 6);
        (count >= 8).then(|| {
            count -= 8;
            let [byte, ..] = (bits >> count).to_le_bytes();
            byte
        })
    })
}

/// A text with the escapes of JSON and of addresses resolved, however often a backslash was escaped. White
/// space is of no account.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'\\', [b'n' | b'r' | b't', after @ ..]) => (Some(b' '), after),
            (b'\\', [b'u', b'0', b'0', high, low, after @ ..]) => (hex(*high, *low), after),
            // As the page shows what is not to be seen.
            (b'\\', [b'u', b'{', after @ ..]) => {
                let end = after.iter().position(|byte| *byte == b'}');
                (None, end.and_then(|end| after.get(end..)).unwrap_or(after))
            }
            (b'\\', _) => (None, after),
            (b'%', [high, low, after @ ..]) if hex(*high, *low).is_some() => {
                (hex(*high, *low), after)
            }
            _ => (Some(*first), after),
        };
        plain.extend(byte);
        rest = after;
    }
    plain
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// The member that every JSON Web Key has.
const KEY_TYPE: &[u8] = b"kty";

/// What every private key in PEM has, without its space (RFC 7468).
const PEM: &[u8] = b"PRIVATEKEY";

/// Whether its members are those of a credential: of what AWS and OAuth give out; of a token in the form of JSON
/// (RFC 7515, section 7.2); of a private key that does not say its kind.
fn is_credential(object: &Object) -> bool {
    let has = |name: &str| object.iter().any(|it| it.name.eq_ignore_ascii_case(name));
    CREDENTIALS.into_iter().any(has)
        || has("signature") && (has("protected") || has("header") || has("payload"))
        || has("d") && (has("crv") || has("n"))
}

/// Members that nothing else has.
const CREDENTIALS: [&str; 6] = [
    "SecretAccessKey",
    "SessionToken",
    "access_token",
    "refresh_token",
    "client_secret",
    "signatures",
];

/// Members of a private key or a shared secret (RFC 7518, 6.2.2, 6.3.2 and 6.4.1; `priv`: the drafts
/// for keys of type AKP).
const SECRET: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

const LEVELS: usize = 3;

const CHANCE: usize = 24;

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn credentials_of_json_are_kept_by_nobody() {
        for text in [
            r#"{"protected":"e30","payload":"e30","signature":"c2ln"}"#,
            r#"{"payload":"e30","signatures":[{"protected":"e30","signature":"c2ln"}]}"#,
            r#"{"Credentials":{"AccessKeyId":"ASIAX","SecretAccessKey":"s","SessionToken":"t"}}"#,
            r#"{"access_token":"t","refresh_token":"r"}"#,
            r#"{"crv":"Ed25519","x":"AA","d":"AA"}"#,
        ] {
            assert_eq!(without(text), "", "{text}");
        }
        let claims = r#"{"iss":"https://a.example","d":"a claim","signature":"one more"}"#;
        assert_eq!(without(claims), claims);
    }

    #[test]
    fn what_is_no_secret_stays() {
        let token = crate::example::Example::first().token;
        let (claims, _) = token.rsplit_once('.').unwrap();
        for text in [
            "",
            "milk types, work type, AllowPrivateKeyAccess",
            "an extension. Inside, consider. Version",
            r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#,
            "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme",
            "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
            // A token without its signature is of no use.
            claims,
            &format!("{claims}."),
            include_str!("../../vectors/examples/fly-machine.json")
                .split("\"token\"")
                .next()
                .unwrap(),
        ] {
            assert_eq!(without(text), text);
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn what_is_a_secret_goes_and_json_stays_json() {
        let token = crate::example::Example::first().token;
        assert_eq!(
            without(&format!("{{ \"a\": [\"x {token}\", 1], \"{token}\": {{}} }}")),
            "{ \"a\": [\"…\", 1], \"…\": {} }"
        );
        assert_eq!(masked(&format!("Value '{token}' is no name")), "Value … is no name");
        assert_eq!(masked(&token.replace('.', " . ")), "…");
        for text in [
            &format!("half {{ \"a\": \"{token}\""),
            r#"{"kty":"OKP","crv":"Ed25519","x":"AA","d":"SECRET"}"#,
            r#"{"Statement":{"keys":[{"kty":"oct","k":"SECRET"}]}}"#,
            r#"{"kty":"RSA","d":"SECRET""#,
            "{'kty': 'OKP', 'd': 'SECRET'}",
            "kty: OKP\nd: SECRET",
            "-----BEGIN EC PRIVATE KEY----- SECRET",
        ] {
            assert_eq!(without(text), "", "{text}");
        }
        for text in [
            r#"{"kty":"OKP","d":"SECRET"}"#,
            r#"[{"jwk":{"\u006bty":"OKP","d":"SECRET"}}]"#,
            "kty: OKP",
            "-----BEGIN PRIVATE\nKEY-----",
        ] {
            let inside = format!("{{\"Sid\":{}}}", crate::json_text::quoted(text));
            assert_eq!(without(&inside), "{\"Sid\":\"…\"}", "{text}");
        }
    }

    #[test]
    fn no_text_takes_long() {
        let nested = (0..60).fold(String::from("a"), |text, _| {
            crate::json_text::quoted(&text).replace("\\\\", "\\u005c").replace("\\\"", "\\u0022")
        });
        for unit in [
            "eyJ",
            "eyJ.",
            "{\"a\":",
            "\\",
            "\\u0065",
            "ZXlK",
            "\"kty\" ",
            "[\"eyJ.eyJ.a\",",
            "%65",
            "a b",
            &nested,
        ] {
            let text = unit.repeat(100_000 / unit.len() + 1);
            let closed = format!("[{}1]", text.replace('[', ""));
            for text in [&text, &closed] {
                let start = Instant::now();
                let _ = (without(text), masked(text));
                let took = start.elapsed();
                // Milliseconds, but for a program that was not optimised on a machine that does other things.
                assert!(took < Duration::from_secs(4), "{unit:.20}: {took:?}");
            }
        }
    }
}
