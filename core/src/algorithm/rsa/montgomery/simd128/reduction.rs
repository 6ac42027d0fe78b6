use super::digits::balanced;
use super::pair::Pair;
use super::sums::{COLUMNS, Sums};
use super::{Kernel, WORD_BITS, from};

/// Montgomery's reduction of a number, column by column from the lowest: adds the multiple of the
/// modulus that makes the lower half of the digits zero, and gives back the upper half.
pub(super) struct Reduction<'k, const BITS: usize, const ROOM: usize> {
    kernel: &'k Kernel<BITS, ROOM>,
    /// By what the modulus is multiplied.
    factors: &'k mut [Pair],
    /// The lowest digits of the modulus.
    modulus: [i64; COLUMNS],
    carry: i64,
}

impl<'k, const BITS: usize, const ROOM: usize> Reduction<'k, BITS, ROOM> {
    pub(super) fn new(kernel: &'k Kernel<BITS, ROOM>, factors: &'k mut [Pair]) -> Self {
        let modulus = kernel.digits.first_chunk().copied().unwrap_or_default();
        let factors = factors.get_mut(..kernel.pairs()).unwrap_or_default();
        Self { kernel, factors, modulus, carry: 0 }
    }

    /// Finds the factors for columns of the lower half, which begin `place` pairs of digits from the
    /// lowest.
    #[inline(always)]
    pub(super) fn lower(&mut self, place: usize, mut sums: Sums) {
        let Some((known, [p, q, r, ..])) = self.factors.split_at_mut_checked(place) else { return };
        sums.add(known, from(&self.kernel.windows, self.kernel.pairs() - place));
        let [m0, m1, m2, m3, m4, m5] = self.modulus;
        let [t0, t1, t2, t3, t4, t5] = sums.totals();
        let inverse = self.kernel.negative_inverse;
        let factor = |column: i64| column.wrapping_mul(inverse) >> (WORD_BITS - BITS);
        let carry = |column, factor| (column + factor * m0) >> BITS;

        let t0 = t0 + self.carry;
        let f0 = factor(t0);
        let t1 = t1 + carry(t0, f0) + f0 * m1;
        let f1 = factor(t1);
        let t2 = t2 + carry(t1, f1) + (f0 * m2 + f1 * m1);
        let f2 = factor(t2);
        let t3 = t3 + carry(t2, f2) + (f0 * m3 + f1 * m2 + f2 * m1);
        let f3 = factor(t3);
        let t4 = t4 + carry(t3, f3) + (f0 * m4 + f1 * m3 + f2 * m2 + f3 * m1);
        let f4 = factor(t4);
        let t5 = t5 + carry(t4, f4) + (f0 * m5 + f1 * m4 + f2 * m3 + f3 * m2 + f4 * m1);
        let f5 = factor(t5);
        self.carry = carry(t5, f5);

        *p = Pair::from_integers(f0, f1);
        *q = Pair::from_integers(f2, f3);
        *r = Pair::from_integers(f4, f5);
    }

    /// The digits of columns of the upper half, which begin `place` pairs of digits from its lowest.
    #[inline(always)]
    pub(super) fn upper(&mut self, place: usize, mut sums: Sums) -> [Pair; COLUMNS / 2] {
        let factors = from(self.factors, place);
        sums.add_from_top(factors, &self.kernel.windows);
        let [d0, d1, d2, d3, d4, d5] = sums.totals().map(|column| {
            let (digit, carry) = balanced::<BITS>(column + self.carry);
            self.carry = carry;
            digit
        });
        [Pair::from_integers(d0, d1), Pair::from_integers(d2, d3), Pair::from_integers(d4, d5)]
    }
}
