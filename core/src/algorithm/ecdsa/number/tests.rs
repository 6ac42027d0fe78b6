use alloc::string::ToString as _;
use alloc::vec::Vec;

use num_bigint::BigInt;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any};

use super::*;
use crate::algorithm::ecdsa::curve::{Curve, P256, P384, P521};

/// Calls a generic function for the field and the order of every curve.
macro_rules! each_modulus {
    ($check:ident($($argument:expr),*)) => {
        $check::<<P256 as Curve>::Field>($($argument),*);
        $check::<<P256 as Curve>::Order>($($argument),*);
        $check::<<P384 as Curve>::Field>($($argument),*);
        $check::<<P384 as Curve>::Order>($($argument),*);
        $check::<<P521 as Curve>::Field>($($argument),*);
        $check::<<P521 as Curve>::Order>($($argument),*);
    };
}
pub(crate) use each_modulus;

pub(crate) fn value<M: Modulus>(digits: &M::Digits) -> BigInt {
    let digits = digits.as_ref().iter().rev();
    digits.fold(BigInt::ZERO, |value, digit| (value << M::BITS) + digit)
}

pub(crate) fn modulus<M: Modulus>() -> BigInt {
    value::<M>(&M::DIGITS)
}

fn r<M: Modulus>() -> BigInt {
    BigInt::from(1) << (M::BITS * M::Digits::LENGTH)
}

/// The number from 0 to the modulus that `number` stands for.
pub(crate) fn remainder<M: Modulus>(number: &BigInt) -> BigInt {
    ((number % modulus::<M>()) + modulus::<M>()) % modulus::<M>()
}

/// Balanced digits.
pub(crate) fn number<M: Modulus>(value: &BigInt) -> Number<M> {
    let mut value = value.clone();
    let mut digits = M::Digits::ZERO;
    for digit in digits.as_mut() {
        let low: BigInt = ((&value % (1_i64 << M::BITS)) + (1_i64 << M::BITS)) % (1_i64 << M::BITS);
        let low = balanced_digit(i64::try_from(low).unwrap(), M::BITS);
        *digit = i32::try_from(low).unwrap();
        value = (value - low) >> M::BITS;
    }
    assert_eq!(value, BigInt::ZERO);
    Number(digits)
}

/// Numbers where something might go wrong: they are between the modulus and its negative.
pub(crate) fn edge_values<M: Modulus>() -> Vec<BigInt> {
    let half: BigInt = modulus::<M>() >> 1;
    let mut values = alloc::vec![modulus::<M>() - 1, modulus::<M>() - 2, half.clone(), half + 1];
    values.extend((0..4).map(BigInt::from));
    for power in (1..M::LENGTH).step_by(7).chain([M::LENGTH - 1]) {
        let power = BigInt::from(1) << power;
        values.extend([power.clone() - 1, power.clone(), power + 1]);
    }
    // All digits as large as they may be, but the highest.
    for digit in [(1 << (M::BITS - 1)) - 1, 1 << (M::BITS - 1)] {
        let lower = (1..M::Digits::LENGTH).fold(BigInt::ZERO, |v, _| (v << M::BITS) + digit);
        let most = (modulus::<M>() - &lower) >> (M::BITS * (M::Digits::LENGTH - 1));
        values.push(lower.clone());
        values.push(lower + (most << (M::BITS * (M::Digits::LENGTH - 1))));
    }
    let negative: Vec<BigInt> = values.iter().map(|value| -value).collect();
    values.extend(negative);
    values
}

fn is_balanced<M: Modulus>(number: Number<M>) -> bool {
    let half = 1 << (M::BITS - 1);
    number.0.as_ref().iter().all(|digit| (-half..half).contains(digit))
}

fn times<M: Modulus>(factor: i32, number: Number<M>) -> Number<M> {
    (0..factor).fold(Number::ZERO, |sum, _| sum + number)
}

fn check_product<M: Modulus>(a: Number<M>, b: Number<M>) {
    let product = a * b;
    let expected = remainder::<M>(&(value::<M>(&a.0) * value::<M>(&b.0)));
    assert_eq!(remainder::<M>(&(value::<M>(&product.0) * r::<M>())), expected);
    assert!(is_balanced(product));
    let value = value::<M>(&product.0);
    assert!(value < modulus::<M>() && value > -modulus::<M>());
    assert_eq!(product.is_zero(), expected == BigInt::ZERO);
    let canonical = product.canonical();
    assert_eq!(super::tests::value::<M>(&canonical), remainder::<M>(&value));
    assert!(canonical.as_ref().iter().all(|digit| (0..1 << M::BITS).contains(digit)));
}

fn check_reduced<M: Modulus>(a: Number<M>) {
    let reduced = a.reduced();
    let value = value::<M>(&reduced.0);
    assert_eq!(remainder::<M>(&value), remainder::<M>(&super::tests::value::<M>(&a.0)));
    assert!(is_balanced(reduced));
    let bound = modulus::<M>() * 51 / 100;
    assert!(value < bound && value > -bound);
    assert_eq!(reduced.is_zero(), remainder::<M>(&value) == BigInt::ZERO);
    let modulus = Number::<M>(M::DIGITS);
    assert!(reduced.is_congruent(reduced + modulus) && reduced.is_congruent(reduced - modulus));
    assert!(!reduced.is_congruent(reduced + modulus.double() - M::R_SQUARED));
}

fn constants<M: Modulus>() {
    let modulus = modulus::<M>();
    let above = BigInt::from(1) << M::LENGTH;
    assert!(modulus < above && modulus > above - (BigInt::from(1) << (M::LENGTH - 31)));
    assert!(r::<M>() >= &modulus * 32);
    assert_eq!(value::<M>(&M::R_SQUARED.0), r::<M>() * r::<M>() % &modulus);
    let lowest = i64::from(M::DIGITS.as_ref()[0]);
    let inverse = lowest.wrapping_mul(M::NEGATIVE_INVERSE);
    assert_eq!(balanced_digit(inverse, M::BITS), -1);
    assert_eq!(remainder::<M>(&value::<M>(&Number::<M>::one().0)), r::<M>() % &modulus);
}

#[test]
fn constants_fit() {
    each_modulus!(constants());
}

#[test]
fn moduli_are_those_of_the_standard() {
    let power = |exponent: u32| BigInt::from(1) << exponent;
    let p256 = power(256) - power(224) + power(192) + power(96) - 1;
    assert_eq!(modulus::<<P256 as Curve>::Field>(), p256);
    let p384 = power(384) - power(128) - power(96) + power(32) - 1;
    assert_eq!(modulus::<<P384 as Curve>::Field>(), p384);
    assert_eq!(modulus::<<P521 as Curve>::Field>(), power(521) - 1);
    let order = |hex: &str| BigInt::parse_bytes(hex.as_bytes(), 16).unwrap();
    use p256::elliptic_curve::Curve as _;
    let orders = [
        (p256::NistP256::ORDER.to_string(), modulus::<<P256 as Curve>::Order>()),
        (p384::NistP384::ORDER.to_string(), modulus::<<P384 as Curve>::Order>()),
        (p521::NistP521::ORDER.to_string(), modulus::<<P521 as Curve>::Order>()),
    ];
    for (expected, found) in orders {
        assert_eq!(found, order(&expected));
    }
}

fn edge_products<M: Modulus>() {
    let numbers: Vec<Number<M>> = edge_values::<M>().iter().map(number).collect();
    for (index, a) in numbers.iter().enumerate() {
        check_reduced(*a);
        check_reduced(times(7, *a));
        check_product(*a, *a);
        // Those at the end have the largest digits.
        for b in numbers.iter().step_by(5).chain(numbers.iter().rev().take(6)) {
            let most = i32::try_from(index % 5 + 2).unwrap();
            check_product(times(most, *a), times(12 / most, *b));
        }
    }
}

#[test]
fn products_of_edge_values() {
    each_modulus!(edge_products());
}

fn bytes<M: Modulus>() {
    let length = M::LENGTH.div_ceil(8);
    let parse = |value: &BigInt| {
        let (_, bytes) = value.to_bytes_be();
        let padded = [&alloc::vec![0; length - bytes.len()][..], &bytes].concat();
        Number::<M>::from_bytes(&padded)
    };
    for number in edge_values::<M>().iter().filter(|value| **value >= BigInt::ZERO) {
        assert_eq!(value::<M>(&parse(number).unwrap().0), *number);
    }
    for more in 0..3 {
        assert!(parse(&(modulus::<M>() + more)).is_none());
    }
    assert!(Number::<M>::from_bytes(&alloc::vec![0xff; length]).is_none());
}

#[test]
fn numbers_are_below_the_modulus() {
    each_modulus!(bytes());
}

fn random<M: Modulus>(a: &[i32], b: &[i32], weight: i32) {
    let number = |digits: &[i32]| {
        let mut number = Number::<M>::ZERO;
        for (digit, random) in number.0.as_mut().iter_mut().zip(digits) {
            *digit = random >> (32 - M::BITS);
        }
        *number.0.as_mut().last_mut().unwrap() >>= M::BITS * M::Digits::LENGTH - M::LENGTH;
        number
    };
    check_product(times(weight, number(a)), times(12 / weight, number(b)));
    check_reduced(times(weight, number(a)));
}

proptest::proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn products(a in vec(any::<i32>(), 19), b in vec(any::<i32>(), 19), weight in 2..=6) {
        each_modulus!(random(&a, &b, weight));
    }
}
