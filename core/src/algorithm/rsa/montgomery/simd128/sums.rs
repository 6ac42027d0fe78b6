//! Six neighbouring columns of a long multiplication.

use super::pair::Pair;

/// Neighbouring digits in descending order, at both places that six columns need them:
/// of the digits `d` and the place `i`, `(d[2i], d[2i - 1])` and `(d[2i + 1], d[2i])`.
///
/// [`windows`] lays them out by descending place, from two beyond the most significant digits to
/// two below the least significant ones; all of these four are zero.
pub(super) type Window = [Pair; 2];

/// For each column the sum of `a[i] * b[column - i]`, even and odd `i` apart.
pub(super) struct Sums([Pair; COLUMNS]);

impl Sums {
    pub(super) const fn new() -> Self {
        Self([Pair::EMPTY_SUM; COLUMNS])
    }

    /// Adds the products of each pair in `a` with its windows: the third one for the first pair,
    /// and the two before it.
    #[inline(always)]
    pub(super) fn add(&mut self, a: &[Pair], windows: &[Window]) {
        let [mut s0, mut s1, mut s2, mut s3, mut s4, mut s5] = self.0;
        let &[[mut w4, mut w5], [mut w2, mut w3], ref windows @ ..] = windows else { return };
        for (a, [w0, w1]) in a.iter().zip(windows) {
            s0 = s0.plus(a.times(*w0));
            s1 = s1.plus(a.times(*w1));
            s2 = s2.plus(a.times(w2));
            s3 = s3.plus(a.times(w3));
            s4 = s4.plus(a.times(w4));
            s5 = s5.plus(a.times(w5));
            (w2, w3, w4, w5) = (*w0, *w1, w2, w3);
        }
        self.0 = [s0, s1, s2, s3, s4, s5];
    }

    /// Does the same where the first pair in `a` meets the most significant digits, and leaves out
    /// the zeros beyond them.
    #[inline(always)]
    pub(super) fn add_from_top(&mut self, a: &[Pair], windows: &[Window]) {
        let (&[a, b, c, ref rest @ ..], &[_, _, [top, _], [w2, w3], [w0, w1], ..]) = (a, windows)
        else {
            return self.add(a, windows);
        };
        let [s0, s1, s2, s3, s4, s5] = self.0;
        self.0 = [
            s0.plus(a.times(top)).plus(b.times(w2)).plus(c.times(w0)),
            s1.plus(b.times(w3)).plus(c.times(w1)),
            s2.plus(b.times(top)).plus(c.times(w2)),
            s3.plus(c.times(w3)),
            s4.plus(c.times(top)),
            s5,
        ];
        self.add(rest, windows.get(3..).unwrap_or_default());
    }

    /// Adds what is left of a square after the products of different digits were added once, with
    /// twice the lower digit. The first two pairs of `middle` straddle the middle of these columns: where
    /// the digits are different, twice the product counts, but only once for both orders.
    #[inline(always)]
    pub(super) fn add_middle(&mut self, odd: bool, middle: &[Pair], windows: &[Window]) {
        let (&[a, b, ..], &[[w4, w5], [w2, w3], [w0, w1], ..]) = (middle, windows) else { return };
        let [s0, s1, s2, s3, s4, s5] = self.0;
        let twice = a.plus(a);
        self.0 = if odd {
            [
                s0.plus(a.times(TWICE_AND_ONCE).times(w0)),
                s1.plus(twice.times(w1)),
                s2.plus(twice.times(w2)).plus(b.times(ONLY_FIRST).times(w0)),
                s3.plus(twice.times(w3)).plus(b.times(w1)),
                s4.plus(twice.times(w4)).plus(b.times(TWICE_AND_ONCE).times(w2)),
                s5.plus(twice.times(w5)).plus(b.plus(b).times(w3)),
            ]
        } else {
            [
                s0.plus(a.times(ONLY_FIRST).times(w0)),
                s1.plus(a.times(w1)),
                s2.plus(a.times(TWICE_AND_ONCE).times(w2)),
                s3.plus(twice.times(w3)),
                s4.plus(twice.times(w4)).plus(b.times(ONLY_FIRST).times(w2)),
                s5.plus(twice.times(w5)).plus(b.times(w3)),
            ]
        };
    }

    #[inline(always)]
    pub(super) fn totals(self) -> [i64; COLUMNS] {
        let [s0, s1, s2, s3, s4, s5] = self.0;
        let [t0, t1] = s0.totals(s1);
        let [t2, t3] = s2.totals(s3);
        let [t4, t5] = s4.totals(s5);
        [t0, t1, t2, t3, t4, t5]
    }
}

/// Writes the windows of a number.
pub(super) fn windows(number: &[Pair], windows: &mut [Window]) {
    let Some((above, windows)) = windows.split_first_chunk_mut::<{ BORDER + 1 }>() else { return };
    let Some(windows) = windows.get_mut(..number.len()) else { return };
    let mut below = Pair::ZERO;
    for (window, pair) in windows.iter_mut().rev().zip(number) {
        *window = [pair.with_second_of(below), pair.swapped()];
        below = *pair;
    }
    let [.., [across, _]] = above;
    *across = Pair::ZERO.with_second_of(below);
}

/// Columns that are summed at once: as many as hide the latency of an addition and still leave
/// registers for the operands.
pub(super) const COLUMNS: usize = 6;

/// Windows that a number has more than pairs of digits.
pub(super) const MORE_WINDOWS: usize = 2 * BORDER + 1;

const BORDER: usize = 2;

const ONLY_FIRST: Pair = Pair::new(1.0, 0.0);
const TWICE_AND_ONCE: Pair = Pair::new(2.0, 1.0);
