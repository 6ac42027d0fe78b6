//! Neighbouring columns of a long multiplication.

use super::pair::{Digits, Pair, balance};

/// For each of four neighbouring pairs of columns two sums: of the products of even digits of `a`
/// with pairs of digits of `b`, and of odd digits of `a` with the same pairs, which belong one
/// column higher.
///
/// Eight sums hide the latency of an addition and still leave registers for the operands.
pub(super) struct Sums {
    pub(super) even: [Pair; PLACES],
    pub(super) odd: [Pair; PLACES],
}

/// Pairs of columns that are summed at once.
pub(super) const PLACES: usize = 4;

impl Sums {
    pub(super) fn new<const BITS: usize>() -> Self {
        Self { even: [Pair::both(balance::<BITS>()); PLACES], odd: [Pair::ZERO; PLACES] }
    }

    /// Adds a digit to each column.
    #[inline(always)]
    pub(super) fn add_digits(&mut self, digits: &[Digits; PLACES]) {
        for (sum, digits) in self.even.iter_mut().zip(digits) {
            *sum = sum.plus(Pair::load(*digits));
        }
    }

    /// Adds the products of the first `count` pairs of `a`: those of the first pair with the last
    /// four of `b`, and those of each further pair with four that begin one place lower.
    ///
    /// Asking for the count at every step looks wasteful. But without a branch between them, V8
    /// orders the products of many steps by their sums, and runs out of registers.
    #[inline(always)]
    pub(super) fn add(&mut self, count: usize, a: &[Digits], b: &[Digits]) {
        let Some((b, &[w1, w2, w3])) = b.split_last_chunk() else { return };
        let mut window = [Pair::ZERO, Pair::load(w1), Pair::load(w2), Pair::load(w3)];
        let mut left = count;
        let steps = a.as_chunks().0.iter().zip(b.as_rchunks().1.iter().rev());
        for ([a0, a1, a2, a3], [b3, b2, b1, b0]) in steps {
            let [w0, w1, w2, w3] = &mut window;
            if left == 0 {
                return;
            }
            *w0 = Pair::load(*b0);
            self.step(a0, [*w0, *w1, *w2, *w3]);
            if left == 1 {
                return;
            }
            *w3 = Pair::load(*b1);
            self.step(a1, [*w3, *w0, *w1, *w2]);
            if left == 2 {
                return;
            }
            *w2 = Pair::load(*b2);
            self.step(a2, [*w2, *w3, *w0, *w1]);
            if left == 3 {
                return;
            }
            *w1 = Pair::load(*b3);
            self.step(a3, [*w1, *w2, *w3, *w0]);
            left -= PLACES;
        }
    }

    #[inline(always)]
    fn step(&mut self, [even, odd]: &Digits, window: [Pair; PLACES]) {
        let even = Pair::both(*even);
        for (sum, pair) in self.even.iter_mut().zip(window) {
            *sum = sum.plus(even.times(pair));
        }
        let odd = Pair::both(*odd);
        for (sum, pair) in self.odd.iter_mut().zip(window) {
            *sum = sum.plus(odd.times(pair));
        }
    }

    /// Adds what is left of a square, in columns that begin at an even place, after the products of
    /// different pairs below their middle were added once, with twice the lower pair. Of a pair
    /// with itself, only the product of its two digits counts twice. Both slices begin at the
    /// middle.
    #[inline(always)]
    pub(super) fn add_middle(&mut self, doubled: &[Digits], number: &[Digits]) {
        let ([[d0, d1], [d2, d3], ..], &[x0, x1, x2, x3, ..]) = (doubled, number) else { return };
        let [x0, x1, x2, x3] = [x0, x1, x2, x3].map(Pair::load);
        let [e0, e1, e2, e3] = &mut self.even;
        let [o0, o1, o2, o3] = &mut self.odd;
        let d0 = Pair::both(*d0);
        *e0 = e0.plus(d0.times(x0.times(HALF_AND_ONCE)));
        *e1 = e1.plus(d0.times(x1));
        *e2 = e2.plus(d0.times(x2));
        *e3 = e3.plus(d0.times(x3));
        let d1 = Pair::both(*d1);
        *o0 = o0.plus(d1.times(x0.times(ONLY_HALF)));
        *o1 = o1.plus(d1.times(x1));
        *o2 = o2.plus(d1.times(x2));
        *o3 = o3.plus(d1.times(x3));
        let d2 = Pair::both(*d2);
        *e2 = e2.plus(d2.times(x1.times(HALF_AND_ONCE)));
        *e3 = e3.plus(d2.times(x2));
        let d3 = Pair::both(*d3);
        *o2 = o2.plus(d3.times(x1.times(ONLY_HALF)));
        *o3 = o3.plus(d3.times(x2));
    }
}

const HALF_AND_ONCE: Pair = Pair::new(0.5, 1.0);
const ONLY_HALF: Pair = Pair::new(0.0, 0.5);
