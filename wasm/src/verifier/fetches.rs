use assumable::{FetchError, Limits, Seconds};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Verifier, timestamp};
use crate::boundary::{self, Answer};
use crate::dto::{KeyFetches, KeyStates, StoredTimes};

/// What a host that fetches keys says and asks. `clock` is whole seconds since the Unix epoch.
#[wasm_bindgen]
impl Verifier {
    /// When to ask for what is [`due`](Self::due); infinite if no keys are held.
    #[wasm_bindgen(js_name = nextDue)]
    #[must_use]
    pub fn next_due(&self) -> f64 {
        match self.keys.borrow().next_due() {
            #[expect(clippy::as_conversions, reason = "a date has a few digits")]
            Some(due) => due.seconds() as f64,
            None => f64::INFINITY,
        }
    }

    /// The fetches that are due: of keys that are held and no longer fresh, or of all.
    ///
    /// # Errors
    ///
    /// A [`Failure`](crate::dto::Failure) if the time is outside the calendar.
    pub fn due(&self, only_held: bool, clock: f64) -> Answer<Ts<KeyFetches>> {
        boundary::write(timestamp(clock).map(|now| {
            let fetches = self.keys.borrow_mut().due(only_held, now);
            KeyFetches { fetches }
        }))
    }

    /// A discovery document has come: where the keys are, or nothing if the fetch ends with it.
    ///
    /// # Errors
    ///
    /// A [`Failure`](crate::dto::Failure) if the time is outside the calendar.
    pub fn discovered(&self, fetch: u32, text: &[u8], clock: f64) -> Answer<Option<String>> {
        let now = timestamp(clock).map_err(boundary::thrown)?;
        Ok(self.keys.borrow_mut().discovered(fetch, text, now))
    }

    /// A key set has come, with this `Cache-Control`: how long others may use it, if it is used.
    ///
    /// # Errors
    ///
    /// A [`Failure`](crate::dto::Failure) if the time is outside the calendar.
    pub fn fetched(
        &self,
        fetch: u32,
        text: &[u8],
        cache_control: &str,
        clock: f64,
    ) -> Answer<Option<Ts<StoredTimes>>> {
        let now = timestamp(clock).map_err(boundary::thrown)?;
        let stored = self.keys.borrow_mut().fetched(fetch, text, cache_control, now);
        stored.map(|stored| boundary::write(Ok(stored))).transpose()
    }

    /// A fetch has come to nothing: it was `unreachable`, it was `timed-out`, the answer was
    /// `too-long` or had another `status`.
    ///
    /// # Errors
    ///
    /// A [`Failure`](crate::dto::Failure) if the time is outside the calendar.
    pub fn failed(&self, fetch: u32, why: &str, status: u16, clock: f64) -> Answer<()> {
        let now = timestamp(clock).map_err(boundary::thrown)?;
        let error = match why {
            "status" => FetchError::Status { status },
            "timed-out" => FetchError::TimedOut,
            "too-long" => FetchError::TooLong { limit: Limits::default().key_set_bytes },
            _ => FetchError::Unreachable,
        };
        self.keys.borrow_mut().failed(fetch, error, now);
        Ok(())
    }

    /// A key set was found that another instance fetched: whether it does, so that nothing is left to
    /// fetch. One that is none, or is from the future, does not.
    ///
    /// # Errors
    ///
    /// A [`Failure`](crate::dto::Failure) if the time is outside the calendar.
    pub fn found(
        &self,
        fetch: u32,
        jwks: &str,
        fetched_at: f64,
        fresh_for_seconds: u32,
        clock: f64,
    ) -> Answer<bool> {
        let found = timestamp(clock).and_then(|now| {
            let (fetched, fresh) = (timestamp(fetched_at)?, Seconds(fresh_for_seconds));
            Ok(self.keys.borrow_mut().found(fetch, jwks, fetched, fresh, now))
        });
        found.map_err(boundary::thrown)
    }

    /// What is held.
    ///
    /// # Errors
    ///
    /// A [`Failure`](crate::dto::Failure) if the time is outside the calendar.
    #[wasm_bindgen(js_name = keyStates)]
    pub fn key_states(&self, clock: f64) -> Answer<Ts<KeyStates>> {
        let states = |now| KeyStates { states: self.keys.borrow().states(now) };
        boundary::write(timestamp(clock).map(states))
    }
}
