use core::iter;

use super::Encoding;
use super::hash::Hash;

/// EMSA-PKCS1-v1_5 ([RFC 8017 section 9.2]): `00 01 ff…ff 00`, then the digest with its name.
///
/// [RFC 8017 section 9.2]: https://www.rfc-editor.org/rfc/rfc8017#section-9.2
pub(crate) enum Pkcs1 {}

impl<H: Hash> Encoding<H> for Pkcs1 {
    const PREFIX: &'static str = "RS";

    /// The expected block is made and compared as a whole; a parser of the padding is where the
    /// forgeries of Bleichenbacher (2006) came in.
    fn encodes(block: &[u8], _modulus_bits: usize, digest: &[u8]) -> bool {
        block.iter().copied().eq(encoded::<H>(block.len(), digest))
    }
}

pub(super) fn encoded<H: Hash>(length: usize, digest: &[u8]) -> impl Iterator<Item = u8> {
    let padding = length.saturating_sub(3 + H::DIGEST_INFO.len() + digest.len());
    iter::once(0x00)
        .chain(iter::once(0x01))
        .chain(iter::repeat_n(0xff, padding))
        .chain(iter::once(0x00))
        .chain(H::DIGEST_INFO)
        .chain(digest.iter().copied())
}
