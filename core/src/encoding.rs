//! Base64url as JOSE wants it, and only that: unpadded, canonical, one spelling per value.
//!
//! A lenient decoder gives one token several spellings, and whatever is keyed on a token's text
//! (deny lists, caches, logs) then misses the others.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

use alloc::string::String;
use alloc::vec::Vec;

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use self::simd128::decode_blocks;
use crate::error::EncodingError;

/// The bytes that an unpadded base64url text stands for ([RFC 4648 section 5], [RFC 7515
/// section 2]).
///
/// ```
/// use assumable::{Explain as _, encoding};
///
/// assert_eq!(encoding::decode("eyJ9")?, b"{\"}");
/// assert_eq!(encoding::decode("").unwrap(), b"");
///
/// let error = encoding::decode("eyI=").unwrap_err();
/// assert_eq!(error.code(), "base64url-padding");
/// assert_eq!(error.to_string(), "base64url is written without padding, found `=` at byte 3");
/// # Ok::<(), assumable::EncodingError>(())
/// ```
///
/// # Errors
///
/// The first character outside the alphabet, a length that no bytes have, or bits after the last
/// byte that are not zero.
///
/// [RFC 4648 section 5]: https://www.rfc-editor.org/rfc/rfc4648#section-5
/// [RFC 7515 section 2]: https://www.rfc-editor.org/rfc/rfc7515#section-2
pub fn decode(text: &str) -> Result<Vec<u8>, EncodingError> {
    let (groups, tail) = text.as_bytes().as_chunks::<4>();
    // With room for what follows the groups.
    let mut bytes = Vec::with_capacity(groups.len() * 3 + 2);
    bytes.resize(groups.len() * 3, 0);
    let (decoded, _) = bytes.as_chunks_mut::<3>();
    if !decode_blocks(groups, decoded) {
        return Err(outside(text));
    }
    match *tail {
        [] => {}
        [a] if value_of(a) == OUTSIDE => return Err(outside(text)),
        [_] => return Err(EncodingError::Length { length: text.len() }),
        [a, b] => {
            let [a, b] = [a, b].map(value_of);
            if (a | b) & OUTSIDE != 0 {
                return Err(outside(text));
            }
            refuse_trailing_bits(text, b << 4)?;
            bytes.push(a << 2 | b >> 4);
        }
        [a, b, c, ..] => {
            let [a, b, c] = [a, b, c].map(value_of);
            if (a | b | c) & OUTSIDE != 0 {
                return Err(outside(text));
            }
            refuse_trailing_bits(text, c << 6)?;
            bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2]);
        }
    }
    Ok(bytes)
}

/// The one unpadded base64url text of these bytes.
///
/// ```
/// assert_eq!(assumable::encoding::encode(&[0xff, 0xfe]), "__4");
/// ```
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for group in bytes.chunks(3) {
        let [a, b, c] = match *group {
            [a, b, c] => [a, b, c],
            [a, b] => [a, b, 0],
            [a, ..] => [a, 0, 0],
            [] => break,
        };
        let sextets = [a >> 2, a << 4 & 0x30 | b >> 4, b << 2 & 0x3c | c >> 6, c & 0x3f];
        text.extend(sextets.iter().take(group.len() + 1).map(|sextet| character_of(*sextet)));
    }
    text
}

/// Whether all characters are of the alphabet; then their bytes are written.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn decode_blocks(groups: &[[u8; 4]], decoded: &mut [[u8; 3]]) -> bool {
    decode_groups(groups, decoded)
}

/// As [`decode_blocks`], one group of four characters after the other.
fn decode_groups(groups: &[[u8; 4]], decoded: &mut [[u8; 3]]) -> bool {
    let mut seen = 0;
    for (decoded, group) in decoded.iter_mut().zip(groups) {
        let [a, b, c, d] = group.map(value_of);
        seen |= a | b | c | d;
        *decoded = [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d];
    }
    seen & OUTSIDE == 0
}

/// The first character that is not of the alphabet.
#[cold]
fn outside(text: &str) -> EncodingError {
    let belongs = |c: char| u8::try_from(c).is_ok_and(|byte| value_of(byte) != OUTSIDE);
    let found = text.char_indices().find(|(_, c)| !belongs(*c));
    match found {
        Some((at, '=')) => EncodingError::Padding { at },
        Some((at, '+' | '/')) => EncodingError::StandardAlphabet { at },
        Some((at, found)) if found.is_whitespace() => EncodingError::Whitespace { at, found },
        Some((at, found)) => EncodingError::Character { at, found },
        None => EncodingError::Length { length: text.len() },
    }
}

/// The bits of the last character that no byte takes up must be zero (RFC 4648 section 3.5).
fn refuse_trailing_bits(text: &str, left_over: u8) -> Result<(), EncodingError> {
    if left_over == 0 {
        return Ok(());
    }
    Err(EncodingError::TrailingBits { at: text.len() - 1 })
}

fn value_of(character: u8) -> u8 {
    VALUES.get(usize::from(character)).copied().unwrap_or(OUTSIDE)
}

fn character_of(sextet: u8) -> char {
    ALPHABET.get(usize::from(sextet)).copied().map_or('A', char::from)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Marks a character outside the alphabet; no value of six bits has this bit.
const OUTSIDE: u8 = 0x80;

/// The value of each character, or [`OUTSIDE`].
#[expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "runs in the compiler, which refuses a wrong index"
)]
static VALUES: [u8; 256] = {
    let mut values = [OUTSIDE; 256];
    let mut value = 0;
    while value < ALPHABET.len() {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
};

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::error::Explain as _;

    #[test]
    fn rfc_4648_section_10() {
        let cases = [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, text) in cases {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
    }

    #[test]
    fn refusals_name_the_place() {
        let cases = [
            ("Zg==", "base64url-padding", 2),
            ("Zm9vYg=", "base64url-padding", 6),
            ("Zm 9", "base64url-whitespace", 2),
            ("Zm9v\n", "base64url-whitespace", 4),
            ("Zm9v\u{a0}", "base64url-whitespace", 4),
            ("a+b", "base64url-standard-alphabet", 1),
            ("ab/c", "base64url-standard-alphabet", 2),
            ("abc.", "base64url-character", 3),
            ("ü", "base64url-character", 0),
            ("\u{17f}abc", "base64url-character", 0),
            ("Zm9vY", "base64url-length", 0),
            ("Zh", "base64url-trailing-bits", 1),
            ("Zm9", "base64url-trailing-bits", 2),
        ];
        for (text, code, at) in cases {
            let error = decode(text).unwrap_err();
            assert_eq!((error.code(), error.span().unwrap().start), (code, at), "{text:?}");
        }
        assert_eq!(
            decode("ü").unwrap_err().to_string(),
            "base64url does not have the character `ü`, found at byte 0"
        );
    }

    proptest::proptest! {
        #[test]
        fn bytes_survive(bytes: Vec<u8>) {
            assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn a_text_has_no_second_spelling(text in "[A-Za-z0-9_=+/ -]{0,12}") {
            if let Ok(bytes) = decode(&text) {
                assert_eq!(encode(&bytes), text);
            }
        }

        #[test]
        fn a_refusal_has_a_place_in_the_text(text in "\\PC{0,12}|[A-Za-z]{0,9}\\PC?") {
            if let Err(error) = decode(&text) {
                assert!(error.span().unwrap().of(&text).is_some(), "{error:?}");
            }
        }
    }
}
