//! The choice of a key as STS makes it. It differs from [`KeySet::select`], which follows the RFCs.
//!
//! Recorded (`vectors/aws/sts-calls.json`, ids `aws-keys/*` and `*-key-id`): keys are kept by type
//! and `kid`, a later one in place of an earlier; more than a hundred keys of a type make that
//! type unusable; `alg` of a key does not count; any `key_ops` and a `use` other than `sig` make
//! the key refuse; `x5c` alone is no key, and must agree with the key's numbers.
//!
//! [`KeySet::select`]: crate::KeySet::select

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};

use super::{AwsError, certificate};
use crate::decision::Confidence;
use crate::json::{Object, Value};
use crate::visible::quotable;

/// The key that STS takes for a token, and how sure that is.
#[derive(Debug)]
pub(super) struct Chosen<'k> {
    pub(super) key: &'k Object,
    pub(super) confidence: Confidence,
    /// Why AWS takes no signature by it.
    pub(super) refused: Option<(AwsError, &'static str)>,
}

/// Chooses among the keys of `family` (`RSA` or `EC`), or says why there is none.
pub(super) fn choose<'k>(
    published: &'k [Value],
    family: &str,
    id: Option<&str>,
) -> Result<Chosen<'k>, String> {
    let objects = || published.iter().filter_map(Value::as_object);
    let count = objects().filter(|key| string(key, "kty") == Some(family)).count();
    if count > MOST {
        return Err(format!(
            "the set has {count} {family} keys; AWS reads none of more than {MOST}"
        ));
    }
    let of_family =
        objects().filter(|key| string(key, "kty") == Some(family) && has_numbers(key, family));
    // Not collected, which would compile one more sort.
    let mut by_id: BTreeMap<&str, &Object> = BTreeMap::new();
    by_id.extend(of_family.filter_map(|key| Some((string(key, "kid")?, key))));
    let key = match id {
        Some(id) => by_id.get(id).copied().ok_or_else(|| unknown(id, family, &by_id))?,
        None => match (by_id.first_key_value(), by_id.len()) {
            (Some((_, key)), 1) => key,
            (_, count) => {
                return Err(format!(
                    "the token names no key (`kid`), and the set has {count} {family} keys"
                ));
            }
        },
    };
    // Whether keys of the other type stand in the way of a token without `kid` is not recorded.
    let clear = id.is_some() || objects().all(|key| string(key, "kty") == Some(family));
    let confidence = if clear { Confidence::Observed } else { Confidence::Assumed };
    Ok(Chosen { key, confidence, refused: refusal(key) })
}

fn unknown(id: &str, family: &str, by_id: &BTreeMap<&str, &Object>) -> String {
    let mut known = by_id.keys().map(|known| quotable(known));
    let others = match (known.next(), known.len()) {
        (None, _) => ", nor any other with a `kid`".to_string(),
        (Some(first), 0) => format!("; it has `{first}`"),
        (Some(first), more) => format!("; it has `{first}` and {more} more"),
    };
    format!("the key set has no {family} key `{}`{others}", quotable(id))
}

/// A key that was chosen, but must not be used.
fn refusal(key: &Object) -> Option<(AwsError, &'static str)> {
    if key.get("key_ops").is_some() {
        let evidence = "the key has `key_ops`; AWS refuses such a key, whatever `key_ops` says";
        return Some((AwsError::not_validated(), evidence));
    }
    // That these fail is recorded, with which words is not.
    if key.get("use").is_some_and(|purpose| purpose.as_str() != Some("sig")) {
        return Some((AwsError::not_validated_assumed(), "the key's `use` is not `sig`"));
    }
    if key.get("x5c").is_some_and(|chain| !certificate::agrees(chain, key)) {
        let evidence = "the certificate in the key's `x5c` is not one for this key";
        return Some((AwsError::not_validated_assumed(), evidence));
    }
    None
}

/// Without these members there is nothing to keep: a certificate alone is no key (recorded).
fn has_numbers(key: &Object, family: &str) -> bool {
    let members: &[&str] = if family == "RSA" { &["n", "e"] } else { &["crv", "x", "y"] };
    members.iter().all(|member| string(key, member).is_some())
}

fn string<'k>(key: &'k Object, member: &str) -> Option<&'k str> {
    key.get(member)?.as_str()
}

/// Of each type ([create an OIDC provider]); one more is recorded to fail.
///
/// [create an OIDC provider]: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
const MOST: usize = 100;
