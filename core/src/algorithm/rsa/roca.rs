//! The fingerprint of ROCA ([CVE-2017-15361]).
//!
//! A library in smart cards and TPMs made primes of the form `k * M + (65537^a mod M)`, `M` the
//! product of the first primes: 126 of them, up to 701, for moduli of 1984 to 3936 bits, more for
//! longer ones ([Nemec et al. 2017], section 2). Such primes are found from their product. It is
//! recognised because it is a power of 65537 modulo every prime in `M`; an odd number taken at
//! random is that with a probability of 2⁻¹⁶⁷.
//!
//! [CVE-2017-15361]: https://www.cve.org/CVERecord?id=CVE-2017-15361
//! [Nemec et al. 2017]: https://crocs.fi.muni.cz/public/papers/rsa_ccs17

/// Whether a modulus, big-endian, shows the fingerprint. Honest ones drop out at a small prime.
pub(super) fn has_fingerprint(modulus: &[u8]) -> bool {
    (3..=LARGEST_PRIME).step_by(2).filter(|number| is_prime(*number)).all(|prime| {
        let residue = modulus.iter().fold(0, |rest, byte| (rest << 8 | u32::from(*byte)) % prime);
        is_power_of_generator(residue, prime)
    })
}

fn is_power_of_generator(residue: u32, prime: u32) -> bool {
    let mut power = 1;
    loop {
        if power == residue {
            return true;
        }
        power = power * GENERATOR % prime;
        if power == 1 {
            return false;
        }
    }
}

fn is_prime(odd: u32) -> bool {
    (3..)
        .step_by(2)
        .take_while(|factor| factor * factor <= odd)
        .all(|factor| !odd.is_multiple_of(factor))
}

const GENERATOR: u32 = 65537;

/// The largest prime in the `M` of the shortest moduli that are not refused for their length.
const LARGEST_PRIME: u32 = 701;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding;

    #[test]
    fn the_roca_key_of_wycheproof_is_recognised() {
        // json_web_key_test.json, test 7
        let modulus = "AanFpofbj7KjD4Lf-N2hVMKR7yewSyXhhbirIMTGpfYEhZ_lnt5UoK98DnKIgArXGTu3MaW_HhFw16\
            HGaTDUHqPrId7fe4r11CqRw09yBFuW79V8sYIwHdzCaWflUI6auImYbVfoN9_nD5n8N8SY9DwXw7mwZM9wREPXo\
            DPgOoIWl6q_MPsp7n0zs3Z5ZaiQWOOzl1S9OhwAfSiiOwz6efnXEaxuTEtPd7BjSx7NaFka8Dx9U7YqXy2RFj1O\
            9PjyaDGuRh7YXsX3iMUSP_wSyHQg_c_qHRtKUsNSGCT7OZg0hzm2KphtjnayKJvC64vAbROBR4Ubg6Bxg9IQVZ-\
            QYyE";
        let mut modulus = encoding::decode(modulus).unwrap();
        assert!(has_fingerprint(&modulus));
        for byte in 0..modulus.len() {
            modulus[byte] ^= 0x10;
            assert!(!has_fingerprint(&modulus), "byte {byte}");
            modulus[byte] ^= 0x10;
        }
    }

    #[test]
    fn every_prime_up_to_the_largest_counts() {
        let primes = (3..=LARGEST_PRIME).step_by(2).filter(|number| is_prime(*number));
        assert_eq!(primes.count(), 125, "the first 126 primes are these and 2");
        assert!(has_fingerprint(&[1]) && has_fingerprint(&[1, 0, 1]));
        assert!(!has_fingerprint(&[]) && !has_fingerprint(&[2]) && !has_fingerprint(&[255]));
    }
}
