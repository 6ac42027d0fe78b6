use alloc::collections::VecDeque;
use alloc::string::{String, ToString};

use super::{Answer, HeldKeys, KeyState, KeyTimes, Ticket};
use crate::claims::Issuer;
use crate::error::{FetchError, SignatureError};
use crate::key_set::KeySet;
use crate::time::{Seconds, Timestamp};
use crate::token::Header;

/// What is held of one issuer.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    held: Option<Held>,
    under_way: Option<UnderWay>,
    /// Until when no other fetch starts.
    closed_until: Option<Timestamp>,
    /// Why the last fetch failed; none if it did not.
    error: Option<FetchError>,
    /// How many fetches failed since the last that did not.
    failures: u32,
    /// Names of keys that a fetch has looked for in vain, and until when that is remembered.
    unknown: VecDeque<(String, Timestamp)>,
}

#[derive(Clone, Debug)]
struct Held {
    keys: KeySet,
    fetched: Timestamp,
    fresh_until: Timestamp,
}

#[derive(Clone, Debug)]
struct UnderWay {
    ticket: u64,
    until: Timestamp,
    cause: Cause,
}

/// Why a fetch was begun.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Cause {
    /// There are no keys, or they are no longer fresh.
    Due,
    /// A token names a key that is not there.
    UnknownKey(String),
}

/// What to do, before anything is handed out.
enum Next {
    Use,
    UseAndFetch,
    Fetch(Cause),
    Wait(Timestamp),
    Unavailable,
}

impl Shelf {
    pub(super) fn keys_for(
        &mut self,
        header: &Header,
        now: Timestamp,
        times: &KeyTimes,
        ticket: impl FnOnce() -> Ticket,
    ) -> Answer<'_> {
        self.forget(now, times);
        let next = self.next(header, now);
        let begin = |cause| {
            let ticket = ticket();
            let until = now.saturating_add(times.patience);
            self.under_way = Some(UnderWay { ticket: ticket.number, until, cause });
            ticket
        };
        let refresh = match next {
            Next::Fetch(cause) => return Answer::Fetch(begin(cause)),
            Next::Wait(until) => return Answer::Wait { until },
            Next::UseAndFetch => Some(begin(Cause::Due)),
            Next::Use | Next::Unavailable => None,
        };
        match (&self.held, next) {
            (Some(held), Next::Use | Next::UseAndFetch) => {
                Answer::Use { keys: &held.keys, refresh }
            }
            _ => Answer::Unavailable {
                retry_after: self.closed_until.map_or(Seconds(0), |until| until.since(now)),
                error: self.error.as_ref(),
            },
        }
    }

    /// Begins a fetch with this ticket, if one is due.
    pub(super) fn prefetch(&mut self, ticket: u64, now: Timestamp, times: &KeyTimes) -> bool {
        self.forget(now, times);
        let due = self.under_way.is_none() && self.is_open(now) && !self.is_fresh(now);
        if due {
            let until = now.saturating_add(times.patience);
            self.under_way = Some(UnderWay { ticket, until, cause: Cause::Due });
        }
        due
    }

    pub(super) fn fetched(
        &mut self,
        ticket: u64,
        outcome: Result<(KeySet, Option<Seconds>), FetchError>,
        now: Timestamp,
        times: &KeyTimes,
    ) {
        let Some(fetch) = self.under_way.take_if(|fetch| fetch.ticket == ticket) else { return };
        match outcome {
            // A set without a key is a mistake of the issuer's, not the withdrawal of all.
            Ok((keys, _)) if keys.keys().is_empty() => {
                self.fail(FetchError::NoUsableKey { skipped: keys.skipped().len() }, now, times);
            }
            Err(error) => self.fail(error, now, times),
            Ok((keys, max_age)) => {
                (self.error, self.failures) = (None, 0);
                if let Cause::UnknownKey(name) = fetch.cause {
                    self.close(now, times.cooldown);
                    if !has(&keys, &name) {
                        self.unknown.truncate(UNKNOWN_KEPT - 1);
                        self.unknown.push_front((name, now.saturating_add(times.unknown)));
                    }
                }
                let fresh_until = now.saturating_add(times.kept_fresh(max_age));
                self.held = Some(Held { keys, fetched: now, fresh_until });
            }
        }
    }

    /// Whether the fetch is still to be done.
    pub(super) fn found(
        &mut self,
        ticket: u64,
        keys: KeySet,
        fetched: Timestamp,
        fresh: Seconds,
        now: Timestamp,
    ) -> bool {
        let newer = self.held.as_ref().is_none_or(|held| held.fetched < fetched);
        if newer && !keys.keys().is_empty() {
            let fresh_until = fetched.saturating_add(fresh);
            self.held = Some(Held { keys, fetched, fresh_until });
        }
        let Some(fetch) = self.under_way.as_ref().filter(|fetch| fetch.ticket == ticket) else {
            return false;
        };
        let does = match &fetch.cause {
            Cause::Due => self.is_fresh(now),
            Cause::UnknownKey(name) => self.held.as_ref().is_some_and(|held| held.has(name)),
        };
        if does {
            (self.under_way, self.error, self.failures) = (None, None, 0);
        }
        !does
    }

    pub(super) fn held(&self, now: Timestamp, times: &KeyTimes) -> Option<HeldKeys<'_>> {
        self.usable(now, times).map(|held| held.keys(times))
    }

    pub(super) fn held_for(
        &self,
        header: &Header,
        now: Timestamp,
        times: &KeyTimes,
    ) -> Option<HeldKeys<'_>> {
        let held = self.usable(now, times)?;
        held.lacks(header).is_none().then(|| held.keys(times))
    }

    pub(super) fn due(&self) -> Option<Timestamp> {
        let fresh_until = self.held.as_ref()?.fresh_until;
        Some(match (&self.under_way, self.closed_until) {
            (Some(fetch), _) => fetch.until,
            (None, Some(closed)) => closed.max(fresh_until),
            (None, None) => fresh_until,
        })
    }

    pub(super) fn state<'s>(
        &'s self,
        issuer: &'s Issuer,
        now: Timestamp,
        times: &KeyTimes,
    ) -> KeyState<'s> {
        let held = self.held.as_ref();
        KeyState {
            issuer,
            keys: held.map_or(0, |held| held.keys.keys().len()),
            fetched: held.map(|held| held.fetched),
            fresh_until: held.map(|held| held.fresh_until),
            usable_until: held.map(|held| held.usable_until(times)),
            fetching: self.under_way.as_ref().is_some_and(|fetch| now < fetch.until),
            error: self.error.as_ref(),
        }
    }

    fn next(&self, header: &Header, now: Timestamp) -> Next {
        let fetch = self.under_way.as_ref();
        let Some(held) = &self.held else {
            return match fetch {
                Some(fetch) => Next::Wait(fetch.until),
                None if self.is_open(now) => Next::Fetch(Cause::Due),
                None => Next::Unavailable,
            };
        };
        let (fresh, open) = (self.is_fresh(now), self.is_open(now));
        let Some(name) = held.lacks(header) else {
            return if !fresh && open && fetch.is_none() { Next::UseAndFetch } else { Next::Use };
        };
        // The key may be new: then a fetch brings it.
        let in_vain = || self.unknown.iter().any(|(unknown, _)| unknown == name);
        match fetch {
            Some(fetch) => Next::Wait(fetch.until),
            None if open && !fresh => Next::Fetch(Cause::Due),
            None if open && !in_vain() => Next::Fetch(Cause::UnknownKey(name.to_string())),
            // Keys that could not be refreshed may lack a good new one: the issuer's fault.
            None if self.error.is_some() => Next::Unavailable,
            None => Next::Use,
        }
    }

    /// Lets go of what is too old, and of what no clock could have said: it was put back meanwhile.
    fn forget(&mut self, now: Timestamp, times: &KeyTimes) {
        let within = |time: &mut Timestamp, ahead| *time = now.saturating_add(ahead).min(*time);
        self.closed_until.iter_mut().for_each(|until| within(until, times.cooldown));
        self.under_way.iter_mut().for_each(|fetch| within(&mut fetch.until, times.patience));
        self.unknown.iter_mut().for_each(|(_, until)| within(until, times.unknown));
        if let Some(held) = self.held.as_mut().filter(|held| held.is_of_future(now, times)) {
            (held.fetched, held.fresh_until) = (now, now);
        }
        self.held.take_if(|held| now >= held.usable_until(times));
        self.unknown.retain(|(_, until)| now < *until);
        if self.under_way.take_if(|fetch| now >= fetch.until).is_some() {
            self.fail(FetchError::Abandoned, now, times);
        }
    }

    fn fail(&mut self, error: FetchError, now: Timestamp, times: &KeyTimes) {
        self.error = Some(error);
        // Without keys every token is refused meanwhile.
        let pause = match self.held {
            Some(_) => times.cooldown,
            None => times.after_failure(self.failures),
        };
        self.failures = self.failures.saturating_add(1);
        self.close(now, pause);
    }

    fn close(&mut self, now: Timestamp, pause: Seconds) {
        self.closed_until = Some(now.saturating_add(pause));
    }

    fn is_open(&self, now: Timestamp) -> bool {
        self.closed_until.is_none_or(|until| now >= until)
    }

    fn usable(&self, now: Timestamp, times: &KeyTimes) -> Option<&Held> {
        let held = self.held.as_ref()?;
        (now < held.usable_until(times) && !held.is_of_future(now, times)).then_some(held)
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        self.held.as_ref().is_some_and(|held| now < held.fresh_until)
    }
}

impl Held {
    /// By more than clocks are set for.
    fn is_of_future(&self, now: Timestamp, times: &KeyTimes) -> bool {
        now.saturating_add(times.patience) < self.fetched
    }

    fn usable_until(&self, times: &KeyTimes) -> Timestamp {
        self.fetched.saturating_add(times.usable)
    }

    fn keys(&self, times: &KeyTimes) -> HeldKeys<'_> {
        HeldKeys { keys: &self.keys, usable_until: self.usable_until(times) }
    }

    fn has(&self, name: &str) -> bool {
        has(&self.keys, name)
    }

    /// The name of the key that the token asks for, if it may be one that is published only later.
    fn lacks<'h>(&self, header: &'h Header) -> Option<&'h str> {
        match self.keys.select(header) {
            Err(SignatureError::UnknownKey { .. }) => Some(header.key_id().unwrap_or_default()),
            _ => None,
        }
    }
}

fn has(keys: &KeySet, name: &str) -> bool {
    keys.keys().iter().any(|key| key.id() == Some(name))
}

/// How many names of unknown keys are remembered for an issuer. A stranger can make up more, but each
/// costs a fetch, of which there is one in each cooldown.
const UNKNOWN_KEPT: usize = 16;
