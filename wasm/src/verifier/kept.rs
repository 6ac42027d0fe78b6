//! Tokens that were verified, by their exact text, for questions about them.

use std::collections::HashMap;
use std::rc::Rc;

use assumable::{Timestamp, VerifiedToken};

/// As many as [`MOST`]; those asked about longest ago make room first.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Tokens of one issuer begin alike for hundreds of bytes: an ordered map would compare those again and
    /// again.
    tokens: HashMap<Box<[u8]>, Entry>,
    /// Whether anybody has asked. Whoever only verifies keeps nothing.
    wanted: bool,
    uses: u64,
    /// How often keys were replaced.
    replaced: u32,
}

#[derive(Debug)]
struct Entry {
    token: Rc<VerifiedToken>,
    keys_until: Timestamp,
    last_use: u64,
}

/// A token that is to be kept once it is verified.
#[derive(Debug)]
pub(crate) struct Later {
    text: Box<[u8]>,
    /// The state of the keys that it is verified with.
    replaced: u32,
}

impl Kept {
    /// Before a verification begins whose token is to be kept, if any is.
    pub(crate) fn later(&self, text: &[u8]) -> Option<Later> {
        self.wanted.then(|| Later { text: text.into(), replaced: self.replaced })
    }

    /// Keeps it, unless keys were replaced since: one of them may have been withdrawn.
    pub(crate) fn settled(
        &mut self,
        Later { text, replaced }: Later,
        token: VerifiedToken,
        keys_until: Timestamp,
    ) {
        if replaced == self.replaced {
            self.keep(&text, token, keys_until);
        }
    }

    /// Keeps it, and every one that is verified from now on.
    pub(crate) fn keep(
        &mut self,
        text: &[u8],
        token: VerifiedToken,
        keys_until: Timestamp,
    ) -> Rc<VerifiedToken> {
        self.wanted = true;
        if self.tokens.len() >= MOST && !self.tokens.contains_key(text) {
            let oldest = self.tokens.iter().min_by_key(|(_, entry)| entry.last_use);
            if let Some(oldest) = oldest.map(|(text, _)| text.clone()) {
                self.tokens.remove(&oldest);
            }
        }
        self.uses += 1;
        let token = Rc::new(token);
        let kept = Entry { token: Rc::clone(&token), keys_until, last_use: self.uses };
        self.tokens.insert(text.into(), kept);
        token
    }

    /// The token, presented `now`, with keys that are good at the time `clock`.
    pub(crate) fn get(
        &mut self,
        text: &[u8],
        now: Timestamp,
        clock: Timestamp,
    ) -> Option<Rc<VerifiedToken>> {
        self.uses += 1;
        let entry = self.tokens.get_mut(text)?;
        let Entry { token, keys_until, last_use } = entry;
        if now < token.accepted_from() || now >= token.accepted_until() || clock >= *keys_until {
            return None;
        }
        *last_use = self.uses;
        Some(Rc::clone(token))
    }

    /// The state of the keys: how often they were replaced.
    pub(crate) fn replaced(&self) -> u32 {
        self.replaced
    }

    /// Keys were replaced: which tokens they have verified is not looked for.
    pub(crate) fn forget(&mut self) {
        self.replaced = self.replaced.wrapping_add(1);
        self.tokens.clear();
    }
}

/// A token takes some kilobytes.
const MOST: usize = 256;
