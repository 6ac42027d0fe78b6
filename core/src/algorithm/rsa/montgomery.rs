//! Powers modulo an odd number, by Montgomery multiplication.
//!
//! Two kernels have the same interface. Tests compile both on every target.

#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
mod portable;
#[cfg(any(test, all(target_arch = "wasm32", target_feature = "simd128")))]
mod simd128;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) use self::portable::Modulus;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(super) use self::simd128::Modulus;

/// Bytes of the largest modulus, 8192 bits.
pub(super) const MAX_BYTES: usize = 1024;

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use num_bigint::BigUint;
    use proptest::collection::vec as bytes;
    use proptest::prelude::{ProptestConfig, any};

    use super::{MAX_BYTES, portable, simd128};
    use crate::encoding;

    /// What `power` must give, by somebody else's arithmetic.
    fn expected(base: &[u8], exponent: u32, modulus: &[u8]) -> Vec<u8> {
        let number = BigUint::from_bytes_be;
        let power = number(base).modpow(&exponent.into(), &number(modulus)).to_bytes_be();
        let mut padded = vec![0; modulus.len() - power.len()];
        padded.extend(power);
        padded
    }

    /// What both kernels give.
    fn power(base: &[u8], exponent: u32, modulus: &[u8]) -> Option<Vec<u8>> {
        let (mut buffer, mut vector_buffer) = ([0; MAX_BYTES], [0; MAX_BYTES]);
        let portable = portable::Modulus::new(modulus, exponent)?;
        let vector = simd128::Modulus::new(modulus, exponent)?;
        let power = portable.power(base, &mut buffer);
        assert_eq!(vector.power(base, &mut vector_buffer), power);
        for expected in [power.unwrap_or_default(), base, &less(modulus, 1), &[]] {
            let is_power = power.is_some_and(|power| power == expected);
            assert_eq!(portable.is_power(base, expected), is_power);
            assert_eq!(vector.is_power(base, expected), is_power);
        }
        power.map(Vec::from)
    }

    fn check(base: &[u8], exponent: u32, modulus: &[u8]) {
        assert_eq!(power(base, exponent, modulus).unwrap(), expected(base, exponent, modulus));
    }

    /// `number - less`, without a borrow.
    fn less(number: &[u8], less: u8) -> Vec<u8> {
        let mut number = number.to_vec();
        *number.last_mut().unwrap() -= less;
        number
    }

    /// The least odd number of so many bits, and the largest.
    fn extremes(bits: usize) -> [Vec<u8>; 2] {
        let mut least = vec![0; bits.div_ceil(8)];
        least[0] = 1 << ((bits - 1) % 8);
        *least.last_mut().unwrap() |= 1;
        let mut largest = vec![0xff; bits.div_ceil(8)];
        largest[0] >>= 8 * largest.len() - bits;
        [least, largest]
    }

    #[test]
    fn edge_values() {
        for bits in [2048, 2049, 2056, 2057, 3015, 3016, 3017, 3071, 3072, 4096] {
            for modulus in extremes(bits) {
                let zero = vec![0; modulus.len()];
                let [mut one, mut lower_ones] = [zero.clone(), vec![0xff; modulus.len()]];
                *one.last_mut().unwrap() = 1;
                lower_ones[0] = modulus[0] >> 1;
                for exponent in [3, 17, 65_537] {
                    for base in [&zero, &one, &lower_ones, &less(&modulus, 1)] {
                        check(base, exponent, &modulus);
                    }
                }
                check(&lower_ones, u32::MAX, &modulus);
            }
        }
    }

    #[test]
    fn sizes() {
        for bits in (2048..=8192).step_by(384) {
            let [least, largest] = extremes(bits - 1);
            for modulus in [least, largest] {
                check(&less(&modulus, 1), 5, &modulus);
            }
            let [least, largest] = extremes(bits);
            for modulus in [least, largest] {
                let mut base = less(&modulus, 1);
                base[bits / 16] ^= 0x5a;
                base[0] = 0;
                check(&base, 65_537, &modulus);
            }
        }
    }

    /// Of such blocks the vectors multiply only the digits that are not padding.
    #[test]
    fn padded_blocks() {
        let file = include_str!("../../../../vectors/keys/rs256.json");
        let file: serde_json::Value = serde_json::from_str(file).unwrap();
        let number = |name: &str| encoding::decode(file["jwk"][name].as_str().unwrap()).unwrap();
        let (modulus, private) = (number("n"), BigUint::from_bytes_be(&number("d")));
        let vector = simd128::Modulus::new(&modulus, 65_537).unwrap();
        for length in [0, 1, 51, 83] {
            let mut block = vec![0xff; modulus.len()];
            block[..2].copy_from_slice(&[0, 1]);
            let end = block.len() - length;
            block[end..].fill(0x5a);
            block[end - 1] = 0;
            let number = BigUint::from_bytes_be;
            let signature = number(&block).modpow(&private, &number(&modulus)).to_bytes_be();
            let signature = [&vec![0; block.len() - signature.len()], &*signature].concat();
            check(&signature, 65_537, &modulus);
            for byte in 0..block.len() {
                block[byte] ^= 1 << (byte % 8);
                assert!(!vector.is_power(&signature, &block), "byte {byte} of {length}");
                block[byte] ^= 1 << (byte % 8);
            }
        }
        let mut base = vec![0; 256];
        base[256 - 107 / 8 - 1] = 1 << (107 % 8);
        check(&base, 19, &[0xff; 256]);
    }

    #[test]
    fn bases_are_below_the_modulus_and_as_long() {
        for modulus in extremes(2049) {
            let length = modulus.len();
            assert_eq!(power(&modulus, 3, &modulus), None, "not below the modulus");
            assert_eq!(power(&vec![0xff; length], 3, &modulus), None);
            assert_eq!(power(&vec![0; length - 1], 3, &modulus), None, "another length");
            assert_eq!(power(&vec![0; length + 1], 3, &modulus), None, "another length");
        }
    }

    #[test]
    fn only_odd_numbers_of_some_length_are_moduli() {
        let both = |bytes: &[u8]| {
            let portable = portable::Modulus::new(bytes, 3).is_some();
            assert_eq!(portable, simd128::Modulus::new(bytes, 3).is_some());
            portable
        };
        assert!(!both(&[]));
        assert!(!both(&[0xff, 0xfe]));
        assert!(both(&[0xff; 256]));
        assert!(both(&[0xff; MAX_BYTES]));
        assert!(!both(&[0xff; MAX_BYTES + 1]));
    }

    proptest::proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn powers_are_right(
            mut modulus in bytes(any::<u8>(), 256..400),
            mut base in bytes(any::<u8>(), 400),
            exponent: u32,
        ) {
            modulus[0] |= 1;
            *modulus.last_mut().unwrap() |= 1;
            base.truncate(modulus.len());
            if base >= modulus {
                base[0] = 0;
            }
            check(&base, exponent | 3, &modulus);
            check(&base, 65_537, &modulus);
        }
    }
}
