//! Verification with keys that are fetched, and with verdicts that come later.

use assumable::{FetchError, Limits, Seconds, SignatureCheck, Timestamp, VerifyingKey};
use tsify::{Ts, Tsify as _};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Verifier, timestamp};
use crate::boundary::{self, Answer};
use crate::dto::{Failure, KeyFetches, KeyStates, StoredTimes};
use crate::keys::Found;
use crate::late::Waiting;

/// What a host that fetches keys says and asks. `clock` is whole seconds since the Unix epoch.
#[wasm_bindgen]
impl Verifier {
    /// As `verifySync`, or what is to be done first.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the token is not to be believed.
    #[wasm_bindgen(unchecked_return_type = "VerifiedToken | KeysNeeded | VerdictNeeded")]
    pub fn verify(&self, token: &[u8], now: f64, clock: f64) -> Answer<JsValue> {
        self.verify_fetching(token, now, clock).map_err(boundary::thrown)
    }

    /// The host's verdict on the signature that it was asked about under this number; nothing, if it
    /// has none. With a verdict a refusal takes no second look at the signature. Without one, and for a
    /// token that waited too long, the engine looks for itself.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the token is not to be believed.
    #[wasm_bindgen(unchecked_return_type = "VerifiedToken")]
    pub fn settle(
        &self,
        number: u32,
        good: Option<bool>,
        token: &[u8],
        now: f64,
        clock: f64,
    ) -> Answer<JsValue> {
        self.settle_waiting(number, good, token, now, clock).map_err(boundary::thrown)
    }

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
    /// A [`Failure`] if the time is outside the calendar.
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
    /// A [`Failure`] if the time is outside the calendar.
    pub fn discovered(&self, fetch: u32, text: &[u8], clock: f64) -> Answer<Option<String>> {
        let now = timestamp(clock).map_err(boundary::thrown)?;
        Ok(self.keys.borrow_mut().discovered(fetch, text, now))
    }

    /// A key set has come, with this `Cache-Control`: how long others may use it, if it is used.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the time is outside the calendar.
    pub fn fetched(
        &self,
        fetch: u32,
        text: &[u8],
        cache_control: &str,
        clock: f64,
    ) -> Answer<Option<Ts<StoredTimes>>> {
        let now = timestamp(clock).map_err(boundary::thrown)?;
        let stored = self.keys.borrow_mut().fetched(fetch, text, cache_control, now);
        self.kept.borrow_mut().forget();
        stored.map(|stored| boundary::write(Ok(stored))).transpose()
    }

    /// A fetch has come to nothing: it was `unreachable`, it was `timed-out`, the answer was
    /// `too-long` or had another `status`.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the time is outside the calendar.
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
    /// A [`Failure`] if the time is outside the calendar.
    pub fn found(
        &self,
        fetch: u32,
        jwks: &str,
        fetched_at: f64,
        fresh_for_seconds: u32,
        clock: f64,
    ) -> Answer<bool> {
        let now = timestamp(clock).map_err(boundary::thrown)?;
        let Ok(fetched) = timestamp(fetched_at) else { return Ok(false) };
        let fresh = Seconds(fresh_for_seconds);
        let does = self.keys.borrow_mut().found(fetch, jwks, fetched, fresh, now);
        // Even if it does not do: it may be newer than what is held.
        self.kept.borrow_mut().forget();
        Ok(does)
    }

    /// What is held.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the time is outside the calendar.
    #[wasm_bindgen(js_name = keyStates)]
    pub fn key_states(&self, clock: f64) -> Answer<Ts<KeyStates>> {
        let states = |now| KeyStates { states: self.keys.borrow().states(now) };
        boundary::write(timestamp(clock).map(states))
    }
}

impl Verifier {
    fn settle_waiting(
        &self,
        number: u32,
        good: Option<bool>,
        text: &[u8],
        now: f64,
        clock: f64,
    ) -> Result<JsValue, Failure> {
        let Some((waiting, good)) = self.late.take(number).zip(good) else {
            return self.verify_held(text, now, clock);
        };
        let Waiting { token, keys_until, later, replaced, .. } = waiting;
        if good && let Ok(verified) = token.signed() {
            let answer = self.answer(&verified, keys_until);
            if let Some(later) = later {
                self.kept.borrow_mut().settled(later, verified, keys_until);
            }
            return Ok(answer);
        }
        // The verdict is about a key that may have been replaced since.
        if replaced == self.kept.borrow().replaced() {
            self.held(text, timestamp(now)?, timestamp(clock)?, &Verdict(good))?;
        }
        // Nothing passes because of a verdict on another text.
        self.verify_held(text, now, clock)
    }

    fn verify_fetching(&self, token: &[u8], now: f64, clock: f64) -> Result<JsValue, Failure> {
        let (token, opened) = self.open(token, timestamp(now)?)?;
        let refused = |failure| Failure::of_token(token, &failure);
        let mut keys = self.keys.borrow_mut();
        let found = match opened.given_keys() {
            Some(keys) => Found::Keys(keys, Timestamp::MAX),
            None => keys.find(opened.issuer(), opened.header(), timestamp(clock)?),
        };
        match found {
            Found::Keys(keys, until) => {
                let pending = opened.choose_key(keys).map_err(refused)?;
                if let Some(asked) = self.late.ask(&pending) {
                    let (later, replaced) = {
                        let kept = self.kept.borrow();
                        (kept.later(token.as_bytes()), kept.replaced())
                    };
                    let token = pending.wait();
                    let waiting =
                        |number| Waiting { number, token, keys_until: until, later, replaced };
                    return Ok(self.late.wait(asked, waiting));
                }
                let verified = pending.verify(&self.signatures).map_err(refused)?;
                let answer = self.answer(&verified, until);
                let mut kept = self.kept.borrow_mut();
                if let Some(text) = kept.later(token.as_bytes()) {
                    kept.settled(text, verified, until);
                }
                Ok(answer)
            }
            Found::Needed(needed) => needed
                .into_ts()
                .map(JsValue::from)
                .map_err(|error| Failure::invalid(&error.to_string())),
            Found::Unavailable(retry_after, error) => {
                Err(refused(opened.without_keys(retry_after, error)))
            }
        }
    }
}

/// A verdict that the host gave, for the refusal of a token.
struct Verdict(bool);

impl SignatureCheck for Verdict {
    fn verifies(&self, _: VerifyingKey<'_>, _: &[u8], _: &[u8]) -> bool {
        self.0
    }
}
