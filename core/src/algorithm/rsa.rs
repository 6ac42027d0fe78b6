//! RS256: RSASSA-PKCS1-v1_5 verification with SHA-256 ([RFC 8017 section 8.2.2]).
//!
//! Verification only ever handles public values (key, signature, message), so nothing here runs in
//! constant time and nothing needs to.
//!
//! [RFC 8017 section 8.2.2]: https://www.rfc-editor.org/rfc/rfc8017#section-8.2.2

mod montgomery;

use alloc::borrow::Cow;
use core::convert::Infallible;
use core::iter;

use jwt_compact::{Algorithm, AlgorithmSignature};
use sha2::{Digest as _, Sha256};

use self::montgomery::{MAX_BYTES, Modulus};
use crate::error::KeyError;

/// `RS256`, verification only.
#[derive(Debug)]
pub(crate) struct Rs256;

/// An RSA public key with what Montgomery multiplication needs to know of its modulus.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct PublicKey {
    modulus: Modulus,
    exponent: u32,
}

/// Some bytes that may be a signature; whether they are is the key's question.
#[derive(Debug)]
pub(crate) struct Signature {
    buffer: [u8; MAX_BYTES],
    length: usize,
}

impl PublicKey {
    /// A key of big-endian numbers, strong enough to rely on.
    pub(crate) fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, KeyError> {
        let bits = bit_length(modulus);
        if bits < MIN_BITS {
            return Err(KeyError::WeakModulus { bits, least: MIN_BITS });
        }
        if bits > MAX_BITS {
            return Err(KeyError::LargeModulus { bits, most: MAX_BITS });
        }
        let exponent = match small_number(exponent) {
            Some(exponent) if exponent >= 3 && exponent % 2 == 1 => exponent,
            found => return Err(KeyError::Exponent { found }),
        };
        let modulus = Modulus::new(without_leading_zeros(modulus)).ok_or(KeyError::EvenModulus)?;
        Ok(Self { modulus, exponent })
    }

    /// Octets of the modulus, and so of a signature.
    pub(crate) fn length(&self) -> usize {
        self.modulus.byte_length()
    }
}

impl Algorithm for Rs256 {
    type SigningKey = Infallible;
    type VerifyingKey = PublicKey;
    type Signature = Signature;

    fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed("RS256")
    }

    fn sign(&self, key: &Infallible, _message: &[u8]) -> Signature {
        match *key {}
    }

    /// Steps 1 to 4 of RFC 8017 section 8.2.2. The expected block is encoded and compared as a
    /// whole; a parser of the padding is where the forgeries of Bleichenbacher (2006) came in.
    fn verify_signature(&self, signature: &Signature, key: &PublicKey, message: &[u8]) -> bool {
        let signature = signature.bytes();
        if signature.len() != key.length() {
            return false;
        }
        let mut buffer = [0; MAX_BYTES];
        let Some(block) = key.modulus.power(signature, key.exponent, &mut buffer) else {
            return false;
        };
        let digest = Sha256::digest(message);
        block.iter().copied().eq(encoded_message(key.length(), &digest))
    }
}

impl Signature {
    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }
}

impl AlgorithmSignature for Signature {
    fn try_from_slice(slice: &[u8]) -> anyhow::Result<Self> {
        let mut buffer = [0; MAX_BYTES];
        let Some(start) = buffer.get_mut(..slice.len()) else {
            return Err(anyhow::Error::msg("longer than the signature of any key"));
        };
        start.copy_from_slice(slice);
        Ok(Self { buffer, length: slice.len() })
    }

    fn as_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.bytes())
    }
}

/// EMSA-PKCS1-v1_5 ([RFC 8017 section 9.2]): `00 01 ff…ff 00`, then the digest with its name.
///
/// [RFC 8017 section 9.2]: https://www.rfc-editor.org/rfc/rfc8017#section-9.2
fn encoded_message(length: usize, digest: &[u8]) -> impl Iterator<Item = u8> {
    let padding = length.saturating_sub(3 + SHA256_INFO.len() + digest.len());
    iter::once(0x00)
        .chain(iter::once(0x01))
        .chain(iter::repeat_n(0xff, padding))
        .chain(iter::once(0x00))
        .chain(SHA256_INFO)
        .chain(digest.iter().copied())
}

fn bit_length(number: &[u8]) -> usize {
    let number = without_leading_zeros(number);
    let Some(first) = number.first() else { return 0 };
    8 * number.len() - usize::try_from(first.leading_zeros()).unwrap_or_default()
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// A big-endian number below 2³².
fn small_number(bytes: &[u8]) -> Option<u32> {
    let bytes = without_leading_zeros(bytes);
    if bytes.len() > 4 {
        return None;
    }
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// NIST SP 800-131A and RFC 7518 section 3.3 ask for 2048 bits or more.
const MIN_BITS: usize = 2048;

/// The largest modulus in use anywhere is 8192 bits; the work grows with its square.
const MAX_BITS: usize = 8 * MAX_BYTES;

/// `DigestInfo` of SHA-256 up to the digest (RFC 8017 section 9.2, note 1).
const SHA256_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use num_bigint::BigUint;

    use super::*;
    use crate::{algorithm, encoding};

    const MESSAGE: &[u8] = b"message";

    /// The published test key, and its private exponent.
    fn test_key() -> (PublicKey, BigUint, BigUint) {
        let file = include_str!("../../../vectors/keys/rs256.json");
        let file: serde_json::Value = serde_json::from_str(file).unwrap();
        let number = |name: &str| encoding::decode(file["jwk"][name].as_str().unwrap()).unwrap();
        let modulus = number("n");
        let key = PublicKey::new(&modulus, &number("e")).unwrap();
        (key, BigUint::from_bytes_be(&modulus), BigUint::from_bytes_be(&number("d")))
    }

    /// What the owner of the key can sign: any block at all.
    fn sign_block(block: &[u8]) -> Vec<u8> {
        let (key, modulus, private) = test_key();
        let signature = BigUint::from_bytes_be(block).modpow(&private, &modulus).to_bytes_be();
        let mut padded = vec![0; key.length() - signature.len()];
        padded.extend(signature);
        padded
    }

    fn right_block() -> Vec<u8> {
        encoded_message(256, &Sha256::digest(MESSAGE)).collect()
    }

    fn accepts(signature: &[u8]) -> bool {
        algorithm::verify(&Rs256, &test_key().0, MESSAGE, signature)
    }

    #[test]
    fn only_the_whole_block_counts() {
        let right = right_block();
        assert!(accepts(&sign_block(&right)));
        let name_and_digest = right.len() - 52..right.len();
        for index in (0..4).chain((4..200).step_by(31)).chain(name_and_digest) {
            let mut wrong = right.clone();
            wrong[index] ^= 1;
            assert!(!accepts(&sign_block(&wrong)), "byte {index}");
        }
    }

    #[test]
    fn famous_forgeries_are_refused() {
        let digest = Sha256::digest(MESSAGE);
        let block = |head: &[u8], padding: usize, parts: &[&[u8]]| -> Vec<u8> {
            let mut block = head.to_vec();
            block.extend(vec![0xff; padding]);
            block.push(0);
            for part in parts {
                block.extend_from_slice(part);
            }
            block.resize(256, 0x5a);
            block
        };
        let mut without_null = SHA256_INFO.to_vec();
        without_null.drain(15..17);
        without_null[1] -= 2;
        without_null[3] -= 2;
        let right = [&SHA256_INFO[..], &digest[..]];
        assert!(accepts(&sign_block(&block(&[0, 1], 202, &right))));
        let forgeries = [
            ("short padding, rubbish behind (Bleichenbacher 2006)", block(&[0, 1], 8, &right)),
            ("no padding", block(&[0, 1], 0, &right)),
            ("encryption block", block(&[0, 2], 202, &right)),
            ("no name of the digest", block(&[0, 1], 221, &[&digest[..]])),
            ("name without NULL", block(&[0, 1], 204, &[&without_null[..], &digest[..]])),
        ];
        for (name, block) in forgeries {
            assert!(!accepts(&sign_block(&block)), "{name}");
        }
    }

    #[test]
    fn a_signature_has_one_value_and_one_length() {
        let (_, modulus, _) = test_key();
        let signature = sign_block(&right_block());
        let larger = (BigUint::from_bytes_be(&signature) + modulus).to_bytes_be();
        assert!(!accepts(&larger), "signature + modulus");
        assert!(!accepts(&[&[0], &signature[..]].concat()));
        assert!(!accepts(&[&signature[..], &[0]].concat()));
        assert!(!accepts(&signature[1..]));
        assert!(!accepts(&[]));
        assert!(!accepts(&[0; 256]));
        assert!(!accepts(&[0xff; 256]));
        assert!(!accepts(&[0xff; 2000]));
    }

    #[test]
    fn weak_keys_are_refused() {
        let odd = |bits: usize| {
            let mut number = vec![0; bits.div_ceil(8)];
            number[0] = 1 << ((bits - 1) % 8);
            *number.last_mut().unwrap() |= 1;
            number
        };
        let e = [1, 0, 1];
        let reason = |n: &[u8], e: &[u8]| PublicKey::new(n, e).unwrap_err();
        assert_eq!(reason(&odd(1024), &e), KeyError::WeakModulus { bits: 1024, least: 2048 });
        assert_eq!(reason(&odd(2047), &e), KeyError::WeakModulus { bits: 2047, least: 2048 });
        assert_eq!(reason(&[], &e), KeyError::WeakModulus { bits: 0, least: 2048 });
        assert_eq!(reason(&odd(8193), &e), KeyError::LargeModulus { bits: 8193, most: 8192 });
        let mut even = odd(2048);
        even[255] = 2;
        assert_eq!(reason(&even, &e), KeyError::EvenModulus);
        assert_eq!(reason(&odd(2048), &[]), KeyError::Exponent { found: Some(0) });
        assert_eq!(reason(&odd(2048), &[1]), KeyError::Exponent { found: Some(1) });
        assert_eq!(reason(&odd(2048), &[2]), KeyError::Exponent { found: Some(2) });
        assert_eq!(reason(&odd(2048), &[1, 0, 0, 0, 1]), KeyError::Exponent { found: None });
        for bits in [2048, 2049, 2056, 3072, 4096, 8192] {
            assert_eq!(PublicKey::new(&odd(bits), &e).unwrap().length(), bits.div_ceil(8));
        }
        assert_eq!(PublicKey::new(&[&[0, 0], &odd(2048)[..]].concat(), &e).unwrap().length(), 256);
    }
}
