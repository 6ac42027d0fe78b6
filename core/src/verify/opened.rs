use alloc::boxed::Box;
use alloc::string::ToString;

use super::pending::PendingToken;
use super::run::Begun;
use super::signature::{Known, SignatureCheck, signed_by};
use super::{VerifiedToken, Verifier, VerifyFailure, given_keys};
use crate::claims::Issuer;
use crate::error::{FetchError, VerifyError};
use crate::key_set::KeySet;
use crate::time::{Seconds, Timestamp};
use crate::token::Header;

/// A token of which all is settled that comes before its key: for keys that are fetched.
///
/// Its issuer is a configured one, but it is not believed: nothing of its claims can be seen.
#[derive(Debug)]
pub struct OpenedToken<'v, 't> {
    pub(super) verifier: &'v Verifier,
    pub(super) source: &'t str,
    pub(super) now: Timestamp,
    pub(super) begun: Begun<'v, 't>,
}

impl Verifier {
    /// Begins to verify a token as of `now`, up to the choice of its key: for keys that are fetched
    /// when a token asks for them.
    ///
    /// ```
    /// use assumable::{
    ///     Answer, AudienceRule, Explain as _, FetchError, Issuer, IssuerRule, Kernel, KeySet,
    ///     KeyStore, KeyTimes, Limits, Ticket, Timestamp, VerifiedToken, Verifier, VerifyFailure,
    ///     VerifyOptions,
    /// };
    ///
    /// # let example = include_str!("../../../vectors/examples/fly-machine.json");
    /// # let example: serde_json::Value = serde_json::from_str(example).unwrap();
    /// # let (token, jwks) = (example["token"].as_str().unwrap(), example["jwks"].to_string());
    /// # let fetch = |_: &Issuer| jwks.clone();
    /// /// The tickets that are added are for fetches to do beside.
    /// fn verify(
    ///     verifier: &Verifier,
    ///     store: &mut KeyStore,
    ///     beside: &mut Vec<Ticket>,
    ///     fetch: impl Fn(&Issuer) -> String,
    ///     token: &str,
    ///     now: Timestamp,
    /// ) -> Result<VerifiedToken, VerifyFailure> {
    ///     loop {
    ///         let opened = verifier.open(token, now)?;
    ///         let ticket = match store.keys_for(opened.issuer(), opened.header(), now) {
    ///             Some(Answer::Use { keys, refresh }) => {
    ///                 beside.extend(refresh);
    ///                 return opened.verify(keys, &Kernel);
    ///             }
    ///             Some(Answer::Fetch(ticket)) => ticket,
    ///             Some(Answer::Unavailable { retry_after, error }) => {
    ///                 return Err(opened.without_keys(Some(retry_after), error.cloned()));
    ///             }
    ///             // Somebody else is fetching, or the store is not for this issuer.
    ///             Some(Answer::Wait { .. }) | None => return Err(opened.without_keys(None, None)),
    ///         };
    ///         let text = fetch(ticket.issuer());
    ///         let keys = KeySet::parse(&text, &Limits::default()).map_err(FetchError::KeySet);
    ///         store.fetched(ticket, keys.map(|keys| (keys, None)), now);
    ///     }
    /// }
    ///
    /// let fly = Issuer::new("https://oidc.fly.io/acme");
    /// let rule = IssuerRule::new(fly.clone(), AudienceRule::one("sts.amazonaws.com"));
    /// let verifier = Verifier::new(vec![rule], VerifyOptions::default())?;
    /// let mut store = KeyStore::new([fly], KeyTimes::default());
    /// let now = Timestamp::from_seconds(1_712_615_119).unwrap();
    ///
    /// let mut beside = Vec::new();
    /// let verified = verify(&verifier, &mut store, &mut beside, fetch, token, now)?;
    /// assert_eq!(verified.claims().subject(), Some("acme:foo-bar:quiet-river-4821"));
    ///
    /// let issuers = verifier.rules().iter().map(|rule| rule.issuer.clone());
    /// let mut down = KeyStore::new(issuers, KeyTimes::default());
    /// let failure =
    ///     verify(&verifier, &mut down, &mut beside, |_| "{".into(), token, now).unwrap_err();
    /// assert_eq!(failure.code(), "keys-unavailable");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The first check that failed, with the list of all of them.
    pub fn open<'t>(
        &self,
        token: &'t str,
        now: Timestamp,
    ) -> Result<OpenedToken<'_, 't>, VerifyFailure> {
        let mut run = self.run(now);
        match run.begin(token) {
            Ok(begun) => Ok(OpenedToken { verifier: self, source: token, now, begun }),
            Err(error) => {
                let issuer = run.rule.map(|rule| &rule.issuer);
                // It does not come to keys.
                Err(self.failure(error, issuer, token, now, given_keys))
            }
        }
    }
}

impl<'v, 't> OpenedToken<'v, 't> {
    /// The configured issuer that the token names.
    #[must_use]
    pub fn issuer(&self) -> &'v Issuer {
        &self.begun.rule.issuer
    }

    /// The keys that came with the issuer's rule, if any.
    #[must_use]
    pub fn given_keys(&self) -> Option<&'v KeySet> {
        self.begun.rule.keys.as_ref()
    }

    /// What the token says about its signature.
    #[must_use]
    pub fn header(&self) -> &Header {
        self.begun.token.header()
    }

    /// Verifies the token with these keys, which must be those of its issuer.
    ///
    /// # Errors
    ///
    /// The first check that failed, with the list of all of them.
    pub fn verify(
        self,
        keys: &KeySet,
        signatures: &impl SignatureCheck,
    ) -> Result<VerifiedToken, VerifyFailure> {
        self.choose_key(keys)?.verify(signatures)
    }

    /// Chooses the token's key among these, which must be those of its issuer. A signature that is not
    /// as long as all of that key is refused here.
    ///
    /// # Errors
    ///
    /// The first check that failed, with the list of all of them.
    pub fn choose_key<'k>(
        self,
        keys: &'k KeySet,
    ) -> Result<PendingToken<'v, 't, 'k>, VerifyFailure> {
        let token = &self.begun.token;
        let chosen = self.verifier.run(self.now).choose_key(token, Ok(keys)).and_then(|key| {
            signed_by(token, key, &Known(true))?;
            Ok(key)
        });
        match chosen {
            Ok(key) => Ok(PendingToken { opened: self, keys, key }),
            Err(error) => {
                let Self { verifier, source, now, begun } = self;
                let issuer = Some(&begun.rule.issuer);
                Err(verifier.failure(error, issuer, source, now, |_| Ok(keys)))
            }
        }
    }

    /// Refuses the token, because its issuer's keys are not at hand.
    #[must_use]
    pub fn without_keys(
        self,
        retry_after: Option<Seconds>,
        error: Option<FetchError>,
    ) -> VerifyFailure {
        let issuer = self.issuer();
        let error = VerifyError::KeysUnavailable {
            issuer: issuer.as_str().to_string(),
            retry_after,
            error: error.map(Box::new),
        };
        let reason = error.clone();
        self.verifier.failure(error, Some(issuer), self.source, self.now, |_| Err(reason))
    }
}
