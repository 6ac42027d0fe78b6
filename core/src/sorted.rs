//! A stable sort that is compiled once. The standard library's is made anew for every type that it
//! sorts, 4 KB of WebAssembly each; what is sorted with this one is short.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Sorts by what `key` says of each item; items of the same key keep their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = order(keys.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|place| taken.get_mut(place)?.take()));
}

/// The texts in their order.
pub(crate) fn texts<'a>(texts: &[&'a str]) -> Vec<&'a str> {
    let order = order(texts.len(), &|a, b| texts.get(a).cmp(&texts.get(b)));
    order.into_iter().filter_map(|place| texts.get(place).copied()).collect()
}

/// The places of so many items, as they stand when sorted.
fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{sort_by_key, texts};

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut items: Vec<(usize, usize)> = (0..200).map(|at| (at * 7919 % 13, at)).collect();
        let mut expected = items.clone();
        expected.sort_by_key(|(key, _)| *key);
        sort_by_key(&mut items, |(key, _)| *key);
        assert_eq!(items, expected);
    }

    #[test]
    fn texts_keep_their_doubles() {
        assert_eq!(texts(&["b", "a", "c", "a"]), ["a", "a", "b", "c"]);
    }
}
