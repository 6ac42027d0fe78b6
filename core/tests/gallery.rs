//! The gallery: a case for every cause that a diagnosis can name. Read its snapshots to judge the
//! words; what a case expects is written in `vectors/gallery/`.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assumable::aws::{
    self, AssumeRole, CallOutcome, Presented, Provider, Role, RoleSession, Simulation, TrustPolicy,
};
use assumable::{
    Cause, Diagnosis, Edit, KeySet, Limits, Outcome, Seconds, Timestamp, diagnose_call,
    diagnosis_ids, explain_simulation, json,
};
use serde_json::Value;

/// Families of causes of which the gallery has no case yet.
const WITHOUT_CASE: [&str; 4] = ["claim.", "k8s.", "policy.", "sub."];

#[test]
fn every_case_is_answered_and_explained() {
    for (name, case) in cases() {
        let simulation = simulate(&case);
        let found = diagnose_call(&simulation);
        let explained = explain_simulation(&simulation, &found, text(&case, "trustPolicy"));
        insta::with_settings!({ description => text(&case, "description"), omit_expression => true }, {
            insta::assert_snapshot!(name.as_str(), explained);
        });
        let (outcome, code) = answer(&simulation);
        let (expect, expected) = (&case["expect"], causes(&case["expect"]));
        assert_eq!(outcome, expect["outcome"], "{name}");
        assert_eq!(code, expect["awsCode"].as_str(), "{name}");
        let found = ids(&found);
        assert_eq!(found.first(), expected.first(), "{name}: {found:?}");
        for cause in expected {
            assert!(found.contains(&cause), "{name}: {cause} is not in {found:?}");
        }
    }
}

/// The first edit that is suggested makes the policy admit the workload; a fix elsewhere says what
/// to do.
#[test]
fn every_fix_does_what_it_says() {
    for (name, case) in cases() {
        let simulation = simulate(&case);
        let found = diagnose_call(&simulation);
        let first = found.first().and_then(|diagnosis| diagnosis.fix.as_ref());
        match case["expect"]["fix"].as_str() {
            Some("policy") => {
                let fix = first.unwrap_or_else(|| panic!("{name}: no fix"));
                let edit = fix.edit.as_ref().unwrap_or_else(|| panic!("{name}: no edit"));
                let fixed = edited(&case, edit);
                let outcome = simulate(&fixed).decision().expect(&name).outcome();
                assert_eq!(outcome, Outcome::Allowed, "{name}: {}", text(&fixed, "trustPolicy"));
            }
            Some("elsewhere") => {
                let fix = first.unwrap_or_else(|| panic!("{name}: no fix"));
                assert_eq!(fix.edit, None, "{name}");
                assert!(!fix.effect.is_empty(), "{name}");
            }
            Some(other) => panic!("{name}: a fix is in the `policy` or `elsewhere`, not `{other}`"),
            None => assert!(first.is_none(), "{name}: {first:?}"),
        }
    }
}

/// The same question with what was wrong put right has no such cause.
#[test]
fn no_partner_has_the_cause() {
    for (name, case) in cases() {
        let Some(changes) = case["partner"]["changes"].as_object() else {
            assert!(causes(&case["expect"]).is_empty(), "{name} has no partner");
            continue;
        };
        let mut partner = case.clone();
        for (member, value) in changes {
            partner[member] = value.clone();
        }
        let simulation = simulate(&partner);
        let found = diagnose_call(&simulation);
        let (expect, found) = (&case["partner"]["expect"], ids(&found));
        assert_eq!(answer(&simulation).0, expect["outcome"], "{name}: {found:?}");
        assert_eq!(found, causes(expect), "{name}");
        for cause in causes(&case["expect"]) {
            assert!(!found.contains(&cause), "{name}: the partner has {cause} too");
        }
    }
}

/// As the npm package takes it: what is not of the answer is the question.
#[test]
fn every_member_of_a_case_is_known() {
    const KNOWN: [&str; 11] = [
        "title",
        "description",
        "token",
        "claims",
        "jwks",
        "trustPolicy",
        "role",
        "provider",
        "request",
        "now",
        "expect",
    ];
    for (name, case) in cases() {
        let unknown = |member: &&String| member != &"partner" && !KNOWN.contains(&member.as_str());
        let found: Vec<&String> = case.as_object().unwrap().keys().filter(unknown).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
        assert!(case["token"].is_string() != case["claims"].is_object(), "{name}");
    }
}

#[test]
fn every_cause_has_a_case() {
    let cases = cases();
    let shown: BTreeSet<&str> =
        cases.iter().filter_map(|(_, case)| case["expect"]["causes"][0].as_str()).collect();
    let all: BTreeSet<&str> = diagnosis_ids().into_iter().collect();
    let excused = |id: &&&str| WITHOUT_CASE.iter().any(|family| id.starts_with(family));
    assert_eq!((&all - &shown).iter().find(|id| !excused(id)), None);
    assert_eq!(&shown - &all, BTreeSet::new());
    for family in WITHOUT_CASE {
        let missing = |id: &&str| id.starts_with(family);
        assert!((&all - &shown).iter().any(missing), "all of `{family}` have a case");
    }
}

/// An id is a text of the form `family.name`; those that the code can give are those it lists.
#[test]
fn every_id_of_the_code_is_listed() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = [source.join("diagnose"), source.join("diagnose/call"), source.join("issuer")];
    let files = folders.iter().flat_map(files).filter(|file| !file.ends_with("ids.rs"));
    let texts: Vec<String> = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let is_id = |text: &&str| {
        let name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c == '-' || c.is_ascii_alphanumeric())
        };
        let parts = text.split_once('.');
        parts.is_some_and(|(family, rest)| name(family) && name(rest) && !TOP_LEVEL.contains(&rest))
    };
    let quoted = texts.iter().flat_map(|text| text.split('"'));
    let written: BTreeSet<&str> = quoted.filter(is_id).collect();
    let all: BTreeSet<&str> = diagnosis_ids().into_iter().collect();
    assert_eq!(&written - &all, BTreeSet::new());
    // The others are taken from the table of causes, by name.
    let causes: BTreeSet<&str> = Cause::all().map(|cause| cause.id).collect();
    assert_eq!(&(&all - &written) - &causes, BTreeSet::new());
}

/// Hosts look the same.
const TOP_LEVEL: [&str; 2] = ["com", "io"];

/// Name of the file, and the case.
fn cases() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/gallery");
    let json =
        files(&folder).into_iter().filter(|file| file.extension().is_some_and(|it| it == "json"));
    let mut cases: Vec<(String, Value)> = json
        .map(|file| {
            let case = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            (file.file_stem().unwrap().to_string_lossy().into_owned(), case)
        })
        .collect();
    cases.sort_by(|(a, _), (b, _)| a.cmp(b));
    cases
}

fn files(folder: &PathBuf) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).collect()
}

fn simulate(case: &Value) -> Simulation {
    let limits = Limits { keys: 400, key_set_bytes: 256 * 1024, ..Limits::default() };
    let policy = TrustPolicy::parse(text(case, "trustPolicy"), &limits).expect("a policy");
    let keys = &case["jwks"];
    let keys = keys.is_object().then(|| KeySet::parse(&keys.to_string(), &limits).expect("keys"));
    let now = case["now"].as_i64().and_then(Timestamp::from_seconds).expect("a time");
    let claims = json::parse(&case["claims"].to_string(), limits.json_depth).expect("claims");
    let presented = match case["token"].as_str() {
        Some(token) => Presented::Token(token),
        None => Presented::Claims(claims.as_object().expect("claims")),
    };
    let client_ids: Option<Vec<String>> =
        serde_json::from_value(case["provider"]["clientIds"].clone()).unwrap();
    let tags: Option<Vec<(String, String)>> = case["role"]["tags"].as_object().map(|tags| {
        tags.iter().map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned())).collect()
    });
    let request = &case["request"];
    aws::simulate(&AssumeRole {
        keys: keys.as_ref(),
        role: Role {
            arn: case["role"]["arn"].as_str(),
            max_session_duration: case["role"]["maxSessionDuration"]
                .as_u64()
                .map(|it| Seconds(it.try_into().unwrap())),
            tags: tags.as_deref(),
        },
        provider: Provider {
            arn: case["provider"]["arn"].as_str(),
            url: case["provider"]["url"].as_str(),
            client_ids: client_ids.as_deref(),
        },
        session: RoleSession {
            name: request["roleSessionName"].as_str(),
            duration: request["durationSeconds"].as_i64(),
            provider_id: request["providerId"].as_str(),
            source_ip: request["sourceIp"].as_str(),
            region: request["region"].as_str(),
            user_agent: request["userAgent"].as_str(),
            secure_transport: request["secureTransport"].as_bool(),
        },
        ..AssumeRole::new(presented, &policy, now)
    })
}

fn edited(case: &Value, edit: &Edit) -> Value {
    let mut source = text(case, "trustPolicy").to_owned();
    source.replace_range(std::ops::Range::from(edit.span), &edit.replacement);
    let mut fixed = case.clone();
    fixed["trustPolicy"] = source.into();
    fixed
}

/// Outcome, and the code of AWS's error.
fn answer(simulation: &Simulation) -> (&'static str, Option<&str>) {
    match &simulation.outcome {
        CallOutcome::Allowed(_) => ("allowed", None),
        CallOutcome::Denied(error) => ("denied", Some(error.code)),
        CallOutcome::Error(error) => ("error", Some(error.code)),
    }
}

fn ids(diagnoses: &[Diagnosis]) -> Vec<&str> {
    diagnoses.iter().map(|diagnosis| diagnosis.id).collect()
}

fn causes(expect: &Value) -> Vec<&str> {
    expect["causes"].as_array().expect("causes").iter().map(|it| it.as_str().unwrap()).collect()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().expect(name)
}
