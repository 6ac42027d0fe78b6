use core::iter;

use super::hash::Hash;
use super::{KeyMaterial as _, MAX_BYTES, PublicKey};

/// EMSA-PKCS1-v1_5 ([RFC 8017 section 9.2]): `00 01 ff…ff 00`, then the digest with its name.
///
/// The expected block is made and compared as a whole; a parser of the padding is where the
/// forgeries of Bleichenbacher (2006) came in.
///
/// [RFC 8017 section 9.2]: https://www.rfc-editor.org/rfc/rfc8017#section-9.2
pub(super) fn is_signed(hash: Hash, key: &PublicKey, signature: &[u8], digest: &[u8]) -> bool {
    let mut block = [0; MAX_BYTES];
    let Some(block) = block.get_mut(..key.signature_length()) else { return false };
    for (byte, value) in block.iter_mut().zip(encoded(hash, key.signature_length(), digest)) {
        *byte = value;
    }
    key.modulus().is_some_and(|modulus| modulus.is_power(signature, block))
}

pub(super) fn encoded(hash: Hash, length: usize, digest: &[u8]) -> impl Iterator<Item = u8> {
    let name = hash.digest_info();
    let padding = length.saturating_sub(3 + name.len() + digest.len());
    iter::once(0x00)
        .chain(iter::once(0x01))
        .chain(iter::repeat_n(0xff, padding))
        .chain(iter::once(0x00))
        .chain(name)
        .chain(digest.iter().copied())
}
