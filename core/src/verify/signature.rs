use alloc::string::String;

use crate::error::SignatureError;
use crate::jwk::VerifyingKey;
use crate::token::UntrustedToken;

/// Who does the arithmetic of signatures.
///
/// A host may have a faster primitive than [`Kernel`]. It is asked last, about a key that was chosen
/// and is strong enough, with an algorithm that the key may be used with, and about a signature as
/// long as all of that key. It gives a verdict and nothing else: what the verdict is about, and what
/// follows from it, stays with the [`Verifier`](crate::Verifier).
///
/// Whoever passes one vouches for it. It must accept exactly what [`Kernel`] accepts, which is what
/// [`VerifyingKey::verifies`] says; where it cannot tell, it asks that.
///
/// ```
/// use assumable::{SignatureCheck, VerifyingKey};
///
/// /// Uses the host where it helps.
/// struct Host;
///
/// impl SignatureCheck for Host {
///     fn verifies(&self, key: VerifyingKey<'_>, message: &[u8], signature: &[u8]) -> bool {
///         match key.algorithm().as_str() {
///             // "RS256" => the_hosts_own_rsa(key.jwk(), message, signature),
///             _ => key.verifies(message, signature),
///         }
///     }
/// }
/// ```
pub trait SignatureCheck {
    /// Whether the owner of the key made this signature over this message.
    fn verifies(&self, key: VerifyingKey<'_>, message: &[u8], signature: &[u8]) -> bool;
}

/// The kernels of this crate, which work everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kernel;

impl SignatureCheck for Kernel {
    fn verifies(&self, key: VerifyingKey<'_>, message: &[u8], signature: &[u8]) -> bool {
        key.verifies(message, signature)
    }
}

/// A verdict that was given before.
pub(super) struct Known(pub(super) bool);

impl SignatureCheck for Known {
    fn verifies(&self, _: VerifyingKey<'_>, _: &[u8], _: &[u8]) -> bool {
        self.0
    }
}

/// Asks about the signature of a token, unless its bytes can be none.
pub(super) fn signed_by(
    token: &UntrustedToken<'_>,
    key: VerifyingKey<'_>,
    signatures: &impl SignatureCheck,
) -> Result<(), SignatureError> {
    let (message, signature) = (token.signing_input().as_bytes(), token.signature());
    if key.may_have_made(signature) && signatures.verifies(key, message, signature) {
        return Ok(());
    }
    Err(SignatureError::Invalid {
        id: key.jwk().id().map(String::from),
        algorithm: key.algorithm().as_str(),
        length: signature.len(),
        expected_length: key.signature_length(),
    })
}
