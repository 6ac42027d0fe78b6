//! The keys that are fetched: the core's store, and the fetches that the host was asked for.
//!
//! The host fetches a text and hands its bytes over; what they mean is decided here and in the core.

use std::collections::BTreeMap;

use assumable::{
    Answer, DiscoveryDocument, FetchError, Header, HeldKeys, Issuer, KeySet, KeyStore, KeyTimes,
    Limits, Seconds, Ticket, Timestamp, configuration_url, max_age, require_keys_url,
};

use crate::dto::{Failure, KeyFetch, KeyState, KeyWait, KeysNeeded, Problem, StoredTimes};

/// The keys of the issuers that came without.
#[derive(Debug)]
pub(crate) struct Keys {
    store: KeyStore,
    sources: BTreeMap<Issuer, Source>,
    /// The fetches under way by number, one for each issuer.
    fetches: BTreeMap<u32, Ticket>,
    last: u32,
}

/// Where an issuer's keys are.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    url: String,
    /// Whether that is where the discovery document is.
    is_discovery: bool,
}

impl Source {
    /// What was configured, or else where the issuer itself says it.
    pub(crate) fn new(issuer: &Issuer, keys_url: Option<&str>) -> Result<Self, Failure> {
        let url = match keys_url {
            Some(url) => require_keys_url(url).map(|()| url.to_owned()),
            None => configuration_url(issuer),
        };
        let url = url.map_err(|error| Failure::of(&error))?;
        Ok(Self { url, is_discovery: keys_url.is_none() })
    }
}

/// What there is for a token.
pub(crate) enum Found<'k> {
    /// Keys, and until when they are used at all.
    Keys(&'k KeySet, Timestamp),
    /// Something to do first.
    Needed(KeysNeeded),
    /// Nothing for now.
    Unavailable(Option<Seconds>, Option<FetchError>),
}

impl Keys {
    pub(crate) fn new(sources: BTreeMap<Issuer, Source>) -> Self {
        let store = KeyStore::new(sources.keys().cloned(), KeyTimes::default());
        Self { store, sources, fetches: BTreeMap::new(), last: 0 }
    }

    /// For a host that can fetch.
    pub(crate) fn find(&mut self, issuer: &Issuer, header: &Header, now: Timestamp) -> Found<'_> {
        if self.store.held_for(issuer, header, now).is_some() {
            return self.held(issuer, now);
        }
        let ticket = match self.store.keys_for(issuer, header, now) {
            // The token's key is not among them, so there is no refresh beside.
            Some(Answer::Use { .. }) => return self.held(issuer, now),
            Some(Answer::Fetch(ticket)) => ticket,
            Some(Answer::Wait { .. }) => {
                let wait = Some(KeyWait { issuer: issuer.as_str().to_owned() });
                return Found::Needed(KeysNeeded { fetch: None, wait });
            }
            Some(Answer::Unavailable { retry_after, error }) => {
                return Found::Unavailable(Some(retry_after), error.cloned());
            }
            None => return Found::Unavailable(None, None),
        };
        match self.begin(ticket) {
            Some(fetch) => Found::Needed(KeysNeeded { fetch: Some(fetch), wait: None }),
            None => Found::Unavailable(None, None),
        }
    }

    /// For a host that can wait for nothing.
    pub(crate) fn held(&self, issuer: &Issuer, now: Timestamp) -> Found<'_> {
        match self.store.held(issuer, now) {
            Some(HeldKeys { keys, usable_until }) => Found::Keys(keys, usable_until),
            None => Found::Unavailable(None, self.last_error(issuer, now)),
        }
    }

    /// Why the last fetch of these keys failed, if it did.
    fn last_error(&self, issuer: &Issuer, now: Timestamp) -> Option<FetchError> {
        self.store.states(now).find(|state| state.issuer == issuer)?.error.cloned()
    }

    /// The fetches to do before there is a token, or beside: of issuers whose keys are no longer
    /// fresh, or all.
    pub(crate) fn due(&mut self, only_held: bool, now: Timestamp) -> Vec<KeyFetch> {
        let wanted: Vec<Issuer> = self
            .store
            .states(now)
            .filter(|state| state.keys > 0 || !only_held)
            .map(|state| state.issuer.clone())
            .collect();
        let tickets: Vec<Ticket> =
            wanted.iter().filter_map(|issuer| self.store.prefetch(issuer, now)).collect();
        tickets.into_iter().filter_map(|ticket| self.begin(ticket)).collect()
    }

    /// When to ask for what is due.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.store.due()
    }

    /// The discovery document of a fetch has come: where the keys are, or nothing if that was all.
    pub(crate) fn discovered(&mut self, fetch: u32, text: &[u8], now: Timestamp) -> Option<String> {
        let issuer = self.fetches.get(&fetch)?.issuer();
        let document = utf8(text).and_then(|text| {
            DiscoveryDocument::parse(text, issuer, &Limits::default())
                .map_err(FetchError::Discovery)
        });
        match document {
            Ok(document) => Some(document.jwks_uri().to_owned()),
            Err(error) => {
                self.failed(fetch, error, now);
                None
            }
        }
    }

    /// The key set of a fetch has come: for how long others may use it, if it is used at all.
    pub(crate) fn fetched(
        &mut self,
        fetch: u32,
        text: &[u8],
        cache_control: &str,
        now: Timestamp,
    ) -> Option<StoredTimes> {
        let ticket = self.fetches.remove(&fetch)?;
        let issuer = ticket.issuer().clone();
        let keys = utf8(text)
            .and_then(|text| KeySet::parse(text, &Limits::default()).map_err(FetchError::KeySet));
        let outcome = keys.map(|keys| (keys, max_age(cache_control)));
        self.store.fetched(ticket, outcome, now);
        let state = self.store.states(now).find(|state| *state.issuer == issuer)?;
        let taken = state.error.is_none() && state.fetched == Some(now);
        taken.then(|| StoredTimes::new(&state)).flatten()
    }

    /// A fetch has come to nothing.
    pub(crate) fn failed(&mut self, fetch: u32, error: FetchError, now: Timestamp) {
        if let Some(ticket) = self.fetches.remove(&fetch) {
            self.store.fetched(ticket, Err(error), now);
        }
    }

    /// A key set was found that another instance fetched. Whether that does, so that nothing is left
    /// to fetch.
    pub(crate) fn found(
        &mut self,
        fetch: u32,
        jwks: &str,
        fetched: Timestamp,
        fresh: Seconds,
        now: Timestamp,
    ) -> bool {
        // One from the future would never grow old.
        let plausible = fetched <= now.saturating_add(CLOCKS_APART);
        let Some(keys) = KeySet::parse(jwks, &Limits::default()).ok().filter(|_| plausible) else {
            return false;
        };
        let Some(ticket) = self.fetches.remove(&fetch) else { return true };
        match self.store.found(ticket, keys, fetched.min(now), fresh, now) {
            Some(ticket) => {
                self.fetches.insert(fetch, ticket);
                false
            }
            None => true,
        }
    }

    pub(crate) fn states(&self, now: Timestamp) -> Vec<KeyState> {
        let state = |state: assumable::KeyState<'_>| KeyState {
            issuer: state.issuer.as_str().to_owned(),
            keys: u32::try_from(state.keys).unwrap_or(u32::MAX),
            fetched_at: state.fetched.map(Timestamp::seconds),
            fresh_until: state.fresh_until.map(Timestamp::seconds),
            usable_until: state.usable_until.map(Timestamp::seconds),
            fetching: state.fetching,
            error: state.error.map(Problem::of_fetch),
        };
        self.store.states(now).map(state).collect()
    }

    fn begin(&mut self, ticket: Ticket) -> Option<KeyFetch> {
        let issuer = ticket.issuer();
        let Source { url, is_discovery } = self.sources.get(issuer)?.clone();
        // An earlier fetch of these keys was given up.
        self.fetches.retain(|_, earlier| earlier.issuer() != issuer);
        self.last = self.last.wrapping_add(1);
        let fetch =
            KeyFetch { number: self.last, issuer: issuer.as_str().into(), url, is_discovery };
        self.fetches.insert(self.last, ticket);
        Some(fetch)
    }
}

fn utf8(text: &[u8]) -> Result<&str, FetchError> {
    str::from_utf8(text).map_err(|_| FetchError::Utf8)
}

/// How far the clocks of two instances may differ.
const CLOCKS_APART: Seconds = Seconds(60);
