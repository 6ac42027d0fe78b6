//! A token is taken apart, or refused with a place in it; its parts are the text again.
#![no_main]

use assumable::{Explain as _, Limits, UntrustedToken, encoding};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let limits = Limits::default();
    match UntrustedToken::parse(source, &limits) {
        Ok(token) => {
            let header = encoding::encode(token.header().text().as_bytes());
            let payload = encoding::encode(token.payload().get_unverified());
            let signature = encoding::encode(token.signature());
            assert_eq!(format!("{header}.{payload}.{signature}"), source);
            if let Err(error) = token.claims(&limits) {
                let _ = error.to_string();
            }
        }
        Err(error) => {
            if let Some(span) = error.span() {
                assert!(span.of(source).is_some());
            }
            let _ = error.to_string();
        }
    }
});
