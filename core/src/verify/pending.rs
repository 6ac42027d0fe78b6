use core::fmt;

use super::opened::OpenedToken;
use super::rule::{AudienceRule, VerifyOptions};
use super::run::{Content, Run};
use super::signature::{SignatureCheck, signed_by};
use super::{UsedKey, VerifiedToken, VerifyFailure};
use crate::error::VerifyError;
use crate::jwk::VerifyingKey;
use crate::key_set::KeySet;
use crate::time::Timestamp;

/// A token whose key is chosen, and whose signature is as long as all of that key.
#[derive(Debug)]
pub struct PendingToken<'v, 't, 'k> {
    pub(super) opened: OpenedToken<'v, 't>,
    pub(super) keys: &'k KeySet,
    pub(super) key: VerifyingKey<'k>,
}

impl<'k> PendingToken<'_, '_, 'k> {
    /// The key, with the algorithm it is used with.
    #[must_use]
    pub fn key(&self) -> VerifyingKey<'k> {
        self.key
    }

    /// What must be signed.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        self.opened.begun.token.signing_input().as_bytes()
    }

    /// The signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        self.opened.begun.token.signature()
    }

    /// Whether implementations may disagree on the signature though all of them are right: then only
    /// [`Kernel`](super::Kernel) is to be asked. This is so for EdDSA where the signature's point is of
    /// small order, which [RFC 8032] allows and we refuse.
    ///
    /// [RFC 8032]: https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7
    #[must_use]
    pub fn is_contested(&self) -> bool {
        !self.key.may_have_made(self.signature())
    }

    /// Asks for the verdict on the signature, and checks what counts only after that.
    ///
    /// # Errors
    ///
    /// The first check that failed, with the list of all of them.
    pub fn verify(self, signatures: &impl SignatureCheck) -> Result<VerifiedToken, VerifyFailure> {
        let Self { opened: OpenedToken { verifier, source, now, begun }, keys, key } = self;
        let issuer = &begun.rule.issuer;
        let verdict = signed_by(&begun.token, key, signatures);
        let verified = verifier.run(now).finish(begun, key, verdict);
        verified
            .map(VerifiedToken)
            .map_err(|error| verifier.failure(error, Some(issuer), source, now, |_| Ok(keys)))
    }

    /// Lets go of the token's text and of the keys, to wait for a verdict that comes later.
    #[must_use]
    pub fn wait(self) -> AwaitingToken {
        let Self { opened: OpenedToken { verifier, now, begun, .. }, key, .. } = self;
        let (audience, options) = (begun.rule.audience.clone(), verifier.options);
        AwaitingToken { content: begun.into_content(key), audience, options, now }
    }
}

/// A token that waits for the verdict on its signature. It holds all that it needs, so that keys may
/// be replaced meanwhile; without a verdict it leads nowhere.
pub struct AwaitingToken {
    content: Content,
    audience: AudienceRule,
    options: VerifyOptions,
    now: Timestamp,
}

impl AwaitingToken {
    /// The key whose owner must have signed.
    #[must_use]
    pub fn key(&self) -> &UsedKey {
        self.content.key()
    }

    /// Says that the owner of this key made this signature, which the caller vouches for as a
    /// [`SignatureCheck`](super::SignatureCheck) does, and checks what counts only after that.
    ///
    /// # Errors
    ///
    /// The first check that failed. For the list of all of them the token is verified again.
    pub fn signed(self) -> Result<VerifiedToken, VerifyError> {
        let Self { content, audience, options, now } = self;
        Run::new(&[], &options, now).check_content(content, &audience).map(VerifiedToken)
    }
}

/// Names the key; the rest is not to be believed yet.
impl fmt::Debug for AwaitingToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwaitingToken").field("key", self.key()).finish_non_exhaustive()
    }
}
