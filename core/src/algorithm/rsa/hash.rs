use sha2::{Digest, Sha256, Sha384, Sha512};

/// A hash that RSA signatures are made with.
pub(crate) trait Hash: Digest {
    /// Bits of a digest.
    const BITS: usize;

    /// Its `DigestInfo` up to the digest ([RFC 8017 section 9.2], note 1).
    ///
    /// [RFC 8017 section 9.2]: https://www.rfc-editor.org/rfc/rfc8017#section-9.2
    const DIGEST_INFO: [u8; 19];
}

impl Hash for Sha256 {
    const BITS: usize = 256;
    const DIGEST_INFO: [u8; 19] = digest_info(1, 32);
}

impl Hash for Sha384 {
    const BITS: usize = 384;
    const DIGEST_INFO: [u8; 19] = digest_info(2, 48);
}

impl Hash for Sha512 {
    const BITS: usize = 512;
    const DIGEST_INFO: [u8; 19] = digest_info(3, 64);
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
