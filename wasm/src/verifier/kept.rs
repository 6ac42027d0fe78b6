//! Tokens that were verified, by their exact text, for questions about them.

use std::collections::HashMap;
use std::rc::Rc;

use assumable::{Timestamp, VerifiedToken};

/// Those asked about longest ago make room first.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Tokens of one issuer begin alike for hundreds of bytes: an ordered map would compare those again and
    /// again.
    tokens: HashMap<Box<[u8]>, Entry>,
    /// How many there are at most.
    most: usize,
    /// How long the texts are, together.
    bytes: usize,
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
    /// For as many tokens as are remembered in JavaScript; a few wait there for an answer in any case.
    pub(crate) fn new(remembered: u32) -> Self {
        let most = usize::try_from(remembered).unwrap_or(LEAST).max(LEAST);
        Self { tokens: HashMap::new(), most, bytes: 0, wanted: false, uses: 0, replaced: 0 }
    }

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
        self.remove(text);
        while self.tokens.len() >= self.most
            || self.bytes.saturating_add(text.len()) > self.most.saturating_mul(USUAL_BYTES)
        {
            let oldest = self.tokens.iter().min_by_key(|(_, entry)| entry.last_use);
            let Some(oldest) = oldest.map(|(text, _)| text.clone()) else { break };
            self.remove(&oldest);
        }
        self.bytes = self.bytes.saturating_add(text.len());
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
        self.bytes = 0;
    }

    fn remove(&mut self, text: &[u8]) {
        if self.tokens.remove(text).is_some() {
            self.bytes = self.bytes.saturating_sub(text.len());
        }
    }
}

/// Between `verify` and the question about it a token should not be lost.
const LEAST: usize = 64;

/// How long a token usually is at most: where they are longer there is room for fewer, so that memory
/// has a bound. What is known of a token takes some times its text.
const USUAL_BYTES: usize = 2048;
