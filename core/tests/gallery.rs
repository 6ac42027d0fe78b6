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
    Cause, Decision, Diagnosis, Fix, KeySet, Limits, Outcome, Seconds, Severity, Timestamp,
    analyze, diagnose_call, diagnosis_ids, encoding, explain_simulation, json,
};
use serde_json::Value;

#[test]
fn every_case_is_explained() {
    for (name, case) in cases() {
        let simulation = simulate(&case);
        let source = text(&case, "trustPolicy");
        let explained = explain_simulation(&simulation, &diagnose(&case, &simulation), source);
        insta::with_settings!({ description => text(&case, "description"), omit_expression => true }, {
            insta::assert_snapshot!(name.as_str(), explained);
        });
    }
}

#[test]
fn every_case_is_answered_as_it_says() {
    check(|case| {
        let simulation = simulate(case);
        let (outcome, code) = answer(&simulation);
        let (expect, found) = (&case["expect"], ids(&diagnose(case, &simulation)));
        same(Some(outcome), expect["outcome"].as_str())?;
        same(code, expect["awsCode"].as_str())?;
        let expected = causes(expect);
        same(found.first(), expected.first())?;
        match expected.iter().find(|cause| !found.contains(cause)) {
            Some(cause) => Err(format!("{cause} is not in {found:?}")),
            None => Ok(()),
        }
    });
}

/// The first fix makes the policy admit the workload, however the policy is laid out; one elsewhere
/// says what to do. Every fix leaves a policy.
#[test]
fn every_fix_does_what_it_says() {
    check(|case| {
        for source in layouts(text(case, "trustPolicy")) {
            let mut case = case.clone();
            case["trustPolicy"] = source.as_str().into();
            let found = diagnose(&case, &simulate(&case));
            let fixes: Vec<&Fix> = found.iter().filter_map(|it| it.fix.as_ref()).collect();
            for fixed in fixes.iter().filter_map(|fix| fix.apply(&source)) {
                TrustPolicy::parse(&fixed, &Limits::default())
                    .map_err(|errors| format!("{errors}: {fixed}"))?;
            }
            match (case["expect"]["fix"].as_str(), fixes.first()) {
                (Some("policy"), Some(fix)) => {
                    let fixed = fix.apply(&source).ok_or("no edit")?;
                    case["trustPolicy"] = fixed.as_str().into();
                    let outcome = simulate(&case).decision().map(Decision::outcome);
                    same(outcome, Some(Outcome::Allowed)).map_err(|it| format!("{it}: {fixed}"))?;
                }
                (Some("elsewhere"), Some(fix)) => same(fix.apply(&source), None)?,
                (None, None) => {}
                (expected, _) => return Err(format!("{expected:?}, found {fixes:?}")),
            }
        }
        Ok(())
    });
}

/// Every workload asks for every role: whatever is suggested, the policy is one afterwards, and what
/// is said to admit the workload does so unless something else is wrong too.
#[test]
fn no_fix_breaks_a_policy() {
    let cases = cases();
    let (mut failures, mut tried) = (Vec::new(), BTreeSet::new());
    for (name, case) in &cases {
        let Some(claims) = claims(case) else { continue };
        for (other, role) in &cases {
            let mut asked = role.clone();
            let _ = asked.as_object_mut().map(|asked| asked.remove("token"));
            asked["claims"] = claims.clone();
            asked["provider"] = case["provider"].clone();
            let source = text(role, "trustPolicy");
            let found = diagnose(&asked, &simulate(&asked));
            for (index, it) in found.iter().enumerate() {
                let Some(fixed) = it.fix.as_ref().and_then(|fix| fix.apply(source)) else {
                    continue;
                };
                if TrustPolicy::parse(&fixed, &Limits::default()).is_err() {
                    failures.push(format!("{name} and {other}: {}: {fixed}", it.id));
                    continue;
                }
                if tried.insert((other, fixed.clone()))
                    && let Some(summary) = opened(source, &fixed)
                {
                    failures.push(format!("{name} and {other}: {}: {summary}", it.id));
                }
                asked["trustPolicy"] = fixed.as_str().into();
                let simulation = simulate(&asked);
                let allowed =
                    simulation.decision().map(Decision::outcome) == Some(Outcome::Allowed);
                let others = diagnose(&asked, &simulation);
                if index == 0 && found.len() == 1 && !allowed && ids(&others) == [it.id] {
                    failures.push(format!("{name} and {other}: {} again: {fixed}", it.id));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Of whom a finding warns that the edited policy lets in, and whom the policy kept out.
fn opened(source: &str, fixed: &str) -> Option<String> {
    let parse = |source: &str| TrustPolicy::parse(source, &Limits::default()).unwrap();
    let (before, after) = (parse(source), parse(fixed));
    let found = analyze(&after).into_iter().find(|finding| {
        let Some(witness) = &finding.witness else { return false };
        let claims = json::parse(&witness.claims, 2).unwrap();
        let presented = Presented::Claims(claims.as_object().unwrap());
        let now = witness.now.or(Timestamp::from_seconds(0)).unwrap();
        let mut call = AssumeRole::new(presented, &before, now);
        call.role.tags = witness.role_tags.as_deref();
        call.session.source_ip = witness.source_ip.as_deref();
        finding.severity == Severity::Security
            && matches!(aws::simulate(&call).outcome, CallOutcome::Denied(_))
    });
    found.map(|finding| finding.summary)
}

/// What the workload presents, read without a check; `None` for what is no token.
fn claims(case: &Value) -> Option<Value> {
    let Some(token) = case["token"].as_str() else { return Some(case["claims"].clone()) };
    let payload = token.split('.').nth(1)?;
    serde_json::from_slice(&encoding::decode(payload).ok()?).ok()
}

/// The same policy as it is, on one line with its names sorted, and with every value in brackets.
fn layouts(source: &str) -> [String; 3] {
    let policy: Value = serde_json::from_str(source).unwrap();
    let mut listed = policy.clone();
    for statement in listed["Statement"].as_array_mut().unwrap() {
        let blocks = statement["Condition"].as_object_mut().unwrap();
        for value in blocks.values_mut().flat_map(|keys| keys.as_object_mut().unwrap().values_mut())
        {
            if value.is_string() {
                *value = Value::Array(vec![value.clone()]);
            }
        }
    }
    [source.to_owned(), policy.to_string(), serde_json::to_string_pretty(&listed).unwrap()]
}

/// The same question with what was wrong put right has no such cause.
#[test]
fn no_partner_has_the_cause() {
    check(|case| {
        let Some(changes) = case["partner"]["changes"].as_object() else {
            return same(causes(&case["expect"]), vec![]);
        };
        let mut partner = case.clone();
        for (member, value) in changes {
            partner[member] = value.clone();
        }
        let simulation = simulate(&partner);
        let (expect, found) = (&case["partner"]["expect"], ids(&diagnose(&partner, &simulation)));
        same(found.clone(), causes(expect))?;
        same(Some(answer(&simulation).0), expect["outcome"].as_str())?;
        match causes(&case["expect"]).iter().find(|cause| found.contains(cause)) {
            Some(cause) => Err(format!("the partner has {cause} too")),
            None => Ok(()),
        }
    });
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
    assert_eq!(&all - &shown, BTreeSet::new());
    assert_eq!(&shown - &all, BTreeSet::new());
}

/// An id is a text of the form `family.name`; those that the code can give are those it lists.
#[test]
fn every_id_of_the_code_is_listed() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = ["diagnose", "diagnose/call", "diagnose/subject", "issuer"];
    let folders = folders.map(|folder| source.join(folder));
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
    let listed: BTreeSet<&str> = diagnosis_ids().into_iter().collect();
    assert_eq!(&written - &listed, BTreeSet::new());
    // The others are taken from the table of causes, by name.
    let causes: BTreeSet<&str> = Cause::all().map(|cause| cause.id).collect();
    assert_eq!(&(&listed - &written) - &causes, BTreeSet::new());
}

/// Hosts look the same.
const TOP_LEVEL: [&str; 2] = ["com", "io"];

/// Every case is looked at, so that all failures are seen at once.
fn check(case: impl Fn(&Value) -> Result<(), String>) {
    let failed = |(name, value): &(String, Value)| Some(format!("{name}: {}", case(value).err()?));
    let failures: Vec<String> = cases().iter().filter_map(failed).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{found:?} is not {expected:?}")) }
}

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

fn diagnose(case: &Value, simulation: &Simulation) -> Vec<Diagnosis> {
    let limits = Limits { keys: 400, key_set_bytes: 256 * 1024, ..Limits::default() };
    let policy = TrustPolicy::parse(text(case, "trustPolicy"), &limits).expect("a policy");
    diagnose_call(simulation, &policy)
}

/// Outcome, and the code of AWS's error.
fn answer(simulation: &Simulation) -> (&'static str, Option<&str>) {
    match &simulation.outcome {
        CallOutcome::Allowed(_) => ("allowed", None),
        CallOutcome::Denied(error) => ("denied", Some(error.code)),
        CallOutcome::Error(error) => ("error", Some(error.code)),
    }
}

fn ids(diagnoses: &[Diagnosis]) -> Vec<&'static str> {
    diagnoses.iter().map(|diagnosis| diagnosis.id).collect()
}

fn causes(expect: &Value) -> Vec<&str> {
    expect["causes"].as_array().expect("causes").iter().map(|it| it.as_str().unwrap()).collect()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().expect(name)
}
