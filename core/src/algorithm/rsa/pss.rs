use super::hash::Hash;
use super::{MAX_BYTES, PublicKey};

/// EMSA-PSS ([RFC 8017 section 9.1]) as [RFC 7518 section 3.5] narrows it: MGF1 with the hash of
/// the message, and a salt as long as its digest.
///
/// [RFC 8017 section 9.1]: https://www.rfc-editor.org/rfc/rfc8017#section-9.1
/// [RFC 7518 section 3.5]: https://www.rfc-editor.org/rfc/rfc7518#section-3.5
pub(super) fn is_signed(hash: Hash, key: &PublicKey, signature: &[u8], digest: &[u8]) -> bool {
    let mut buffer = [0; MAX_BYTES];
    let block = key.modulus().and_then(|modulus| modulus.power(signature, &mut buffer));
    block.is_some_and(|block| encodes(hash, block, key.bits, digest))
}

/// Steps 3 to 14 of RFC 8017 section 9.1.2. The encoded message has one bit less than the
/// modulus, and so sometimes one byte less than the block, which must then begin with zero
/// (section 8.1.2 step 2c).
fn encodes(function: Hash, block: &[u8], modulus_bits: usize, digest: &[u8]) -> bool {
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
    let mut buffer = [0; MAX_BYTES];
    let Some(data) = buffer.get_mut(..masked.len()) else { return false };
    data.copy_from_slice(masked);
    mask(function, hash, data);
    if let Some(first) = data.first_mut() {
        *first &= used_bits;
    }
    let Some((padding, salt)) = data.split_at_checked(padding) else { return false };
    let Some((&SEPARATOR, salt)) = salt.split_first() else { return false };
    padding.iter().all(|byte| *byte == 0) && *function.digest(&[&[0; 8], digest, salt]) == *hash
}

/// Adds the mask ([RFC 8017 appendix B.2.1]): the hashes of `seed` and a counter.
///
/// [RFC 8017 appendix B.2.1]: https://www.rfc-editor.org/rfc/rfc8017#appendix-B.2.1
fn mask(function: Hash, seed: &[u8], data: &mut [u8]) {
    for (counter, data) in (0_u32..).zip(data.chunks_mut(usize::from(function.bits() / 8))) {
        let mask = function.digest(&[seed, &counter.to_be_bytes()]);
        for (byte, mask) in data.iter_mut().zip(&*mask) {
            *byte ^= mask;
        }
    }
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

    use super::*;

    /// The block of RFC 8017 section 9.1.1 with this salt, `M` generating the mask.
    pub(in super::super) fn encoded(
        function: Hash,
        masking: Hash,
        modulus_bits: usize,
        digest: &[u8],
        salt: &[u8],
    ) -> Vec<u8> {
        let bits = modulus_bits - 1;
        let length = bits.div_ceil(8);
        let hash = function.digest(&[&[0; 8], digest, salt]);
        let mut data = vec![0; length - salt.len() - hash.len() - 2];
        data.push(SEPARATOR);
        data.extend(salt);
        mask(masking, &hash, &mut data);
        data[0] &= 0xff >> (8 * length - bits);
        let above = vec![0; modulus_bits.div_ceil(8) - length];
        [&above[..], &data, &hash, &[TRAILER]].concat()
    }

    fn every_bit_counts(hash: Hash, modulus_bits: usize) {
        let digest = hash.digest(&[b"message"]);
        let mut block = encoded(hash, hash, modulus_bits, &digest, &vec![0x5a; digest.len()]);
        assert_eq!(block.len(), modulus_bits.div_ceil(8));
        let accepts = |block: &[u8]| encodes(hash, block, modulus_bits, &digest);
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
            every_bit_counts(Hash::Sha256, modulus_bits);
        }
        every_bit_counts(Hash::Sha384, 2049);
        every_bit_counts(Hash::Sha512, 2050);
    }

    #[test]
    fn the_salt_has_the_length_of_the_digest() {
        let digest = Hash::Sha256.digest(&[b"message"]);
        for length in [0, 1, 20, 31, 32, 33, 64, 222] {
            let block = encoded(Hash::Sha256, Hash::Sha256, 2048, &digest, &vec![1; length]);
            let accepted = encodes(Hash::Sha256, &block, 2048, &digest);
            assert_eq!(accepted, length == 32, "{length} bytes");
        }
    }

    #[test]
    fn the_mask_is_made_with_the_hash_of_the_message() {
        let digest = Hash::Sha256.digest(&[b"message"]);
        let block = encoded(Hash::Sha256, Hash::Sha512, 2048, &digest, &[1; 32]);
        assert!(!encodes(Hash::Sha256, &block, 2048, &digest));
    }
}
