//! Sums of multiples of two points, with the help of tables.
//!
//! A factor is written with few digits that are not zero ([`Recoded`]). Doubling step by step from
//! the highest digit down would take as many doublings as the factor has bits. A table has multiples
//! of `2^spacing` times the point too, so that digits that far apart share a doubling.

use alloc::vec::Vec;

use super::curve::Curve;
use super::digits::Digits;
use super::number::{Modulus, Number};
use super::point::{Affine, Point};

/// The points of a table: for each of its bases ([`BASES`]) the odd multiples up to the largest
/// digit, 1, 3, 5 and so on.
pub(crate) const POINTS: usize = BASES * ODD_MULTIPLES;

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
