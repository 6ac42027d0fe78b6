//! Just enough of X.509 to see which key a certificate is for ([RFC 5280 section 4.1]).
//!
//! Nothing is verified: STS only compares.
//!
//! [RFC 5280 section 4.1]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1

use alloc::string::String;
use alloc::vec::Vec;

use crate::encoding;
use crate::json::{Object, Value};

/// Whether the first certificate of an `x5c` ([RFC 7517 section 4.7]) is for this key.
///
/// [RFC 7517 section 4.7]: https://www.rfc-editor.org/rfc/rfc7517#section-4.7
pub(super) fn agrees(chain: &Value, key: &Object) -> bool {
    let first = chain.as_array().and_then(<[Value]>::first).and_then(Value::as_str);
    first
        .and_then(base64)
        .and_then(|der| public_key(&der).map(|found| found.is(key)))
        .unwrap_or(false)
}

/// The public key of a certificate, in bytes of the certificate.
enum PublicKey<'a> {
    Rsa {
        modulus: &'a [u8],
        exponent: &'a [u8],
    },
    /// X and Y, one after the other.
    Ec {
        point: &'a [u8],
    },
}

impl PublicKey<'_> {
    fn is(&self, key: &Object) -> bool {
        let number = |member: &str| encoding::decode(key.get(member)?.as_str()?).ok();
        match self {
            Self::Rsa { modulus, exponent } => {
                let same = |member: &str, found: &[u8]| {
                    number(member).is_some_and(|written| bare(&written) == bare(found))
                };
                same("n", modulus) && same("e", exponent)
            }
            Self::Ec { point } => {
                let point_of_key = number("x").zip(number("y"));
                point_of_key.is_some_and(|(x, y)| [x, y].concat() == *point)
            }
        }
    }
}

/// Certificate ⟶ tbsCertificate ⟶ subjectPublicKeyInfo.
fn public_key(der: &[u8]) -> Option<PublicKey<'_>> {
    let (certificate, _) = element(der, SEQUENCE)?;
    let (body, _) = element(certificate, SEQUENCE)?;
    let body = element(body, VERSION).map_or(body, |(_, rest)| rest);
    let (_, body) = element(body, INTEGER)?;
    // signature, issuer, validity, subject
    let mut body = body;
    for _ in 0..4 {
        (_, body) = element(body, SEQUENCE)?;
    }
    let (info, _) = element(body, SEQUENCE)?;
    let (_, info) = element(info, SEQUENCE)?;
    let (bits, _) = element(info, BIT_STRING)?;
    // The first octet counts unused bits; a key has none.
    let bits = bits.strip_prefix(&[0])?;
    if let Some(point) = bits.strip_prefix(&[UNCOMPRESSED]) {
        return Some(PublicKey::Ec { point });
    }
    let (numbers, _) = element(bits, SEQUENCE)?;
    let (modulus, numbers) = element(numbers, INTEGER)?;
    let (exponent, _) = element(numbers, INTEGER)?;
    Some(PublicKey::Rsa { modulus, exponent })
}

/// The content of the first element, if it has this tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (length, rest) = match der.strip_prefix(&[tag])? {
        [length @ ..=0x7f, rest @ ..] => (usize::from(*length), rest),
        [0x81, length, rest @ ..] => (usize::from(*length), rest),
        [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// A number without leading zeros.
fn bare(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// `x5c` is in the padded alphabet of RFC 4648 section 4.
fn base64(text: &str) -> Option<Vec<u8>> {
    let url: String =
        text.trim_end_matches('=').chars().map(|c| if c == '+' { '-' } else { c }).collect();
    encoding::decode(&url.replace('/', "_")).ok()
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const VERSION: u8 = 0xa0;
const UNCOMPRESSED: u8 = 0x04;
