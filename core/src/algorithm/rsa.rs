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
