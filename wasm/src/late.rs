//! What the host computes faster than the engine, but answers later: WebCrypto.
//!
//! A verification is then in two halves. The engine keeps what it knows of the token under a number
//! that is never used again; only the verdict on that very token, with that very key, leads on.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use assumable::{AwaitingToken, Jwk, PendingToken, Timestamp, VerifyingKey};
#[cfg(feature = "fetch")]
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(feature = "fetch")]
use crate::verifier::kept::Later;

use crate::host_keys::HostKeys;

#[wasm_bindgen]
extern "C" {
    /// A host with signatures of its own that are checked later. Its door passes it in.
    #[derive(Debug)]
    #[wasm_bindgen(typescript_type = "LateHost")]
    pub type LateHost;

    /// This key, in JSON, at work with this algorithm; nothing if the engine is to do without.
    #[wasm_bindgen(method, catch)]
    fn key(this: &LateHost, algorithm: &str, jwk: &str) -> Result<Option<LateKey>, JsValue>;

    /// A key in the host's own form.
    #[derive(Debug)]
    #[wasm_bindgen(typescript_type = "LateKey")]
    pub type LateKey;

    /// Begins to check a signature. Both are views of the engine's memory. Nothing if the engine is
    /// to do this one.
    #[wasm_bindgen(method, catch)]
    fn begin(
        this: &LateKey,
        number: u32,
        message: &[u8],
        signature: &[u8],
    ) -> Result<Option<VerdictNeeded>, JsValue>;

    /// What the door waits for.
    #[derive(Debug)]
    #[wasm_bindgen(typescript_type = "VerdictNeeded")]
    pub type VerdictNeeded;
}

/// Signatures that are checked later, where the host has something to offer.
#[derive(Debug)]
pub(crate) struct Late {
    host: Option<LateHost>,
    keys: HostKeys<LateKey>,
    waiting: RefCell<VecDeque<Waiting>>,
    last: Cell<u32>,
}

/// A question that the host was asked.
#[derive(Debug)]
pub(crate) struct Asked {
    number: u32,
    needed: VerdictNeeded,
}

/// A token that waits for a verdict.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) number: u32,
    pub(crate) token: AwaitingToken,
    /// Until when its key is used at all.
    pub(crate) keys_until: Timestamp,
    /// If it is to be kept afterwards.
    #[cfg(feature = "fetch")]
    pub(crate) later: Option<Later>,
    /// The state of the keys that the host was asked with.
    #[cfg(feature = "fetch")]
    pub(crate) replaced: u32,
}

impl Late {
    pub(crate) fn new(host: Option<LateHost>) -> Self {
        let (waiting, last) = (RefCell::default(), Cell::default());
        Self { host, keys: HostKeys::new(), waiting, last }
    }

    /// Begins to check a signature, if the host does that.
    pub(crate) fn ask(&self, token: &PendingToken<'_, '_, '_>) -> Option<Asked> {
        let number = self.last.get().wrapping_add(1);
        let needed = self.begin(token, number)?;
        self.last.set(number);
        Some(Asked { number, needed })
    }

    /// Keeps the token that the host was asked about until the verdict comes.
    #[cfg(feature = "fetch")]
    pub(crate) fn wait(&self, asked: Asked, token: impl FnOnce(u32) -> Waiting) -> JsValue {
        let mut waiting = self.waiting.borrow_mut();
        // Whoever waits too long is verified by the engine. Requests may be cancelled meanwhile.
        if waiting.len() == MOST_WAITING {
            waiting.pop_front();
        }
        waiting.push_back(token(asked.number));
        asked.needed.unchecked_into()
    }

    /// The token that waits for this verdict, unless it waited too long.
    pub(crate) fn take(&self, number: u32) -> Option<Waiting> {
        let mut waiting = self.waiting.borrow_mut();
        let at = waiting.iter().position(|waiting| waiting.number == number)?;
        waiting.remove(at)
    }

    fn begin(&self, token: &PendingToken<'_, '_, '_>, number: u32) -> Option<VerdictNeeded> {
        let host = self.host.as_ref()?;
        if token.is_contested() {
            return None;
        }
        let key = token.key();
        let begin =
            |late: &LateKey| late.begin(number, token.message(), token.signature()).ok().flatten();
        self.keys.ask(key, || tell(host, key), begin)
    }
}

/// Tells the host of a key.
fn tell(host: &LateHost, key: VerifyingKey<'_>) -> Option<LateKey> {
    host.key(key.algorithm().as_str(), &public_numbers(key.jwk())).ok().flatten()
}

/// The key as JSON, without what its issuer says about it. The core has read the members: they are
/// base64url, or the name of a curve, and need no escape.
fn public_numbers(jwk: &Jwk) -> String {
    let member = |name: &str| {
        let text = jwk.object().get(name)?.as_str()?;
        Some(format!(r#""{name}":"{text}""#))
    };
    let members: Vec<String> = MEMBERS.into_iter().filter_map(member).collect();
    format!("{{{}}}", members.join(","))
}

const MEMBERS: [&str; 6] = ["kty", "n", "e", "crv", "x", "y"];

/// How many tokens wait at most; each takes a few kilobytes.
const MOST_WAITING: usize = 256;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "
/** What a host computes faster than the engine, which does without where it throws or gives nothing. */
export interface LateHost {
    /** A public key, in JSON, for one algorithm. */
    key(algorithm: string, jwk: string): LateKey | undefined;
}

/** A key in the host's own form. */
export interface LateKey {
    /** Both are views that are gone afterwards. */
    begin(number: number, message: Uint8Array, signature: Uint8Array): VerdictNeeded | undefined;
    /** What a verdict is worth: nothing if the engine is to look for itself. */
    judged(good: boolean): boolean | undefined;
}

/** A verdict to wait for. */
export interface VerdictNeeded {
    /** What the engine knows it by. */
    number: number;
    /** Whether the owner of the key made the signature. It may reject. */
    verdict: Promise<boolean>;
    /** Of which key it is the verdict. */
    key: LateKey;
}
";
