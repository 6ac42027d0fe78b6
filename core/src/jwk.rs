//! One public key of a key set, and that key at work with one algorithm.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest as _, Sha256};

#[cfg(feature = "ecdsa")]
use crate::algorithm::ecdsa::{self, Curve as _, P256, P384, P521};
#[cfg(feature = "eddsa")]
use crate::algorithm::eddsa::ed25519_key;
#[cfg(feature = "rsa")]
use crate::algorithm::rsa;
use crate::algorithm::{AlgorithmName, KeyMaterial};
use crate::encoding;
use crate::error::KeyError;
use crate::json::{Object, Value};
use crate::sorted;

/// A public key that may verify tokens, with what its issuer says about it ([RFC 7517]).
///
/// ```
/// use assumable::{AlgorithmName, Explain as _, Jwk, json};
///
/// // RFC 8037 appendix A.2
/// let text = r#"{"kty":"OKP","crv":"Ed25519",
///     "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// let key = Jwk::parse(&json::parse(text, 32)?)?;
/// assert_eq!(key.algorithms(), [AlgorithmName::EdDsa]);
/// assert_eq!(key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
///
/// let error = Jwk::parse(&json::parse(r#"{"kty":"oct","k":"AA"}"#, 32)?).unwrap_err();
/// assert_eq!(error.code(), "key-symmetric");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [RFC 7517]: https://www.rfc-editor.org/rfc/rfc7517
#[derive(Clone)]
pub struct Jwk {
    id: Option<String>,
    algorithms: Vec<AlgorithmName>,
    material: Arc<dyn KeyMaterial>,
    thumbprint: String,
    object: Object,
}

impl Jwk {
    /// Reads one key.
    ///
    /// # Errors
    ///
    /// The rule for which the key must not be used: a type or curve that is not supported, a
    /// secret or private key, a purpose other than verifying, a weak or wrong number.
    pub fn parse(value: &Value) -> Result<Self, KeyError> {
        let Some(object) = value.as_object() else {
            return Err(KeyError::NotAnObject { found: value.json_type() });
        };
        let id = optional_string(object, "kid")?;
        let kind = string(object, "kty")?;
        refuse_secrets(object, kind)?;
        require_purpose(object)?;
        let (material, thumbprint) = material(object, kind)?;
        let algorithms = algorithms(object, &*material)?;
        let id = id.map(String::from);
        Ok(Self { id, algorithms, material, thumbprint, object: object.clone() })
    }

    /// Reads the numbers of a key, and nothing that its issuer says about them: for relying
    /// parties that choose and refuse keys by rules of their own.
    #[cfg(feature = "aws")]
    pub(crate) fn parse_numbers(object: &Object) -> Result<Self, KeyError> {
        let (material, thumbprint) = material(object, string(object, "kty")?)?;
        let algorithms = material.algorithms().to_vec();
        Ok(Self { id: None, algorithms, material, thumbprint, object: object.clone() })
    }

    /// `kid`: the name that tokens use for it.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The algorithms it may be used with: what its type allows, narrowed by its `alg`.
    #[must_use]
    pub fn algorithms(&self) -> &[AlgorithmName] {
        &self.algorithms
    }

    /// The SHA-256 thumbprint ([RFC 7638]), base64url: the same for every spelling of the key.
    ///
    /// [RFC 7638]: https://www.rfc-editor.org/rfc/rfc7638
    #[must_use]
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// The key as it was written.
    #[must_use]
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// This key at work with one algorithm, if it may be used with it.
    #[must_use]
    pub fn verifying_key(&self, algorithm: AlgorithmName) -> Option<VerifyingKey<'_>> {
        self.algorithms.contains(&algorithm).then_some(VerifyingKey { jwk: self, algorithm })
    }
}

/// Names the key; its numbers help nobody.
impl fmt::Debug for Jwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwk")
            .field("id", &self.id)
            .field("algorithms", &self.algorithms)
            .field("thumbprint", &self.thumbprint)
            .finish_non_exhaustive()
    }
}

/// A key bound to the one algorithm it is used with.
#[derive(Clone, Copy, Debug)]
pub struct VerifyingKey<'k> {
    jwk: &'k Jwk,
    /// One of the key's algorithms.
    algorithm: AlgorithmName,
}

impl<'k> VerifyingKey<'k> {
    /// The key.
    #[must_use]
    pub fn jwk(&self) -> &'k Jwk {
        self.jwk
    }

    /// The algorithm.
    #[must_use]
    pub fn algorithm(&self) -> AlgorithmName {
        self.algorithm
    }

    /// How many bytes its signatures have.
    #[must_use]
    pub fn signature_length(&self) -> usize {
        self.jwk.material.signature_length()
    }

    /// Whether these bytes may be a signature of its owner, by what needs no arithmetic. Primitives
    /// are not of one mind about these: OpenSSL takes a PSS signature without its leading zeros, and
    /// most take an Ed25519 signature whose `R` has small order.
    pub(crate) fn may_have_made(&self, signature: &[u8]) -> bool {
        let material = &self.jwk.material;
        signature.len() == material.signature_length() && material.may_be_signature(signature)
    }

    /// Whether the owner of the key made this signature over this message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.jwk.material.verifies(self.algorithm, message, signature)
    }
}

/// The checked numbers and their thumbprint.
fn material(object: &Object, kind: &str) -> Result<(Arc<dyn KeyMaterial>, String), KeyError> {
    match kind {
        #[cfg(feature = "rsa")]
        "RSA" => {
            let [n, e] = [number(object, "n")?, number(object, "e")?];
            let key = rsa::PublicKey::new(&n, &e)?;
            let [n, e] = [&n, &e].map(|number| encoding::encode(number));
            let members = [("e", &*e), ("kty", kind), ("n", &*n)];
            Ok((Arc::new(key), thumbprint(&members)))
        }
        #[cfg(feature = "ecdsa")]
        "EC" => {
            let curve = string(object, "crv")?;
            let [x, y] = [bytes(object, "x")?, bytes(object, "y")?];
            let key: Arc<dyn KeyMaterial> = match curve {
                P256::NAME => Arc::new(ecdsa::PublicKey::<P256>::new(&x, &y)?),
                P384::NAME => Arc::new(ecdsa::PublicKey::<P384>::new(&x, &y)?),
                P521::NAME => Arc::new(ecdsa::PublicKey::<P521>::new(&x, &y)?),
                curve => return Err(unknown_curve(curve)),
            };
            let [x, y] = [string(object, "x")?, string(object, "y")?];
            Ok((key, thumbprint(&[("crv", curve), ("kty", kind), ("x", x), ("y", y)])))
        }
        #[cfg(feature = "eddsa")]
        "OKP" => {
            let curve = string(object, "crv")?;
            let x = bytes(object, "x")?;
            let key = match curve {
                "Ed25519" => ed25519_key(&x)?,
                curve => return Err(unknown_curve(curve)),
            };
            let members = [("crv", curve), ("kty", kind), ("x", string(object, "x")?)];
            Ok((Arc::new(key), thumbprint(&members)))
        }
        _ => Err(KeyError::UnknownType { kind: String::from(kind) }),
    }
}

#[cfg(any(feature = "ecdsa", feature = "eddsa"))]
fn unknown_curve(curve: &str) -> KeyError {
    KeyError::UnknownCurve { curve: String::from(curve) }
}

/// The hash of what a key must have, in the order of the names ([RFC 7638 section 3]). No text in it
/// needs escapes.
///
/// [RFC 7638 section 3]: https://www.rfc-editor.org/rfc/rfc7638#section-3
fn thumbprint(members: &[(&str, &str)]) -> String {
    let mut hash = Sha256::new();
    let mut before = "{\"";
    for (name, value) in members {
        for part in [before, name, "\":\"", value] {
            hash.update(part);
        }
        before = "\",\"";
    }
    hash.update("\"}");
    encoding::encode(&hash.finalize())
}

/// A key set is public: a secret in it is no secret, and its tokens prove nothing.
fn refuse_secrets(object: &Object, kind: &str) -> Result<(), KeyError> {
    if kind == "oct" {
        return Err(KeyError::Symmetric);
    }
    match PRIVATE_MEMBERS.into_iter().find(|name| object.get(name).is_some()) {
        Some(member) => Err(KeyError::Private { member }),
        None => Ok(()),
    }
}

/// `use` and `key_ops` ([RFC 7517 section 4.2 and 4.3]).
///
/// [RFC 7517 section 4.2 and 4.3]: https://www.rfc-editor.org/rfc/rfc7517#section-4.2
fn require_purpose(object: &Object) -> Result<(), KeyError> {
    match optional_string(object, "use")? {
        None | Some("sig") => {}
        Some(purpose) => return Err(KeyError::Use { found: String::from(purpose) }),
    }
    let Some(operations) = object.get("key_ops") else { return Ok(()) };
    let Some(values) = operations.as_array() else {
        return Err(wrong_type("key_ops", "an array of strings", operations));
    };
    let mut names = Vec::with_capacity(values.len());
    for value in values {
        let name = value.as_str();
        names.push(name.ok_or_else(|| wrong_type("key_ops", "an array of strings", value))?);
    }
    if let Some([name, _]) = sorted::texts(&names).array_windows().find(|[one, next]| one == next) {
        return Err(KeyError::DuplicateOperation { name: String::from(*name) });
    }
    if names.contains(&"verify") { Ok(()) } else { Err(KeyError::Operations) }
}

/// What the key's type allows; only its `alg`, if it has one.
fn algorithms(object: &Object, material: &dyn KeyMaterial) -> Result<Vec<AlgorithmName>, KeyError> {
    let possible = material.algorithms();
    let Some(name) = optional_string(object, "alg")? else { return Ok(possible.to_vec()) };
    match AlgorithmName::from_jws_name(name) {
        Some(algorithm) if possible.contains(&algorithm) => Ok(alloc::vec![algorithm]),
        _ => Err(KeyError::Algorithm {
            found: String::from(name),
            possible: possible.iter().map(|algorithm| algorithm.as_str()).collect(),
        }),
    }
}

/// A big-endian number. Some issuers write a leading zero octet, against RFC 7518 section 2; the
/// number is the same, and so is the thumbprint without it.
#[cfg(feature = "rsa")]
fn number(object: &Object, member: &'static str) -> Result<Vec<u8>, KeyError> {
    let mut bytes = bytes(object, member)?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Ok(bytes.split_off(zeros))
}

fn bytes(object: &Object, member: &'static str) -> Result<Vec<u8>, KeyError> {
    encoding::decode(string(object, member)?).map_err(|error| KeyError::Encoding { member, error })
}

fn string<'o>(object: &'o Object, member: &'static str) -> Result<&'o str, KeyError> {
    optional_string(object, member)?.ok_or(KeyError::Missing { member })
}

fn optional_string<'o>(
    object: &'o Object,
    member: &'static str,
) -> Result<Option<&'o str>, KeyError> {
    let Some(value) = object.get(member) else { return Ok(None) };
    value.as_str().map(Some).ok_or_else(|| wrong_type(member, "a string", value))
}

fn wrong_type(member: &'static str, expected: &'static str, value: &Value) -> KeyError {
    KeyError::WrongType { member, expected, found: value.json_type() }
}

/// The secret members of RFC 7518 section 6 and RFC 8037 section 2.
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::error::Explain as _;
    use crate::json;

    fn parse(text: &str) -> Result<Jwk, KeyError> {
        Jwk::parse(&json::parse(text, 32).unwrap())
    }

    /// RFC 8037 appendix A.2
    const ED25519: &str =
        r#""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#;
    /// RFC 7515 appendix A.3
    const P256: &str = r#""kty":"EC","crv":"P-256",
        "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#;
    /// `vectors/keys/es384.json`
    const P384: &str = r#""kty":"EC","crv":"P-384",
        "x":"yZJN-DRZLwrXsI0rBJ2TeBXz1ura8NfP3n7ebvUIBQYVhWht7FhUcRp3ktAh2eDm",
        "y":"_-4qncXhKLGfFYOSzz84ebikCx7lBYey-sTSr-4oZgHwSJ7HSA07py_RAq2k378K""#;
    /// RFC 7520 section 3.1
    const P521: &str = r#""kty":"EC","crv":"P-521",
        "x":"AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt",
        "y":"AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1""#;
    /// RFC 7638 section 3.1
    const MODULUS: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK\
        7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0\
        h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08\
        qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK\
        nqDKgw";

    #[test]
    fn thumbprints_are_of_the_number_not_its_spelling() {
        let plain = parse(&format!(r#"{{"kty":"RSA","n":"{MODULUS}","e":"AQAB"}}"#)).unwrap();
        assert_eq!(plain.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        let names = plain.algorithms().iter().map(|algorithm| algorithm.as_str());
        assert!(names.eq(["PS256", "PS384", "PS512", "RS256", "RS384", "RS512"]));
        assert_eq!(plain.verifying_key(AlgorithmName::Rs256).unwrap().signature_length(), 256);
        let with_zero = encoding::encode(&[&[0], &encoding::decode(MODULUS).unwrap()[..]].concat());
        let text = format!(r#"{{"e":"AAEAAQ","n":"{with_zero}","kty":"RSA","kid":"a"}}"#);
        assert_eq!(parse(&text).unwrap().thumbprint(), plain.thumbprint());
    }

    #[test]
    fn a_key_works_with_its_own_algorithms_only() {
        let key = parse(&format!(r#"{{{P256},"alg":"ES256","use":"sig","key_ops":["verify"]}}"#));
        let key = key.unwrap();
        assert_eq!(key.algorithms(), [AlgorithmName::Es256]);
        assert!(key.verifying_key(AlgorithmName::Es256).is_some());
        assert!(key.verifying_key(AlgorithmName::Rs256).is_none());
        assert!(key.verifying_key(AlgorithmName::EdDsa).is_none());
        let rsa = parse(&format!(r#"{{"kty":"RSA","n":"{MODULUS}","e":"AQAB","alg":"PS384"}}"#));
        assert_eq!(rsa.unwrap().algorithms(), [AlgorithmName::Ps384]);
    }

    #[test]
    fn coordinates_are_as_long_as_the_curve_is_wide() {
        let curves = [
            (P256, 64, AlgorithmName::Es256),
            (P384, 96, AlgorithmName::Es384),
            (P521, 132, AlgorithmName::Es512),
        ];
        for (text, length, algorithm) in curves {
            let key = parse(&format!("{{{text}}}")).unwrap();
            assert_eq!(key.algorithms(), [algorithm]);
            assert_eq!(key.verifying_key(algorithm).unwrap().signature_length(), length);
        }
    }

    #[test]
    fn unusable_keys_say_why() {
        let zero = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let one = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        // 2^255 - 18 is 1, written with the prime added.
        let one_plus_p = "7v_______________________________________38";
        let okp = |x: &str| format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#);
        let ec = |x: &str, y: &str| format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#);
        let p256_x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
        let cases = [
            ("7".into(), "key-not-an-object"),
            ("{}".into(), "key-missing-member"),
            (r#"{"kty":1}"#.into(), "key-wrong-type"),
            (format!(r#"{{{ED25519},"kid":7}}"#), "key-wrong-type"),
            (format!(r#"{{{ED25519},"use":"enc"}}"#), "key-use"),
            (format!(r#"{{{ED25519},"use":["sig"]}}"#), "key-wrong-type"),
            (format!(r#"{{{ED25519},"key_ops":["sign"]}}"#), "key-operations"),
            (format!(r#"{{{ED25519},"key_ops":[]}}"#), "key-operations"),
            (format!(r#"{{{ED25519},"key_ops":"verify"}}"#), "key-wrong-type"),
            (format!(r#"{{{ED25519},"key_ops":["verify",1]}}"#), "key-wrong-type"),
            (
                format!(r#"{{{ED25519},"key_ops":["verify","sign","verify"]}}"#),
                "key-duplicate-operation",
            ),
            (format!(r#"{{{ED25519},"alg":"ES256"}}"#), "key-algorithm"),
            (format!(r#"{{{P256},"alg":"ES384"}}"#), "key-algorithm"),
            (format!(r#"{{{P256},"alg":"HS256"}}"#), "key-algorithm"),
            (format!(r#"{{{ED25519},"d":"AA"}}"#), "key-private"),
            (format!(r#"{{{P256},"d":"AA"}}"#), "key-private"),
            (r#"{"kty":"RSA","n":"AA","e":"AQAB","p":"AA"}"#.into(), "key-private"),
            (r#"{"kty":"oct","k":"AA"}"#.into(), "key-symmetric"),
            (r#"{"kty":"AKP","alg":"ML-DSA-44"}"#.into(), "key-unknown-type"),
            (r#"{"kty":"rsa"}"#.into(), "key-unknown-type"),
            (r#"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#.into(), "key-unknown-curve"),
            (r#"{"kty":"EC","crv":"P-521","x":"AA","y":"AA"}"#.into(), "key-length"),
            (format!(r#"{{{P384},"alg":"ES512"}}"#), "key-algorithm"),
            (
                format!(r#"{{"kty":"RSA","n":"{MODULUS}","e":"AQAB","alg":"RSA-OAEP"}}"#),
                "key-algorithm",
            ),
            (r#"{"kty":"OKP","crv":"X25519","x":"AA"}"#.into(), "key-unknown-curve"),
            (r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#.into(), "key-weak-modulus"),
            (r#"{"kty":"RSA","n":"A=","e":"AQAB"}"#.into(), "key-encoding"),
            (okp("AA"), "key-length"),
            (okp(zero), "key-small-order"),
            (okp(one), "key-small-order"),
            (okp(one_plus_p), "key-small-order"),
            (okp("AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "key-not-on-curve"),
            (ec(p256_x, p256_x), "key-not-on-curve"),
            (ec(zero, zero), "key-not-on-curve"),
            (ec(p256_x, "AQ"), "key-length"),
            (format!("{{{}}}", P384.replace("-4qnc", "-4qnd")), "key-not-on-curve"),
            (format!("{{{}}}", P521.replace("AdymlHv", "AdymlHw")), "key-not-on-curve"),
        ];
        for (text, code) in cases {
            let error = parse(&text).unwrap_err();
            assert_eq!(error.code(), code, "{text}: {error}");
        }
    }

    #[test]
    fn messages_name_what_would_do() {
        let error = parse(&format!(r#"{{{P256},"alg":"ES384"}}"#)).unwrap_err();
        assert_eq!(
            alloc::string::ToString::to_string(&error),
            "its `alg` is `ES384`; a key of its type can only be used with `ES256`"
        );
    }
}
