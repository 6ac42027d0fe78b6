//! How long a signature must be: shorter ones are the rest of a token that was cut off.

use alloc::string::String;

use crate::algorithm::AlgorithmName;
use crate::encoding;
use crate::json;
use crate::key_set::KeySet;

/// Whether the last of a token's three parts ends too early: at a place where no base64url ends, or
/// before the length that its algorithm and key give it. What cannot be known is not cut.
pub(super) fn is_cut(token: &str, keys: Option<&KeySet>) -> bool {
    let mut parts = token.split('.');
    let (Some(header), Some(signature)) = (parts.next(), parts.nth(1)) else { return false };
    encoding::decode(signature).is_err()
        || wanted(header, keys).is_some_and(|wanted| match wanted {
            Wanted::Exactly(length) => signature.len() < length,
            // A key of 1024 bits is still met.
            Wanted::OfSomeRsaKey => {
                signature.len() < characters(256) && signature.len() != characters(128)
            }
        })
}

enum Wanted {
    Exactly(usize),
    OfSomeRsaKey,
}

fn wanted(header: &str, keys: Option<&KeySet>) -> Option<Wanted> {
    use AlgorithmName::{EdDsa, Es256, Es384, Es512};
    let header = String::from_utf8(encoding::decode(header).ok()?).ok()?;
    let header = json::parse_last_wins(&header, HEADER_DEPTH).ok()?;
    let text = |name: &str| header.as_object()?.get(name)?.as_str();
    Some(match AlgorithmName::from_jws_name(text("alg")?)? {
        Es256 | EdDsa => Wanted::Exactly(characters(64)),
        Es384 => Wanted::Exactly(characters(96)),
        Es512 => Wanted::Exactly(characters(132)),
        // A signature is as long as its modulus.
        _ => {
            let id = text("kid");
            let mut published = keys.into_iter().flat_map(KeySet::published);
            let modulus = published.find_map(|key| {
                let key = key.as_object()?;
                let member = |name: &str| key.get(name)?.as_str();
                (member("kid") == id).then(|| member("n")).flatten()
            });
            modulus.map_or(Wanted::OfSomeRsaKey, |n| Wanted::Exactly(n.len()))
        }
    })
}

/// Of base64url without padding.
const fn characters(bytes: usize) -> usize {
    (bytes * 4).div_ceil(3)
}

const HEADER_DEPTH: usize = 8;

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn a_signature_is_as_long_as_its_algorithm_wants() {
        let cut = |algorithm: &str, length: usize| {
            let header = encoding::encode(format!("{{\"alg\":\"{algorithm}\"}}").as_bytes());
            is_cut(&format!("{header}.e30.{}", encoding::encode(&alloc::vec![7; length])), None)
        };
        for (algorithm, length) in [
            ("ES256", 64),
            ("EdDSA", 64),
            ("ES384", 96),
            ("ES512", 132),
            ("RS256", 256),
            ("PS256", 512),
            ("RS256", 128),
        ] {
            assert!(!cut(algorithm, length), "{algorithm} {length}");
        }
        for (algorithm, length) in [
            ("ES256", 63),
            ("EdDSA", 30),
            ("ES384", 64),
            ("ES512", 131),
            ("RS256", 255),
            ("PS512", 129),
        ] {
            assert!(cut(algorithm, length), "{algorithm} {length}");
        }
        // Of what is none of ours nothing is known.
        assert!(!cut("HS256", 3));
    }

    #[test]
    fn a_key_says_more_than_the_algorithm() {
        let limits = crate::limits::Limits::default();
        let set = include_str!("../../../../vectors/keys/rs256.json");
        let key = json::parse(set, 8).unwrap();
        let jwk = key.as_object().and_then(|key| key.get("jwk")?.as_object()).unwrap();
        let n = jwk.get("n").and_then(|n| n.as_str()).unwrap();
        let keys = format!(
            "{{\"keys\":[{{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"{n}{n}\",\"e\":\"AQAB\"}}]}}"
        );
        let keys = KeySet::parse_published(&keys, &limits).unwrap();
        let header = encoding::encode(b"{\"alg\":\"RS256\",\"kid\":\"k\"}");
        let token = format!("{header}.e30.{}", encoding::encode(&[7; 300]));
        assert!(is_cut(&token, Some(&keys)) && !is_cut(&token, None));
    }
}
