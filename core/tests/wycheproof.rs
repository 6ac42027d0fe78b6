//! The kernels against Project Wycheproof, through keys as an issuer would publish them.

#![expect(clippy::unwrap_used, reason = "a test may panic")]
#![expect(clippy::print_stdout, reason = "counts, for whoever asks with --nocapture")]

use std::collections::BTreeMap;

use assumable::{AlgorithmName, Jwk, encoding, json};
use wycheproof::{HashFunction, TestResult};

/// Where we differ from Wycheproof, and why. A case of the table in which we do not fails too.
const EXCEPTIONS: [Exception; 4] = [
    Exception {
        reason: "RFC 7518 section 3.5: the salt is as long as the digest",
        applies: |case| is_good(case) && case.pss.is_some_and(|pss| !pss.salt_fits),
    },
    Exception {
        reason: "RFC 7518 section 3.5: MGF1 uses the hash of the message",
        applies: |case| {
            is_good(case) && case.pss.is_some_and(|pss| pss.salt_fits && !pss.mask_fits)
        },
    },
    Exception {
        reason: "wrong only for a file of empty salts: this one has that of RFC 7518 section 3.5",
        applies: |case| case.file == "rsa_pss_2048_sha256_mgf1_0" && case.id == 69,
    },
    Exception {
        reason: "RFC 8017 section 9.2: the name of the hash has NULL for parameters; \
                 Wycheproof calls its absence acceptable",
        applies: |case| case.result == TestResult::Acceptable && case.comment.contains("NULL"),
    },
];

struct Exception {
    reason: &'static str,
    applies: fn(&Case<'_>) -> bool,
}

fn is_good(case: &Case<'_>) -> bool {
    case.result != TestResult::Invalid
}

/// One signature.
struct Case<'f> {
    file: &'f str,
    id: usize,
    comment: String,
    message: Vec<u8>,
    signature: Vec<u8>,
    result: TestResult,
    pss: Option<Pss>,
}

#[derive(Clone, Copy)]
struct Pss {
    salt_fits: bool,
    mask_fits: bool,
}

/// The tests of every family have these fields, but not a type in common.
macro_rules! case {
    ($file:expr, $test:expr, $pss:expr) => {
        Case {
            file: $file,
            id: $test.tc_id,
            comment: $test.comment,
            message: $test.msg.to_vec(),
            signature: $test.sig.to_vec(),
            result: $test.result,
            pss: $pss,
        }
    };
}

/// What came out of a file, or of a part of it.
#[derive(Default)]
struct Report {
    run: usize,
    excepted: BTreeMap<&'static str, usize>,
    deviations: Vec<String>,
}

impl Report {
    /// `key` is the text of a JWK that must be usable.
    fn check(&mut self, key: &str, algorithm: AlgorithmName, case: &Case<'_>) {
        let jwk = Jwk::parse(&json::parse(key, 4).unwrap()).unwrap();
        let key = jwk.verifying_key(algorithm).unwrap();
        let accepted = key.verifies(&case.message, &case.signature);
        let exception = EXCEPTIONS.iter().find(|exception| (exception.applies)(case));
        self.run += 1;
        if (accepted == is_good(case)) != exception.is_none() {
            let verdict = if accepted { "accepted" } else { "refused" };
            let Case { file, id, comment, result, .. } = case;
            self.deviations.push(format!("{file} {id} ({comment}, {result:?}): {verdict}"));
        } else if let Some(exception) = exception {
            *self.excepted.entry(exception.reason).or_default() += 1;
        }
    }

    fn finish(self, family: &str, at_least: usize) {
        let excepted: usize = self.excepted.values().sum();
        let passed = self.run - excepted - self.deviations.len();
        println!("{family}: {} run, {passed} as Wycheproof says, {excepted} excepted", self.run);
        for (reason, count) in &self.excepted {
            println!("    {count}: {reason}");
        }
        assert!(self.run >= at_least, "only {} run", self.run);
        assert_eq!(self.deviations, Vec::<String>::new());
    }
}

#[test]
fn rsa_pkcs1() {
    use wycheproof::rsa_pkcs1_verify::{TestName, TestSet};

    let mut report = Report::default();
    for bits in [2048, 3072, 4096, 8192] {
        for hash in [256, 384, 512] {
            let file = format!("rsa_signature_{bits}_sha{hash}");
            let set = TestSet::load(file.parse::<TestName>().unwrap()).unwrap();
            for group in set.test_groups {
                let key = rsa_key(&group.key.n, &group.key.e);
                let algorithm = algorithm("RS", group.hash).unwrap();
                for test in group.tests {
                    report.check(&key, algorithm, &case!(&file, test, None));
                }
            }
        }
    }
    report.finish("RSASSA-PKCS1-v1_5", 3000);
}

#[test]
fn rsa_pss() {
    use wycheproof::rsa_pss_verify::{TestName, TestSet};

    let mut report = Report::default();
    let files = [
        "rsa_pss_2048_sha256_mgf1_32",
        "rsa_pss_2048_sha384_mgf1_48",
        "rsa_pss_3072_sha256_mgf1_32",
        "rsa_pss_4096_sha256_mgf1_32",
        "rsa_pss_4096_sha384_mgf1_48",
        "rsa_pss_4096_sha512_mgf1_64",
        // Other parameters than those of JWS.
        "rsa_pss_2048_sha256_mgf1_0",
        "rsa_pss_2048_sha256_mgf1sha1_20",
        "rsa_pss_2048_sha512_mgf1sha256_32_params",
        "rsa_pss_4096_sha512_mgf1_32",
        "rsa_pss_misc",
    ];
    for file in files {
        let set = TestSet::load(file.parse::<TestName>().unwrap()).unwrap();
        for group in set.test_groups {
            let Some(algorithm) = algorithm("PS", group.hash) else { continue };
            let key = rsa_key(&group.key.n, &group.key.e);
            let salt_fits = algorithm.as_str().ends_with(&(8 * group.salt_size).to_string());
            let mask_fits = group.mgf_hash == Some(group.hash);
            let pss = Some(Pss { salt_fits, mask_fits });
            for test in group.tests {
                report.check(&key, algorithm, &case!(file, test, pss));
            }
        }
    }
    report.finish("RSASSA-PSS", 1000);
}

#[test]
fn ecdsa() {
    use wycheproof::ecdsa::{TestName, TestSet};

    let mut report = Report::default();
    let files = [
        ("ecdsa_secp256r1_sha256_p1363", "P-256", AlgorithmName::Es256),
        ("ecdsa_secp384r1_sha384_p1363", "P-384", AlgorithmName::Es384),
        ("ecdsa_secp521r1_sha512_p1363", "P-521", AlgorithmName::Es512),
    ];
    for (file, curve, algorithm) in files {
        let set = TestSet::load(file.parse::<TestName>().unwrap()).unwrap();
        for group in set.test_groups {
            let key = ec_key(curve, &group.key.key);
            for test in group.tests {
                report.check(&key, algorithm, &case!(file, test, None));
            }
        }
    }
    report.finish("ECDSA", 800);
}

#[test]
fn ed25519() {
    use wycheproof::eddsa::{TestName, TestSet};

    let mut report = Report::default();
    for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
        let x = encoding::encode(&group.key.pk);
        let key = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#);
        for test in group.tests {
            report.check(&key, AlgorithmName::EdDsa, &case!("ed25519", test, None));
        }
    }
    report.finish("Ed25519", 150);
}

/// The algorithm with this hash, if JWS has one.
fn algorithm(prefix: &str, hash: HashFunction) -> Option<AlgorithmName> {
    let bits = match hash {
        HashFunction::Sha2_256 => 256,
        HashFunction::Sha2_384 => 384,
        HashFunction::Sha2_512 => 512,
        _ => return None,
    };
    AlgorithmName::from_jws_name(&format!("{prefix}{bits}"))
}

fn rsa_key(modulus: &[u8], exponent: &[u8]) -> String {
    let (n, e) = (encoding::encode(modulus), encoding::encode(exponent));
    format!(r#"{{"kty":"RSA","n":"{n}","e":"{e}"}}"#)
}

/// From the uncompressed form of SEC 1: `04`, then two coordinates.
fn ec_key(curve: &str, point: &[u8]) -> String {
    let (x, y) = point.split_at(1).1.split_at(point.len() / 2);
    let (x, y) = (encoding::encode(x), encoding::encode(y));
    format!(r#"{{"kty":"EC","crv":"{curve}","x":"{x}","y":"{y}"}}"#)
}
