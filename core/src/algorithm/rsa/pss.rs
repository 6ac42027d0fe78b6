use super::hash::Hash;
use super::{Encoding, MAX_BYTES, PublicKey};

/// EMSA-PSS ([RFC 8017 section 9.1]) as [RFC 7518 section 3.5] narrows it: MGF1 with the hash of
/// the message, and a salt as long as its digest.
///
/// [RFC 8017 section 9.1]: https://www.rfc-editor.org/rfc/rfc8017#section-9.1
/// [RFC 7518 section 3.5]: https://www.rfc-editor.org/rfc/rfc7518#section-3.5
pub(crate) enum Pss {}

impl<H: Hash> Encoding<H> for Pss {
    const PREFIX: &'static str = "PS";

    fn is_signed(key: &PublicKey, signature: &[u8], digest: &[u8]) -> bool {
        let mut buffer = [0; MAX_BYTES];
        let block = key.modulus().and_then(|modulus| modulus.power(signature, &mut buffer));
        block.is_some_and(|block| encodes::<H>(block, key.bits, digest))
    }
}

/// Steps 3 to 14 of RFC 8017 section 9.1.2. The encoded message has one bit less than the
/// modulus, and so sometimes one byte less than the block, which must then begin with zero
/// (section 8.1.2 step 2c).
fn encodes<H: Hash>(block: &[u8], modulus_bits: usize, digest: &[u8]) -> bool {
    let bits = modulus_bits.saturating_sub(1);
    let length = bits.div_ceil(8);
    let Some((above, encoded)) = split_from_end(block, length) else { return false };
    let Some((&TRAILER, body)) = encoded.split_last() else { return false };
    let Some((masked, hash)) = split_from_end(body, digest.len()) else { return false };
    let Some(padding) = masked.len().checked_sub(1 + digest.len()) else { return false };
    let used_bits = 0xff_u8 >> (8 * length - bits);
    if above.iter().any(|byte| *byte != 0) || masked.first().is_some_and(|b| b & !used_bits != 0) {
        return false;
    }
    let mut data = masked.iter().zip(mgf1::<H>(hash)).enumerate().map(|(index, (byte, mask))| {
        let byte = byte ^ mask;
        if index == 0 { byte & used_bits } else { byte }
    });
    if data.by_ref().take(padding).any(|byte| byte != 0) || data.next() != Some(SEPARATOR) {
        return false;
    }
    let mut expected = H::new_with_prefix([0; 8]).chain_update(digest);
    for byte in data {
        expected.update([byte]);
    }
    *expected.finalize() == *hash
}

/// The mask generation function ([RFC 8017 appendix B.2.1]): the hashes of `seed` and a counter.
///
/// [RFC 8017 appendix B.2.1]: https://www.rfc-editor.org/rfc/rfc8017#appendix-B.2.1
fn mgf1<H: Hash>(seed: &[u8]) -> impl Iterator<Item = u8> {
    (0_u32..).flat_map(move |counter| {
        H::new_with_prefix(seed).chain_update(counter.to_be_bytes()).finalize()
    })
}

fn split_from_end(bytes: &[u8], length: usize) -> Option<(&[u8], &[u8])> {
    bytes.split_at_checked(bytes.len().checked_sub(length)?)
}

/// The last byte.
const TRAILER: u8 = 0xbc;

/// Between padding and salt.
const SEPARATOR: u8 = 0x01;

#[cfg(test)]
pub(super) mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use sha2::{Digest as _, Sha256, Sha384, Sha512};

    use super::*;

    /// The block of RFC 8017 section 9.1.1 with this salt, `M` generating the mask.
    pub(in super::super) fn encoded<H: Hash, M: Hash>(
        modulus_bits: usize,
        digest: &[u8],
        salt: &[u8],
    ) -> Vec<u8> {
        let bits = modulus_bits - 1;
        let length = bits.div_ceil(8);
        let hash = H::new_with_prefix([0; 8]).chain_update(digest).chain_update(salt).finalize();
        let mut data = vec![0; length - salt.len() - hash.len() - 2];
        data.push(SEPARATOR);
        data.extend(salt);
        for (byte, mask) in data.iter_mut().zip(mgf1::<M>(&hash)) {
            *byte ^= mask;
        }
        data[0] &= 0xff >> (8 * length - bits);
        let above = vec![0; modulus_bits.div_ceil(8) - length];
        [&above[..], &data, &hash, &[TRAILER]].concat()
    }

    fn every_bit_counts<H: Hash>(modulus_bits: usize) {
        let digest = H::digest(b"message");
        let mut block = encoded::<H, H>(modulus_bits, &digest, &vec![0x5a; digest.len()]);
        assert_eq!(block.len(), modulus_bits.div_ceil(8));
        let accepts = |block: &[u8]| encodes::<H>(block, modulus_bits, &digest);
        assert!(accepts(&block), "{modulus_bits} bits");
        assert!(!accepts(&block[2..]) && !accepts(&[]) && !accepts(&[TRAILER]));
        for bit in 0..8 * block.len() {
            block[bit / 8] ^= 1 << (bit % 8);
            assert!(!accepts(&block), "bit {bit} of {modulus_bits}");
            block[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn every_bit_counts_whatever_the_length_of_the_modulus() {
        for modulus_bits in 2048..=2057 {
            every_bit_counts::<Sha256>(modulus_bits);
        }
        every_bit_counts::<Sha384>(2049);
        every_bit_counts::<Sha512>(2050);
    }

    #[test]
    fn the_salt_has_the_length_of_the_digest() {
        let digest = Sha256::digest(b"message");
        for length in [0, 1, 20, 31, 32, 33, 64, 222] {
            let block = encoded::<Sha256, Sha256>(2048, &digest, &vec![1; length]);
            let accepted = encodes::<Sha256>(&block, 2048, &digest);
            assert_eq!(accepted, length == 32, "{length} bytes");
        }
    }

    #[test]
    fn the_mask_is_made_with_the_hash_of_the_message() {
        let digest = Sha256::digest(b"message");
        let block = encoded::<Sha256, Sha512>(2048, &digest, &[1; 32]);
        assert!(!encodes::<Sha256>(&block, 2048, &digest));
    }
}
