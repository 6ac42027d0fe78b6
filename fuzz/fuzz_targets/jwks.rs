//! A key set is read or refused; a key of it made no signature that anybody can write down.
#![no_main]

use assumable::{AlgorithmName, Explain as _, KeySet, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| match KeySet::parse(source, &Limits::default()) {
    Ok(set) => {
        for skipped in set.skipped() {
            let _ = skipped.reason.to_string();
        }
        // One is enough: verifying is slow, and the fuzzer moves keys about by itself.
        if let Some(key) = set.keys().first() {
            for algorithm in AlgorithmName::ALL {
                let Some(key) = key.verifying_key(algorithm) else { continue };
                assert!(!key.verifies(source.as_bytes(), &vec![1; key.signature_length()]));
                assert!(!key.verifies(source.as_bytes(), &[]));
            }
        }
    }
    Err(error) => {
        if let Some(span) = error.span() {
            assert!(span.of(source).is_some());
        }
        let _ = error.to_string();
    }
});
