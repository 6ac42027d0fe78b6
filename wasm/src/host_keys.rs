//! What a host has made of keys.

use std::cell::RefCell;

use assumable::{AlgorithmName, VerifyingKey};

/// Keys in a host's own form, each at work with one algorithm.
#[derive(Debug)]
pub(crate) struct HostKeys<K> {
    /// By thumbprint and algorithm, sorted.
    known: RefCell<Vec<Known<K>>>,
}

/// What became of a key that the host was told of: nothing, if the engine is to do without.
#[derive(Debug)]
struct Known<K> {
    thumbprint: String,
    algorithm: AlgorithmName,
    key: Option<K>,
}

impl<K> HostKeys<K> {
    pub(crate) fn new() -> Self {
        Self { known: RefCell::default() }
    }

    /// Asks the key in the host's form, which is made if it is needed first.
    pub(crate) fn ask<A>(
        &self,
        key: VerifyingKey<'_>,
        make: impl FnOnce() -> Option<K>,
        ask: impl FnOnce(&K) -> Option<A>,
    ) -> Option<A> {
        if place(&self.known.borrow(), key).is_err() {
            self.keep(key, make());
        }
        let known = self.known.borrow();
        let found = place(&known, key).ok().and_then(|place| known.get(place));
        found?.key.as_ref().and_then(ask)
    }

    fn keep(&self, key: VerifyingKey<'_>, made: Option<K>) {
        let (thumbprint, algorithm) = (key.jwk().thumbprint().to_owned(), key.algorithm());
        let mut known = self.known.borrow_mut();
        // Issuers change their keys; those that are asked for again are soon told again.
        if known.len() >= MOST_KEYS {
            known.clear();
        }
        let place = place(&known, key).unwrap_or_else(|place| place);
        known.insert(place, Known { thumbprint, algorithm, key: made });
    }
}

/// Where the key is, or where it belongs.
fn place<K>(known: &[Known<K>], key: VerifyingKey<'_>) -> Result<usize, usize> {
    let wanted = (key.jwk().thumbprint(), key.algorithm().as_str());
    known.binary_search_by(|known| (&*known.thumbprint, known.algorithm.as_str()).cmp(&wanted))
}

/// How many keys a host is asked to hold.
const MOST_KEYS: usize = 256;
