//! RSA signatures: RSASSA-PKCS1-v1_5 and RSASSA-PSS ([RFC 8017 section 8]) with SHA-2.
//!
//! Verification only ever handles public values (key, signature, message), so nothing here runs in
//! constant time and nothing needs to.
//!
//! [RFC 8017 section 8]: https://www.rfc-editor.org/rfc/rfc8017#section-8

mod hash;
mod montgomery;
mod pkcs1;
mod pss;
mod roca;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;
use core::convert::Infallible;

use jwt_compact::{Algorithm, AlgorithmSignature};
use once_cell::race::OnceBox;

use self::hash::Hash;
use self::montgomery::{MAX_BYTES, Modulus};
use super::{AlgorithmName, KeyMaterial};
use crate::error::KeyError;

/// RSASSA with one encoding and one hash, verification only.
#[derive(Debug)]
struct Rsassa(Encoding, Hash);

const PS256: Rsassa = Rsassa(Encoding::Pss, Hash::Sha256);
const PS384: Rsassa = Rsassa(Encoding::Pss, Hash::Sha384);
const PS512: Rsassa = Rsassa(Encoding::Pss, Hash::Sha512);
const RS256: Rsassa = Rsassa(Encoding::Pkcs1, Hash::Sha256);
const RS384: Rsassa = Rsassa(Encoding::Pkcs1, Hash::Sha384);
const RS512: Rsassa = Rsassa(Encoding::Pkcs1, Hash::Sha512);

/// How a digest becomes the block that is signed ([RFC 8017 section 9]).
///
/// [RFC 8017 section 9]: https://www.rfc-editor.org/rfc/rfc8017#section-9
#[derive(Debug)]
enum Encoding {
    Pss,
    Pkcs1,
}

/// An RSA public key.
#[derive(Clone, Debug)]
pub(crate) struct PublicKey {
    /// Big-endian, odd, without leading zeros.
    bytes: Vec<u8>,
    bits: usize,
    exponent: u32,
    /// What Montgomery multiplication needs to know of it. That costs as much as two verifications,
    /// and most keys of a set verify nothing, so it is computed when it is needed first.
    modulus: OnceBox<Modulus>,
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
        if roca::has_fingerprint(modulus) {
            return Err(KeyError::Roca);
        }
        if modulus.last().is_none_or(|byte| byte % 2 == 0) {
            return Err(KeyError::EvenModulus);
        }
        let bytes = without_leading_zeros(modulus).to_vec();
        Ok(Self { bytes, bits, exponent, modulus: OnceBox::new() })
    }

    /// `None` for no number that [`Self::new`] lets pass.
    fn modulus(&self) -> Option<&Modulus> {
        let modulus = || Modulus::new(&self.bytes, self.exponent).map(Box::new).ok_or(());
        self.modulus.get_or_try_init(modulus).ok()
    }
}

impl KeyMaterial for PublicKey {
    fn algorithms(&self) -> &'static [AlgorithmName] {
        use AlgorithmName::{Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};

        &[Ps256, Ps384, Ps512, Rs256, Rs384, Rs512]
    }

    /// As many as the modulus has.
    fn signature_length(&self) -> usize {
        self.bytes.len()
    }

    fn verifies(&self, algorithm: AlgorithmName, message: &[u8], signature: &[u8]) -> bool {
        let rsassa = match algorithm {
            AlgorithmName::Ps256 => PS256,
            AlgorithmName::Ps384 => PS384,
            AlgorithmName::Ps512 => PS512,
            AlgorithmName::Rs256 => RS256,
            AlgorithmName::Rs384 => RS384,
            AlgorithmName::Rs512 => RS512,
            _ => return false,
        };
        Signature::new(signature)
            .is_some_and(|signature| rsassa.verify_signature(&signature, self, message))
    }
}

impl Algorithm for Rsassa {
    type SigningKey = Infallible;
    type VerifyingKey = PublicKey;
    type Signature = Signature;

    fn name(&self) -> Cow<'static, str> {
        let Self(encoding, hash) = self;
        let prefix = match encoding {
            Encoding::Pss => "PS",
            Encoding::Pkcs1 => "RS",
        };
        Cow::Owned(format!("{prefix}{}", hash.bits()))
    }

    fn sign(&self, key: &Infallible, _message: &[u8]) -> Signature {
        match *key {}
    }

    /// RFC 8017 section 8.1.2 for PSS, section 8.2.2 for PKCS1-v1_5.
    fn verify_signature(&self, signature: &Signature, key: &PublicKey, message: &[u8]) -> bool {
        let signature = signature.bytes();
        if signature.len() != key.signature_length() {
            return false;
        }
        let Self(encoding, hash) = self;
        let is_signed = match encoding {
            Encoding::Pss => pss::is_signed,
            Encoding::Pkcs1 => pkcs1::is_signed,
        };
        is_signed(*hash, key, signature, &hash.digest(&[message]))
    }
}

impl Signature {
    fn new(bytes: &[u8]) -> Option<Self> {
        let mut buffer = [0; MAX_BYTES];
        buffer.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(Self { buffer, length: bytes.len() })
    }

    fn bytes(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }
}

impl AlgorithmSignature for Signature {
    fn try_from_slice(slice: &[u8]) -> anyhow::Result<Self> {
        Self::new(slice).ok_or_else(|| anyhow::Error::msg("longer than the signature of any key"))
    }

    fn as_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(self.bytes())
    }
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

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::encoding;
    use num_bigint::BigUint;

    const MESSAGE: &[u8] = b"message";
    const INFO: [u8; 19] = Hash::Sha256.digest_info();

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
        let mut padded = vec![0; key.signature_length() - signature.len()];
        padded.extend(signature);
        padded
    }

    fn right_block() -> Vec<u8> {
        pkcs1::encoded(Hash::Sha256, 256, &Hash::Sha256.digest(&[MESSAGE])).collect()
    }

    fn accepts(signature: &[u8]) -> bool {
        test_key().0.verifies(AlgorithmName::Rs256, MESSAGE, signature)
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
        let digest = Hash::Sha256.digest(&[MESSAGE]);
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
        let mut without_null = INFO.to_vec();
        without_null.drain(15..17);
        without_null[1] -= 2;
        without_null[3] -= 2;
        let right = [&INFO[..], &digest[..]];
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
    fn a_signature_fits_one_algorithm_only() {
        fn blocks(hash: Hash) -> [Vec<u8>; 2] {
            let digest = hash.digest(&[MESSAGE]);
            let salt = vec![7; digest.len()];
            [
                pss::tests::encoded(hash, hash, 2048, &digest, &salt),
                pkcs1::encoded(hash, 256, &digest).collect(),
            ]
        }
        let (key, ..) = test_key();
        let blocks = [blocks(Hash::Sha256), blocks(Hash::Sha384), blocks(Hash::Sha512)].concat();
        let names = ["PS256", "RS256", "PS384", "RS384", "PS512", "RS512"];
        for (block, name) in blocks.iter().zip(names) {
            let signature = sign_block(block);
            let accepts = |name: &AlgorithmName| key.verifies(*name, MESSAGE, &signature);
            let by: Vec<AlgorithmName> = AlgorithmName::ALL.into_iter().filter(accepts).collect();
            assert_eq!(by.iter().map(|algorithm| algorithm.as_str()).collect::<Vec<_>>(), [name]);
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
    fn what_a_key_needs_to_verify_is_computed_when_it_does() {
        let (key, ..) = test_key();
        assert!(key.modulus.get().is_none());
        assert!(!key.verifies(AlgorithmName::Rs256, MESSAGE, &[0; 255]));
        assert!(key.modulus.get().is_none());
        let signature = sign_block(&right_block());
        for _ in 0..2 {
            assert!(key.verifies(AlgorithmName::Rs256, MESSAGE, &signature));
            assert!(key.modulus.get().is_some());
        }
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
        let roca = BigUint::from(65537_u32).pow(130);
        assert_eq!(reason(&roca.to_bytes_be(), &e), KeyError::Roca);
        for bits in [2048, 2049, 2056, 3072, 4096, 8192] {
            assert_eq!(
                PublicKey::new(&odd(bits), &e).unwrap().signature_length(),
                bits.div_ceil(8)
            );
        }
        assert_eq!(
            PublicKey::new(&[&[0, 0], &odd(2048)[..]].concat(), &e).unwrap().signature_length(),
            256
        );
    }
}
