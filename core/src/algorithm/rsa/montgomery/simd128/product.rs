//! Long multiplication, a block of columns after the other.

use super::carry::Carry;
use super::from;
use super::pair::Digits;
use super::sums::{PLACES, Sums};

/// Writes digits of `a * b + more`, beginning `first` pairs higher than [`PLACES`] below the
/// lowest.
///
/// `a` are `length` pairs and maybe others, which do not count; `b` is a number with zeros around
/// it. Columns below those of `first` are taken to carry nothing.
///
/// Not inlined, because LLVM then knows enough of the counts to drop the branches that
/// [`Sums::add`] wants.
#[inline(never)]
pub(super) fn product<const BITS: usize>(
    a: &[Digits],
    length: usize,
    b: &[Digits],
    first: usize,
    more: &[Digits],
    digits: &mut [Digits],
) {
    let pairs = b.len() - (BELOW + ABOVE);
    let more = more.as_chunks().0;
    let mut carry = Carry::<BITS>::new();
    for (index, digits) in digits.as_chunks_mut().0.iter_mut().enumerate() {
        let place = first + PLACES * index;
        let (begin, end) = ((place + 1).saturating_sub(pairs + PLACES), place.min(length));
        let mut sums = Sums::new::<BITS>();
        if let Some(more) = more.get(index) {
            sums.add_digits(more);
        }
        let b = b.get(..BELOW + place - begin).unwrap_or_default();
        sums.add(end.saturating_sub(begin), from(a, begin), b);
        carry.write(&sums, digits);
    }
}

/// Writes digits of the square of a number with zeros around it. `doubled` is twice the number and
/// has no zeros below.
#[inline(never)]
pub(super) fn square<const BITS: usize>(
    doubled: &[Digits],
    number: &[Digits],
    digits: &mut [Digits],
) {
    let pairs = number.len() - (BELOW + ABOVE);
    let mut carry = Carry::<BITS>::new();
    for (index, digits) in digits.as_chunks_mut().0.iter_mut().enumerate() {
        let place = PLACES * index;
        let (begin, middle) = ((place + 1).saturating_sub(pairs), place / 2);
        let mut sums = Sums::new::<BITS>();
        let below = number.get(..BELOW + PLACES + place - begin).unwrap_or_default();
        sums.add(middle.saturating_sub(begin), from(doubled, begin), below);
        sums.add_middle(from(doubled, middle), from(number, BELOW + middle));
        carry.write(&sums, digits);
    }
}

/// Pairs of zeros below a number: steps of [`Sums::add`] are counted up to whole blocks, and the
/// last one looks at as many pairs as are summed.
pub(super) const BELOW: usize = 2 * (PLACES - 1);

/// Pairs of zeros above a number: the first step looks at as many pairs as are summed.
pub(super) const ABOVE: usize = PLACES - 1;
