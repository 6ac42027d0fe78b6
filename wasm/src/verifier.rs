//! Verifiers, with keys that were given.

use assumable::{
    AlgorithmName, AudienceRule, Issuer, IssuerRule, KeySet, Limits, Seconds, Timestamp, TypeRule,
    VerifyOptions,
};
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::boundary::{self, Answer};
use crate::dto::{Failure, IssuerOptions, VerifiedToken, VerifierOptions};
use crate::exact;
use crate::host::{Host, Signatures};
use crate::reader::read;

/// Which tokens are believed: whose, for whom, and until when.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Verifier {
    verifier: assumable::Verifier,
    signatures: Signatures,
}

#[wasm_bindgen]
impl Verifier {
    /// By [`VerifierOptions`]: a verifier that believes the tokens of these issuers and of no others.
    /// A host may lend it a primitive.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if an option is missing, unknown or of the wrong kind.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, host: Option<Host>) -> Answer<Verifier> {
        let verifier = read(options).and_then(build).map_err(boundary::thrown)?;
        Ok(Self { verifier, signatures: Signatures::new(host) })
    }

    /// Verifies a token, in UTF-8, as of `now`, in whole seconds since the Unix epoch.
    ///
    /// # Errors
    ///
    /// A [`Failure`] if the token is not to be believed.
    #[wasm_bindgen(js_name = verifySync)]
    pub fn verify_sync(&self, token: &[u8], now: f64) -> Answer<Ts<VerifiedToken>> {
        match str::from_utf8(token) {
            Ok(token) => self.verify(token, now).map_err(boundary::thrown),
            Err(_) => Err(boundary::thrown(Failure::invalid("`token` is not UTF-8"))),
        }
    }
}

impl Verifier {
    fn verify(&self, token: &str, now: f64) -> Result<Ts<VerifiedToken>, Failure> {
        let verified = self
            .verifier
            .verify_with(token, timestamp(now)?, &self.signatures)
            .map_err(|failure| Failure::of_token(token, &failure))?;
        let (header, claims) = (verified.header(), verified.claims());
        let payload = str::from_utf8(verified.payload()).unwrap_or_default();
        let mut text = String::with_capacity(token.len());
        text.push_str(r#"{"header":"#);
        exact::write(&mut text, header.text(), header.object());
        text.push_str(r#","claims":"#);
        exact::write(&mut text, payload, claims.object());
        text.push('}');
        Ok(Ts::new_unchecked(exact::parse(&text)))
    }
}

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
