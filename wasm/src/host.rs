//! What the host computes faster than the engine.

use assumable::{AlgorithmName, SignatureCheck, VerifyingKey};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::host_keys::HostKeys;

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

    /// The same of an ECDSA key, by the coordinates of its point.
    #[wasm_bindgen(method, catch, js_name = ecKey)]
    fn ec_key(this: &Host, algorithm: &str, x: &str, y: &str) -> Result<Option<HostKey>, JsValue>;

    /// The same of an Ed25519 key.
    #[wasm_bindgen(method, catch, js_name = edKey)]
    fn ed_key(this: &Host, algorithm: &str, x: &str) -> Result<Option<HostKey>, JsValue>;

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
    keys: HostKeys<HostKey>,
}

impl Signatures {
    pub(crate) fn new(host: Option<Host>) -> Self {
        Self { host, keys: HostKeys::new() }
    }
}

impl SignatureCheck for Signatures {
    fn verifies(&self, key: VerifyingKey<'_>, message: &[u8], signature: &[u8]) -> bool {
        let verdict = self.host.as_ref().and_then(|host| {
            let make = || host_key(host, key).ok().flatten();
            self.keys.ask(key, make, |known| known.verifies(message, signature).ok())
        });
        verdict.unwrap_or_else(|| key.verifies(message, signature))
    }
}

/// What the host makes of a key. It has only the methods for what it is faster at; calling one that it
/// lacks fails, as one that throws does.
fn host_key(host: &Host, key: VerifyingKey<'_>) -> Result<Option<HostKey>, JsValue> {
    use AlgorithmName::{EdDsa, Es256, Es384, Es512, Ps256, Ps384, Ps512, Rs256, Rs384, Rs512};

    let (object, name) = (key.jwk().object(), key.algorithm().as_str());
    let number = |name| object.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    match key.algorithm() {
        EdDsa => host.ed_key(name, number("x")),
        Es256 | Es384 | Es512 => host.ec_key(name, number("x"), number("y")),
        Ps256 | Ps384 | Ps512 | Rs256 | Rs384 | Rs512 => {
            host.rsa_key(name, number("n"), number("e"))
        }
        _ => Ok(None),
    }
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** What a host computes faster than the engine, which does without where it throws. */
export interface Host {
    /** An RSA key of these numbers, in base64url; nothing if the engine is to do without. */
    rsaKey?(algorithm: string, modulus: string, exponent: string): HostKey | undefined;
    /** An ECDSA key by the coordinates of its point. */
    ecKey?(algorithm: string, x: string, y: string): HostKey | undefined;
    /** An Ed25519 key. */
    edKey?(algorithm: string, x: string): HostKey | undefined;
}

/** A key in the host's own form, for one algorithm. */
export interface HostKey {
    /** Both are views that are gone afterwards. */
    verifies(message: Uint8Array, signature: Uint8Array): boolean;
}
";
