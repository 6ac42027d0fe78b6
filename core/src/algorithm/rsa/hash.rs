use core::ops::Deref;

use sha2::{Sha256, Sha384, Sha512};

/// A hash that RSA signatures are made with.
///
/// Chosen at run time, so that a module has what is made of digests only once.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// What a hash makes of a message.
#[derive(Debug)]
pub(crate) struct Digest {
    buffer: [u8; 64],
    length: usize,
}

impl Hash {
    /// The digest of these parts, one after the other.
    pub(crate) fn digest(self, parts: &[&[u8]]) -> Digest {
        match self {
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }

    /// Bits of a digest, which its name ends with.
    pub(crate) const fn bits(self) -> u16 {
        match self {
            Self::Sha256 => 256,
            Self::Sha384 => 384,
            Self::Sha512 => 512,
        }
    }

    /// Its `DigestInfo` up to the digest ([RFC 8017 section 9.2], note 1).
    ///
    /// [RFC 8017 section 9.2]: https://www.rfc-editor.org/rfc/rfc8017#section-9.2
    pub(crate) const fn digest_info(self) -> [u8; 19] {
        match self {
            Self::Sha256 => digest_info(1, 32),
            Self::Sha384 => digest_info(2, 48),
            Self::Sha512 => digest_info(3, 64),
        }
    }
}

impl Deref for Digest {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }
}

fn digest<H: sha2::Digest>(parts: &[&[u8]]) -> Digest {
    let mut hash = H::new();
    for part in parts {
        hash.update(part);
    }
    let digest = hash.finalize();
    let mut buffer = [0; 64];
    for (byte, value) in buffer.iter_mut().zip(&digest) {
        *byte = *value;
    }
    Digest { buffer, length: digest.len() }
}

/// `SEQUENCE { SEQUENCE { OID 2.16.840.1.101.3.4.2.hash, NULL }, OCTET STRING of length }`.
const fn digest_info(hash: u8, length: u8) -> [u8; 19] {
    [
        0x30,
        17 + length,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x60,
        0x86,
        0x48,
        0x01,
        0x65,
        0x03,
        0x04,
        0x02,
        hash,
        0x05,
        0x00,
        0x04,
        length,
    ]
}
