//! Verifiers, with keys that were given or are fetched.

#[cfg(feature = "fetch")]
mod fetches;
#[cfg(all(feature = "aws", feature = "fetch"))]
mod gate;
#[cfg(feature = "fetch")]
pub(crate) mod kept;

use std::cell::RefCell;
use std::collections::BTreeMap;

use assumable::{
    AlgorithmName, AudienceRule, Issuer, IssuerRule, KeySet, Limits, OpenedToken, Seconds,
    SignatureCheck, Timestamp, TypeRule, VerifiedToken, VerifyOptions,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::{Failure, IssuerOptions, VerifierOptions};
use crate::exact;
use crate::host::{Host, Signatures};
use crate::keys::{Found, Keys, Source};
use crate::late::{Late, LateHost};
use crate::reader::read;

/// Which tokens are believed: whose, for whom, and until when.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Verifier {
    verifier: assumable::Verifier,
    keys: RefCell<Keys>,
    signatures: Signatures,
    #[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "nobody begins a verdict"))]
    late: Late,
    #[cfg(feature = "fetch")]
    kept: RefCell<kept::Kept>,
    /// Whether answers say for how long they hold.
    remembered: bool,
}

#[wasm_bindgen]
impl Verifier {
    /// By [`VerifierOptions`]: a verifier that believes the tokens of these issuers and of no others.
    /// A host may lend it primitives.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if an option is missing, unknown or of the wrong kind.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, host: Option<Host>, late: Option<LateHost>) -> Answer<Verifier> {
        read(options).and_then(|options| Self::build(options, host, late)).map_err(boundary::thrown)
    }

    /// Verifies a token, in UTF-8, as of `now`, with keys that are at hand at the time `clock`; both
    /// in whole seconds since the Unix epoch.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the token is not to be believed.
    #[wasm_bindgen(js_name = verifySync, unchecked_return_type = "VerifiedToken")]
    pub fn verify_sync(&self, token: &[u8], now: f64, clock: f64) -> Answer<JsValue> {
        self.verify_held(token, now, clock).map_err(boundary::thrown)
    }
}

impl Verifier {
    fn verify_held(&self, token: &[u8], now: f64, clock: f64) -> Result<JsValue, Failure> {
        let (verified, until) =
            self.held(token, timestamp(now)?, timestamp(clock)?, &self.signatures)?;
        Ok(self.answer(&verified, until))
    }

    /// Verifies with keys that are at hand, and says until when they are used at all.
    fn held(
        &self,
        token: &[u8],
        now: Timestamp,
        clock: Timestamp,
        signatures: &impl SignatureCheck,
    ) -> Result<(VerifiedToken, Timestamp), Failure> {
        let (token, opened) = self.open(token, now)?;
        let refused = |failure| Failure::of_token(token, &failure);
        let keys = self.keys.borrow();
        let found = match opened.given_keys() {
            Some(keys) => Found::Keys(keys, Timestamp::MAX),
            None => keys.held(opened.issuer(), clock),
        };
        match found {
            Found::Keys(keys, until) => {
                let verified = opened.verify(keys, signatures).map_err(refused)?;
                Ok((verified, until))
            }
            Found::Unavailable(retry_after, error) => {
                Err(refused(opened.without_keys(retry_after, error)).with_help(HELD_ONLY))
            }
            Found::Needed(_) => Err(refused(opened.without_keys(None, None))),
        }
    }

    fn open<'t>(
        &self,
        token: &'t [u8],
        now: Timestamp,
    ) -> Result<(&'t str, OpenedToken<'_, 't>), Failure> {
        let Ok(token) = str::from_utf8(token) else {
            return Err(Failure::invalid("`token` is not UTF-8"));
        };
        let opened = self.verifier.open(token, now);
        opened.map(|opened| (token, opened)).map_err(|failure| Failure::of_token(token, &failure))
    }

    /// Header and claims; and the times that bound the answer, if it is to be remembered.
    fn answer(&self, verified: &VerifiedToken, keys_until: Timestamp) -> JsValue {
        let (header, claims) = (verified.header(), verified.claims());
        let payload = str::from_utf8(verified.payload()).unwrap_or_default();
        let mut text = String::with_capacity(header.text().len() + payload.len() + 64);
        text.push_str(r#"{"header":"#);
        exact::write(&mut text, header.text(), header.object());
        text.push_str(r#","claims":"#);
        exact::write(&mut text, payload, claims.object());
        if self.remembered {
            let (from, until) = (verified.accepted_from(), verified.accepted_until());
            let times = [from, until, keys_until].map(Timestamp::seconds);
            text.push_str(&format!(r#","times":{times:?}"#));
        }
        text.push('}');
        exact::parse(&text)
    }

    fn build(
        options: VerifierOptions,
        host: Option<Host>,
        late: Option<LateHost>,
    ) -> Result<Self, Failure> {
        let mut sources = BTreeMap::new();
        let fetched =
            options.issuers.iter().filter(|it| cfg!(feature = "fetch") && it.jwks.is_none());
        for options in fetched {
            let issuer = Issuer::new(options.issuer.clone());
            let source = Source::new(&issuer, options.jwks_uri.as_deref())?;
            sources.insert(issuer, source);
        }
        let remembered = options.cache_tokens.unwrap_or_default();
        Ok(Self {
            remembered: remembered > 0,
            verifier: build(options)?,
            keys: RefCell::new(Keys::new(sources)),
            signatures: Signatures::new(host),
            late: Late::new(late),
            #[cfg(feature = "fetch")]
            kept: RefCell::new(kept::Kept::new(remembered)),
        })
    }
}

const HELD_ONLY: &str = "`verifySync` fetches nothing: `verify` does, and `prefetch`";

fn build(options: VerifierOptions) -> Result<assumable::Verifier, Failure> {
    let defaults = VerifyOptions::default();
    let token_bytes = options.max_token_bytes.and_then(|bytes| usize::try_from(bytes).ok());
    let limits = Limits {
        token_bytes: token_bytes.unwrap_or(defaults.limits.token_bytes),
        ..defaults.limits
    };
    let checked = VerifyOptions {
        clock_tolerance: options.clock_tolerance_seconds.map_or(defaults.clock_tolerance, Seconds),
        require_expiry: options.require_expiry.unwrap_or(defaults.require_expiry),
        limits,
    };
    let rules = options.issuers.into_iter().map(rule).collect::<Result<_, _>>()?;
    assumable::Verifier::new(rules, checked).map_err(|error| Failure::of(&error))
}

fn rule(options: IssuerOptions) -> Result<IssuerRule, Failure> {
    if options.jwks.is_some() && options.jwks_uri.is_some() {
        return Err(Failure::invalid("an issuer has either `jwks` or `jwksUri`"));
    }
    let audience = options.audience.map_or(AudienceRule::Any, AudienceRule::OneOf);
    let types = options
        .types
        .map_or_else(TypeRule::default, |types| types.map_or(TypeRule::Any, TypeRule::OneOf));
    let algorithms = options.algorithms.map(|names| algorithms(&names)).transpose()?;
    Ok(IssuerRule {
        issuer: Issuer::new(options.issuer),
        audience,
        types,
        algorithms: algorithms.unwrap_or_else(|| AlgorithmName::ALL.to_vec()),
        keys: options.jwks.as_deref().map(key_set).transpose()?,
    })
}

/// The algorithms with these names.
pub(crate) fn algorithms(names: &[String]) -> Result<Vec<AlgorithmName>, Failure> {
    let named = |name: &String| {
        AlgorithmName::from_jws_name(name).ok_or_else(|| {
            let known = AlgorithmName::ALL.map(AlgorithmName::as_str).join(", ");
            Failure::invalid(&format!("an algorithm is one of {known}"))
        })
    };
    names.iter().map(named).collect()
}

/// The keys that were given as text.
pub(crate) fn key_set(source: &str) -> Result<KeySet, Failure> {
    KeySet::parse(source, &Limits::default())
        .map_err(|error| Failure::in_text("jwks", source, &error))
}

/// A time as JavaScript has it. The doors pass whole numbers only.
pub(crate) fn timestamp(seconds: f64) -> Result<Timestamp, Failure> {
    #[expect(clippy::as_conversions, reason = "saturates; what is out of range is refused below")]
    let seconds = seconds as i64;
    Timestamp::from_seconds(seconds)
        .ok_or_else(|| Failure::invalid("`now` is outside the years 1 to 9999"))
}
