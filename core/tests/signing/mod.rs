//! Signs tokens with the test keys of `vectors/keys`.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::sync::LazyLock;

use assumable::encoding;
use num_bigint::BigUint;
use p521::elliptic_curve::rand_core::{self, CryptoRng, RngCore};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// The public part of the key behind an algorithm, named after it.
pub(crate) fn jwk(algorithm: &str) -> Value {
    let key = key(algorithm);
    let members: &[&str] =
        if algorithm.starts_with("RS") { &["kty", "n", "e"] } else { &["kty", "crv", "x", "y"] };
    let mut jwk = json!({ "kid": algorithm, "alg": algorithm, "use": "sig" });
    for member in members {
        jwk[member] = key[member].clone();
    }
    jwk
}

/// The token.
pub(crate) fn token(header: &Value, claims: &str, algorithm: &str) -> String {
    let part = |text: &str| encoding::encode(text.as_bytes());
    let message = format!("{}.{}", part(&header.to_string()), part(claims));
    let signature = encoding::encode(&sign(algorithm, message.as_bytes()));
    format!("{message}.{signature}")
}

fn sign(algorithm: &str, message: &[u8]) -> Vec<u8> {
    use p256::ecdsa::signature::{RandomizedSigner as _, Signer as _};
    let secret = || bytes(key(algorithm), "d");
    match algorithm {
        "RS256" => rsa(key(algorithm), &[SHA256, &Sha256::digest(message)].concat()),
        "RS384" => rsa(key(algorithm), &[SHA384, &Sha384::digest(message)].concat()),
        "RS512" => rsa(key(algorithm), &[SHA512, &Sha512::digest(message)].concat()),
        "ES256" => {
            let key = p256::ecdsa::SigningKey::from_slice(&secret()).expect("a key");
            let signature: p256::ecdsa::Signature = key.sign(message);
            signature.to_bytes().to_vec()
        }
        "ES384" => {
            let key = p384::ecdsa::SigningKey::from_slice(&secret()).expect("a key");
            let signature: p384::ecdsa::Signature = key.sign(message);
            signature.to_bytes().to_vec()
        }
        "ES512" => {
            let key = p521::ecdsa::SigningKey::from_slice(&secret()).expect("a key");
            let signature: p521::ecdsa::Signature = key.sign_with_rng(&mut Counter(0), message);
            signature.to_bytes().to_vec()
        }
        other => panic!("no key for {other}"),
    }
}

/// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.1).
fn rsa(key: &Value, digest_info: &[u8]) -> Vec<u8> {
    let number = |member: &str| BigUint::from_bytes_be(&bytes(key, member));
    let length = bytes(key, "n").len();
    let padding = vec![0xff; length - 3 - digest_info.len()];
    let message = [&[0, 1][..], &padding, &[0], digest_info].concat();
    let message = BigUint::from_bytes_be(&message);
    let (p, q) = (number("p"), number("q"));
    let (m1, m2) = (message.modpow(&number("dp"), &p), message.modpow(&number("dq"), &q));
    let h = number("qi") * (&m1 + &p - &m2 % &p) % &p;
    let signature = (m2 + h * q).to_bytes_be();
    [vec![0; length - signature.len()], signature].concat()
}

/// Not random at all: the keys are published anyway.
struct Counter(u64);

impl RngCore for Counter {
    fn next_u32(&mut self) -> u32 {
        7
    }

    fn next_u64(&mut self) -> u64 {
        self.0 += 1;
        self.0
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.next_u64().to_le_bytes()[0];
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Counter {}

fn key(algorithm: &str) -> &'static Value {
    match algorithm {
        "ES256" => &KEYS[1],
        "ES384" => &KEYS[2],
        "ES512" => &KEYS[3],
        _ => &KEYS[0],
    }
}

fn bytes(key: &Value, member: &str) -> Vec<u8> {
    encoding::decode(key[member].as_str().expect("a member")).expect("base64url")
}

static KEYS: LazyLock<[Value; 4]> = LazyLock::new(|| {
    [
        include_str!("../../../vectors/keys/rs256.json"),
        include_str!("../../../vectors/keys/es256.json"),
        include_str!("../../../vectors/keys/es384.json"),
        include_str!("../../../vectors/keys/es512.json"),
    ]
    .map(|text| {
        let file: Value = serde_json::from_str(text).expect("JSON");
        file["jwk"].clone()
    })
});

/// `DigestInfo` up to the digest (RFC 8017 section 9.2, note 1).
const SHA256: &[u8] =
    b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";
const SHA384: &[u8] =
    b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30";
const SHA512: &[u8] =
    b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40";
