//! Sums of multiples of two points, with the help of tables.
//!
//! A factor is written with few digits that are not zero ([`Recoded`]). Doubling step by step from
//! the highest digit down would take as many doublings as the factor has bits. A table has multiples
//! of `2^spacing` times the point too, so that digits that far apart share a doubling.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::curve::Curve;
use super::digits::Digits;
use super::number::{Modulus, Number};
use super::point::{Affine, Point};

/// The points of a table: for each of its bases ([`BASES`]) the odd multiples up to the largest
/// digit, 1, 3, 5 and so on.
const POINTS: usize = BASES * ODD_MULTIPLES;

/// What is computed for a point once, for all its multiples.
pub(crate) fn multiples<C: Curve>(point: Affine<C>) -> Vec<Affine<C>> {
    let mut base: Point<C> = point.into();
    let mut bases_and_doubles = Vec::with_capacity(2 * BASES);
    for _ in 0..BASES {
        bases_and_doubles.extend([base, base.double()]);
        for _ in 0..spacing::<C>() {
            base = base.double();
        }
    }
    let mut multiples = Vec::with_capacity(POINTS);
    for [base, double] in affine(&bases_and_doubles).as_chunks().0 {
        let mut multiple: Point<C> = (*base).into();
        for _ in 0..ODD_MULTIPLES {
            multiples.push(multiple);
            multiple = multiple.add(*double);
        }
    }
    affine(&multiples)
}

/// The table of the generator, computed when a signature on the curve is checked first. For all
/// curves it is 10 KB, which do not shrink, so no module comes with it.
pub(crate) fn of_generator<C: Curve>() -> &'static [Affine<C>] {
    C::generator_table().get_or_init(|| Box::new(multiples(Affine::generator())))
}

/// `a` times the point that the table `of_a` is of, plus `b` times the one of `of_b`.
pub(crate) fn sum<C: Curve>(
    (a, of_a): (&Recoded, &[Affine<C>]),
    (b, of_b): (&Recoded, &[Affine<C>]),
) -> Point<C> {
    let mut sum = Point::INFINITE;
    for (a, b) in a.rounds.iter().zip(&b.rounds).take(spacing::<C>()).rev() {
        sum = sum.double();
        for (digits, table) in [(a, of_a), (b, of_b)] {
            for (digit, multiples) in digits.iter().zip(table.chunks(ODD_MULTIPLES)) {
                sum = add_multiple(sum, *digit, multiples);
            }
        }
    }
    sum
}

fn add_multiple<C: Curve>(sum: Point<C>, digit: i8, odd_multiples: &[Affine<C>]) -> Point<C> {
    let index = usize::from(digit.unsigned_abs() / 2);
    match odd_multiples.get(index) {
        Some(multiple) if digit > 0 => sum.add(*multiple),
        Some(multiple) if digit < 0 => sum.add(Affine { x: multiple.x, y: -multiple.y }),
        _ => sum,
    }
}

/// A factor as a sum of powers of two times odd digits, positive or negative, of `WIDTH` bits with
/// the sign. Between two of them are at least `WIDTH - 1` zeros.
pub(crate) struct Recoded {
    /// In round `r`, for each base `b`, the digit at `b * spacing + r`.
    rounds: [[i8; BASES]; MAX_SPACING],
}

impl Recoded {
    /// Of a product.
    pub(crate) fn new<C: Curve>(factor: Number<C::Order>) -> Self {
        let digits = factor.canonical();
        let mut recoded = Self { rounds: [[0; BASES]; MAX_SPACING] };
        let mut position = 0;
        let mut carry = 0;
        while position <= C::Order::LENGTH {
            let window = window(&digits, C::Order::BITS, position) + carry;
            if window % 2 == 0 {
                position += 1;
                continue;
            }
            carry = window >> (WIDTH - 1);
            let digit = i8::try_from(window - (carry << WIDTH)).unwrap_or_default();
            let round = recoded.rounds.get_mut(position % spacing::<C>());
            if let Some(place) = round.and_then(|round| round.get_mut(position / spacing::<C>())) {
                *place = digit;
            }
            position += WIDTH;
        }
        recoded
    }
}

/// The `WIDTH` bits from a position on.
fn window<D: Digits>(digits: &D, bits: usize, position: usize) -> i64 {
    let digit = |index: usize| digits.as_ref().get(index).copied().map_or(0, i64::from);
    let (index, offset) = (position / bits, position % bits);
    (digit(index) | digit(index + 1) << bits) >> offset & ((1 << WIDTH) - 1)
}

/// The points with their own coordinates, by one inversion. None of them is infinite.
fn affine<C: Curve>(points: &[Point<C>]) -> Vec<Affine<C>> {
    let mut product = Number::one();
    let mut products = Vec::with_capacity(points.len());
    for point in points {
        products.push(product);
        product = product * point.z;
    }
    // The number was in Montgomery's form, and so shall be its inverse.
    let mut inverse = product.inverse().enter().enter();
    let mut affine = Vec::with_capacity(points.len());
    for (point, before) in points.iter().zip(products).rev() {
        let own = inverse * before;
        inverse = inverse * point.z;
        let squared = own.square();
        affine.push(Affine { x: point.x * squared, y: point.y * (squared * own) });
    }
    affine.reverse();
    affine
}

/// How many doublings a sum takes. A recoded factor may have one bit more than the order.
const fn spacing<C: Curve>() -> usize {
    (C::Order::LENGTH + 1).div_ceil(BASES)
}

/// That of P-521.
const MAX_SPACING: usize = 131;

const BASES: usize = 4;

const WIDTH: usize = 5;

const ODD_MULTIPLES: usize = 1 << (WIDTH - 2);

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::*;
    use crate::algorithm::ecdsa::curve::{P256, P384, P521};
    use crate::algorithm::ecdsa::digits;
    use crate::algorithm::ecdsa::number::tests::{edge_values, number, remainder, value};
    use crate::algorithm::ecdsa::oracle::Oracle;

    fn recode<C: Curve>(factor: &BigInt) -> Recoded {
        Recoded::new::<C>(number(factor))
    }

    fn check_recoded<C: Curve>() {
        assert!(spacing::<C>() <= MAX_SPACING);
        for factor in edge_values::<C::Order>() {
            let recoded = recode::<C>(&factor);
            let mut sum = BigInt::ZERO;
            let mut last: Option<usize> = None;
            for position in 0..BASES * spacing::<C>() {
                let round = position % spacing::<C>();
                let digit = recoded.rounds[round][position / spacing::<C>()];
                if digit != 0 {
                    assert!(digit % 2 != 0 && digit.unsigned_abs() < 1 << (WIDTH - 1));
                    assert!(last.is_none_or(|last| position - last >= WIDTH));
                    last = Some(position);
                    sum += BigInt::from(digit) << position;
                }
            }
            assert_eq!(sum, remainder::<C::Order>(&factor));
        }
    }

    #[test]
    fn factors_are_recoded() {
        check_recoded::<P256>();
        check_recoded::<P384>();
        check_recoded::<P521>();
    }

    /// The coordinates, or nothing for the infinite point.
    fn coordinates<C: Curve>(point: Point<C>) -> Option<[BigInt; 2]> {
        let is_infinite = point.is_infinite();
        (!is_infinite).then(|| coordinates_of(affine(&[point])[0]))
    }

    fn coordinates_of<C: Curve>(point: Affine<C>) -> [BigInt; 2] {
        // Multiplying by 1 leaves Montgomery's form.
        let plain = |number: Number<C::Field>| number * Number(digits::one());
        [point.x, point.y].map(|number| value::<C::Field>(&plain(number).canonical()))
    }

    fn generator_table<C: Oracle>() {
        let table = of_generator::<C>();
        assert_eq!(table.len(), POINTS);
        for (index, point) in table.iter().enumerate() {
            let base = BigInt::from(1) << (index / ODD_MULTIPLES * spacing::<C>());
            let factor = base * (index % ODD_MULTIPLES * 2 + 1);
            assert_eq!(coordinates_of(*point), C::multiple(&factor).unwrap());
            // They weigh 1.
            for digit in point.x.0.as_ref().iter().chain(point.y.0.as_ref()) {
                assert!(digit.unsigned_abs() <= 1 << (C::Field::BITS - 1));
            }
        }
    }

    #[test]
    fn a_table_has_multiples_of_its_point() {
        generator_table::<P256>();
        generator_table::<P384>();
        generator_table::<P521>();
    }

    /// `a * G + b * Q` where `Q` is a multiple of `G`, near zero, near the order, and for factors
    /// that make both terms equal or opposite.
    fn sums<C: Oracle>() {
        let order = value::<C::Order>(&C::Order::DIGITS);
        let factors: alloc::vec::Vec<BigInt> = [0, 1, 2, 3, 16, 31, -1, -2, -3, -16]
            .into_iter()
            .map(|small| remainder::<C::Order>(&small.into()))
            .chain([&order >> 1, (&order >> 1) + 1, BigInt::from(1) << (C::Order::LENGTH - 1)])
            .collect();
        for key in [1, 2, 5, -1, -2] {
            let key = remainder::<C::Order>(&BigInt::from(key));
            let point = sum::<C>(
                (&recode::<C>(&key), of_generator()),
                (&recode::<C>(&BigInt::ZERO), of_generator()),
            );
            let table = multiples(affine(&[point])[0]);
            for a in &factors {
                // Few of the factors, and those that cancel the other term or double it.
                let same = a * key.modinv(&order).unwrap();
                for b in factors.iter().take(4).chain([&same, &-&same]) {
                    let b = remainder::<C::Order>(b);
                    let found =
                        sum((&recode::<C>(a), of_generator()), (&recode::<C>(&b), &table[..]));
                    let expected = C::multiple(&remainder::<C::Order>(&(a + &b * &key)));
                    assert_eq!(coordinates(found), expected, "{a} + {b} * {key}");
                }
            }
        }
    }

    #[test]
    fn sums_of_edge_values_p256() {
        sums::<P256>();
    }

    #[test]
    fn sums_of_edge_values_p384() {
        sums::<P384>();
    }

    #[test]
    fn sums_of_edge_values_p521() {
        sums::<P521>();
    }

    fn powers_of_two<C: Oracle>() {
        for power in (0..C::Order::LENGTH).step_by(3) {
            let factor = BigInt::from(1) << power;
            let (one, none) = (recode::<C>(&factor), recode::<C>(&BigInt::ZERO));
            let expected = C::multiple(&factor);
            for (a, b) in [(&one, &none), (&none, &one)] {
                let found = sum::<C>((a, of_generator()), (b, of_generator()));
                assert_eq!(coordinates(found), expected, "2^{power}");
            }
        }
    }

    #[test]
    fn multiples_by_powers_of_two() {
        powers_of_two::<P256>();
        powers_of_two::<P384>();
        powers_of_two::<P521>();
    }

    fn exceptional<C: Oracle>() {
        let generator = Affine::<C>::generator();
        let negative = Affine { x: generator.x, y: -generator.y };
        let point = Point::from(generator);
        assert!(Point::<C>::INFINITE.is_infinite());
        assert!(Point::<C>::INFINITE.double().is_infinite());
        assert_eq!(coordinates(Point::INFINITE.add(generator)), C::multiple(&1.into()));
        assert_eq!(coordinates(point.add(generator)), C::multiple(&2.into()));
        assert!(point.add(negative).is_infinite());
        assert_eq!(coordinates(point.add(negative).add(generator)), C::multiple(&1.into()));
        // The same point with another `z`.
        let again = point.double().add(negative);
        assert_eq!(coordinates(again.add(generator)), C::multiple(&2.into()));
        assert!(again.add(negative).is_infinite());
        assert_eq!(coordinates(point.double().add(generator)), C::multiple(&3.into()));
    }

    #[test]
    fn exceptional_sums() {
        exceptional::<P256>();
        exceptional::<P384>();
        exceptional::<P521>();
    }
}
