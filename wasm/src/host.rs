//! What the host computes faster than the engine.

use std::cell::RefCell;

use assumable::{AlgorithmName, SignatureCheck, VerifyingKey};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// A host with signatures of its own. Its door passes it in; it is no part of any global.
    #[derive(Debug)]
    #[wasm_bindgen(typescript_type = "Host")]
    pub type Host;

    /// The RSA key with these numbers, in base64url, at work with this algorithm. Nothing, if the
    /// host has a reason to leave it to the engine.
    #[wasm_bindgen(method, catch, js_name = rsaKey)]
    fn rsa_key(
        this: &Host,
        algorithm: &str,
        modulus: &str,
        exponent: &str,
    ) -> Result<Option<HostKey>, JsValue>;

    /// A key in the host's own form.
    #[derive(Debug)]
    #[wasm_bindgen(typescript_type = "HostKey")]
    pub type HostKey;

    /// Whether the owner of the key made this signature over this message. Both are views of the
    /// engine's memory.
    #[wasm_bindgen(method, catch)]
    fn verifies(this: &HostKey, message: &[u8], signature: &[u8]) -> Result<bool, JsValue>;
}

/// Signatures, by the host where it has something to offer, else by the engine.
///
/// A host that throws has nothing to offer: OpenSSL may be set up to refuse an algorithm or a key.
#[derive(Debug)]
pub(crate) struct Signatures {
    host: Option<Host>,
    /// By thumbprint and algorithm, sorted. As many as the key sets have.
    keys: RefCell<Vec<Known>>,
}

/// What became of a key that the host was told of.
#[derive(Debug)]
struct Known {
    thumbprint: String,
    algorithm: AlgorithmName,
    key: Option<HostKey>,
}

impl Signatures {
    pub(crate) fn new(host: Option<Host>) -> Self {
        Self { host, keys: RefCell::default() }
    }

    /// Asks a key of which the host was told before; `None` if it was not.
    fn ask_known(&self, key: VerifyingKey<'_>, message: &[u8], signature: &[u8]) -> Option<bool> {
        let keys = self.keys.borrow();
        let known = keys.get(place(&keys, key).ok()?)?;
        let verdict = known.key.as_ref().and_then(|known| known.verifies(message, signature).ok());
        Some(verdict.unwrap_or_else(|| key.verifies(message, signature)))
    }

    /// Tells the host of a key.
    fn tell(&self, host: &Host, key: VerifyingKey<'_>) {
        let (jwk, algorithm) = (key.jwk(), key.algorithm());
        let number = |name| jwk.object().get(name).and_then(|value| value.as_str());
        let known = match (number("n"), number("e")) {
            (Some(n), Some(e)) => host.rsa_key(algorithm.as_str(), n, e).ok().flatten(),
            _ => None,
        };
        let known = Known { thumbprint: jwk.thumbprint().to_owned(), algorithm, key: known };
        let mut keys = self.keys.borrow_mut();
        let place = place(&keys, key).unwrap_or_else(|place| place);
        keys.insert(place, known);
    }
}

/// Where the key is, or where it belongs.
fn place(keys: &[Known], key: VerifyingKey<'_>) -> Result<usize, usize> {
    let name = |algorithm: AlgorithmName| algorithm.as_str();
    let wanted = (key.jwk().thumbprint(), name(key.algorithm()));
    keys.binary_search_by(|known| (&*known.thumbprint, name(known.algorithm)).cmp(&wanted))
}

impl SignatureCheck for Signatures {
    fn verifies(&self, key: VerifyingKey<'_>, message: &[u8], signature: &[u8]) -> bool {
        let Some(host) = &self.host else { return key.verifies(message, signature) };
        if !is_rsa(key.algorithm()) {
            return key.verifies(message, signature);
        }
        if let Some(verdict) = self.ask_known(key, message, signature) {
            return verdict;
        }
        self.tell(host, key);
        self.ask_known(key, message, signature).unwrap_or_else(|| key.verifies(message, signature))
    }
}

/// For the others the engine is as fast as OpenSSL or faster, and of EdDSA it has a stricter notion.
fn is_rsa(algorithm: AlgorithmName) -> bool {
    use AlgorithmName::{Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};
    matches!(algorithm, Ps256 | Ps384 | Ps512 | Rs256 | Rs384 | Rs512)
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** What a host computes faster than the engine, which does without where it throws. */
export interface Host {
    /** An RSA key of these numbers, in base64url; nothing if the engine is to do without. */
    rsaKey(algorithm: string, modulus: string, exponent: string): HostKey | undefined;
}

/** A key in the host's own form, for one algorithm. */
export interface HostKey {
    /** Both are views that are gone afterwards. */
    verifies(message: Uint8Array, signature: Uint8Array): boolean;
}
";
