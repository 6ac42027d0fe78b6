//! When an issuer's keys are fetched, kept and given up: a cache of key sets as a pure state machine.
//!
//! It fetches nothing and reads no clock. A host asks it for the keys of a token, does the fetch it is
//! told to do, if any, and says how that ended:
//!
//! | the store says | the host |
//! |---|---|
//! | [`Answer::Use`] | verifies with these keys; if a fetch comes with them, does it beside |
//! | [`Answer::Fetch`] | fetches, reports by [`KeyStore::fetched`], asks again |
//! | [`Answer::Wait`] | waits for a fetch that somebody else does, asks again |
//! | [`Answer::Unavailable`] | refuses for now: `keys-unavailable`, which is not the token's fault |
//!
//! A token cannot cause more than one fetch in each [`KeyTimes::cooldown`], whether fetches succeed
//! or fail (a few more at first, as long as there are no keys at all), and none at all for an issuer that was not configured.

mod shelf;
mod times;

use alloc::collections::BTreeMap;

use shelf::Shelf;
pub use times::{KeyTimes, max_age};

use crate::claims::Issuer;
use crate::error::FetchError;
use crate::key_set::KeySet;
use crate::time::{Seconds, Timestamp};
use crate::token::Header;

/// The key sets of the configured issuers, each under the issuer's exact name.
///
/// ```
/// use assumable::{Answer, Issuer, KeySet, KeyStore, KeyTimes, Limits, Timestamp, UntrustedToken};
///
/// # let example = include_str!("../../vectors/examples/fly-machine.json");
/// # let example: serde_json::Value = serde_json::from_str(example).unwrap();
/// # let (token, jwks) = (example["token"].as_str().unwrap(), example["jwks"].to_string());
/// let fly = Issuer::new("https://oidc.fly.io/acme");
/// let mut store = KeyStore::new([fly.clone()], KeyTimes::default());
/// let token = UntrustedToken::parse(token, &Limits::default())?;
/// let now = Timestamp::from_seconds(1_712_615_119).unwrap();
///
/// let Some(Answer::Fetch(ticket)) = store.keys_for(&fly, token.header(), now) else { panic!() };
/// // … the host fetches …
/// store.fetched(ticket, Ok((KeySet::parse(&jwks, &Limits::default())?, None)), now);
/// assert!(matches!(
///     store.keys_for(&fly, token.header(), now),
///     Some(Answer::Use { refresh: None, .. })
/// ));
///
/// // For an issuer that was not configured nothing is ever fetched.
/// let other = Issuer::new("https://oidc.fly.io.example.com/acme");
/// assert!(store.keys_for(&other, token.header(), now).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct KeyStore {
    times: KeyTimes,
    shelves: BTreeMap<Issuer, Shelf>,
    /// The number of the last ticket.
    tickets: u64,
}

/// What to do about the keys of a token.
#[derive(Debug)]
pub enum Answer<'s> {
    /// Verify with these keys. If the token's key is not among them, the token is to be refused as
    /// `unknown-key`.
    Use {
        /// The issuer's keys.
        keys: &'s KeySet,
        /// A fetch to do beside: the keys are good, but no longer fresh.
        refresh: Option<Ticket>,
    },
    /// Fetch first.
    Fetch(Ticket),
    /// Somebody else is fetching. Ask again when that has ended, at the latest at this time.
    Wait {
        /// When the fetch is given up.
        until: Timestamp,
    },
    /// There are no keys that this token could be verified with, and it is too early to try again.
    Unavailable {
        /// When it is worth asking again.
        retry_after: Seconds,
        /// Why the last fetch failed, if it did.
        error: Option<&'s FetchError>,
    },
}

/// The right to fetch the keys of an issuer, to be given back by [`KeyStore::fetched`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Ticket {
    issuer: Issuer,
    number: u64,
}

impl Ticket {
    /// Whose keys to fetch: an issuer that was configured.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }
}

/// Keys that are of use.
#[derive(Clone, Copy, Debug)]
pub struct HeldKeys<'s> {
    /// The issuer's keys.
    pub keys: &'s KeySet,
    /// Until when they are used at all.
    pub usable_until: Timestamp,
}

/// What is held of an issuer, for health checks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyState<'s> {
    /// The issuer.
    pub issuer: &'s Issuer,
    /// How many usable keys are held.
    pub keys: usize,
    /// When they were fetched.
    pub fetched: Option<Timestamp>,
    /// Until when they are used without a refresh.
    pub fresh_until: Option<Timestamp>,
    /// Until when they are used at all.
    pub usable_until: Option<Timestamp>,
    /// Whether a fetch is under way.
    pub fetching: bool,
    /// Why the last fetch failed, if it did.
    pub error: Option<&'s FetchError>,
}

impl KeyStore {
    /// A store for these issuers and no others, with nothing in it.
    #[must_use]
    pub fn new(issuers: impl IntoIterator<Item = Issuer>, times: KeyTimes) -> Self {
        let shelves = issuers.into_iter().map(|issuer| (issuer, Shelf::default())).collect();
        Self { times, shelves, tickets: 0 }
    }

    /// The keys for a token of this issuer with this header; `None` if the issuer was not configured.
    pub fn keys_for(
        &mut self,
        issuer: &Issuer,
        header: &Header,
        now: Timestamp,
    ) -> Option<Answer<'_>> {
        let (issuer, shelf) = entry(&mut self.shelves, issuer)?;
        let tickets = &mut self.tickets;
        let ticket = || {
            *tickets = tickets.wrapping_add(1);
            Ticket { issuer: issuer.clone(), number: *tickets }
        };
        Some(shelf.keys_for(header, now, &self.times, ticket))
    }

    /// The keys that are held, if a token with this header can be answered with them: the usual case,
    /// which begins nothing. A fetch that is [`due`](Self::due) is left to whoever asks for it.
    #[must_use]
    pub fn held_for(
        &self,
        issuer: &Issuer,
        header: &Header,
        now: Timestamp,
    ) -> Option<HeldKeys<'_>> {
        self.shelves.get(issuer)?.held_for(header, now, &self.times)
    }

    /// The keys that are held and of use, whatever the token.
    #[must_use]
    pub fn held(&self, issuer: &Issuer, now: Timestamp) -> Option<HeldKeys<'_>> {
        self.shelves.get(issuer)?.held(now, &self.times)
    }

    /// When the next of the keys that are held should be refreshed: the time to ask
    /// [`prefetch`](Self::prefetch) again, for every issuer. `None` as long as none are held.
    #[must_use]
    pub fn due(&self) -> Option<Timestamp> {
        self.shelves.values().filter_map(Shelf::due).min()
    }

    /// A fetch to do before there is a token, as at the start of a process: `None` if the keys are
    /// fresh, or a fetch is under way, or it is too early after one that failed.
    pub fn prefetch(&mut self, issuer: &Issuer, now: Timestamp) -> Option<Ticket> {
        let (issuer, shelf) = entry(&mut self.shelves, issuer)?;
        let number = self.tickets.wrapping_add(1);
        shelf.prefetch(number, now, &self.times).then(|| {
            self.tickets = number;
            Ticket { issuer: issuer.clone(), number }
        })
    }

    /// How a fetch ended: with a key set and the `max-age` it was served with (see [`max_age`]), or
    /// not. What was held before is kept if it did not. A ticket that was given up meanwhile changes
    /// nothing.
    pub fn fetched(
        &mut self,
        ticket: Ticket,
        outcome: Result<(KeySet, Option<Seconds>), FetchError>,
        now: Timestamp,
    ) {
        if let Some(shelf) = self.shelves.get_mut(&ticket.issuer) {
            shelf.fetched(ticket.number, outcome, now, &self.times);
        }
    }

    /// What another instance fetched at this time was found in place of a fetch. It is held unless
    /// what is held is as new. The ticket comes back if that does not do, and the fetch is still to be
    /// done.
    #[must_use]
    pub fn found(
        &mut self,
        ticket: Ticket,
        keys: KeySet,
        fetched: Timestamp,
        fresh: Seconds,
        now: Timestamp,
    ) -> Option<Ticket> {
        let fresh = self.times.kept_fresh(Some(fresh));
        let shelf = self.shelves.get_mut(&ticket.issuer)?;
        shelf.found(ticket.number, keys, fetched, fresh, now).then_some(ticket)
    }

    /// What is held, in the order of the issuers' names.
    pub fn states(&self, now: Timestamp) -> impl Iterator<Item = KeyState<'_>> {
        self.shelves.iter().map(move |(issuer, shelf)| shelf.state(issuer, now, &self.times))
    }
}

/// The key of the map too: what a token says is compared, and then forgotten.
fn entry<'s>(
    shelves: &'s mut BTreeMap<Issuer, Shelf>,
    issuer: &Issuer,
) -> Option<(&'s Issuer, &'s mut Shelf)> {
    shelves.range_mut::<Issuer, _>(issuer..=issuer).next()
}
