//! Every example, and what becomes of it, as a person would read it.

use std::fmt::Write as _;

use super::{CheckView, Line, Report, Sides, Stage, SuspectView};
use crate::example::Example;
use crate::inputs::{Action, CallField, Clock, Inputs, KeysFrom, Theme};
use crate::sizes;
use crate::tone::Tone;

/// Long after every example.
const LATER: i64 = 1_800_000_000;

fn with(actions: impl IntoIterator<Item = Action>) -> Inputs {
    actions.into_iter().fold(Inputs::opening(Theme::System), Inputs::after)
}

fn report(actions: impl IntoIterator<Item = Action>) -> String {
    summary(&Report::new(&with(actions).case, LATER))
}

fn edited(from: &str, to: &str) -> Action {
    let Stage::Done(claims) = Report::new(&with([]).case, LATER).claims else { panic!() };
    Action::Claims(claims.json.replace(from, to))
}

fn policy(from: &str, to: &str) -> Action {
    Action::Policy(with([]).case.policy.text.replace(from, to))
}

/// What the page says, without its layout.
fn summary(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |text: String| writeln!(out, "{text}").unwrap();
    let verdict = &report.verdict;
    line(format!("{} [{:?}] {}", verdict.word, verdict.tone, verdict.why));
    line(format!("  {} {}", verdict.basis, verdict.aws.as_deref().unwrap_or("-")));
    verdict.last.iter().for_each(|last| line(format!("  before: {}. {}", last.word, last.why)));
    line(format!("badge: {} [{:?}] {}", report.badge.word, report.badge.tone, report.badge.rest));
    for stage in &report.stages {
        line(format!("{}: {}. {}", stage.name, stage.mark, stage.note));
    }
    for note in report.token.note.iter().chain(&report.policy.taken) {
        line(format!("note: {note}"));
    }
    let problems = report.policy.problems.iter();
    let problems = problems.chain(&report.token.problem).chain(&report.keys.problem);
    for problem in problems {
        line(format!("problem: {problem:?}"));
    }
    for error in report.token.error.iter().chain(&report.policy.error) {
        line(format!(
            "error message: {} {:?} {:?}",
            error.meaning, error.ruled_out, error.evidence
        ));
        for SuspectView { id, means, check } in &error.suspects {
            line(format!("  {id}: {means} {check}"));
        }
    }
    for note in report.policy.notes.iter() {
        let fix = if note.fix.is_some() { ", with a fix" } else { "" };
        line(format!("note at {:?} [{:?}{fix}] {}", note.range, note.tone, note.message));
    }
    if let Stage::Done(claims) = &report.claims {
        let parts = claims.subject.iter();
        let parts: Vec<String> = parts
            .map(|it| format!("{}={}{}", it.name, it.text, if it.differs { " (!)" } else { "" }))
            .collect();
        line(format!("{}: {}", claims.workload, parts.join(", ")));
        if let Some(life) = &claims.lifetime {
            let begins = life.begins.as_ref().map(|(_, words)| &**words).unwrap_or_default();
            line(format!("  {begins}, {} [{:?}] at {}", life.ends.1, life.tone, life.now));
            for taker in &life.takers {
                line(format!("  {} {}", taker.who, taker.words));
            }
        }
        if let Some(problem) = &claims.problem {
            line(format!("problem of the claims: {problem:?}"));
        }
    }
    for check in report.checks.iter().flat_map(|checks| &checks.rows) {
        if check.tone != Tone::Good {
            let CheckView { name, mark, expected, actual, .. } = check;
            line(format!("check {name}: {mark}; expected {expected:?}, is {actual:?}"));
        }
    }
    if let Stage::Done(meeting) = &report.meeting {
        for statement in &meeting.statements {
            line(format!("{} {}: {}", statement.title, statement.effect, statement.mark));
            for row in &statement.rows {
                let key = row.key.as_deref().unwrap_or_default();
                line(format!(
                    "  {} {key}: {} [{:?}], lines {:?}",
                    row.name, row.mark, row.tone, row.lines
                ));
                match &row.sides {
                    Sides::Both(text) => line(format!("    both {text}")),
                    Sides::Apart { whose, given, none, policy } => {
                        if given.is_empty() {
                            line(format!("    {whose} {none}"));
                        }
                        for (name, sides) in [(*whose, given), ("policy", policy)] {
                            for side in sides {
                                let pieces = side.pieces.iter();
                                let pieces = pieces.map(|piece| match piece.class.is_empty() {
                                    true => piece.text.clone(),
                                    false => format!("[{}]", piece.text),
                                });
                                line(format!("    {name} {}", pieces.collect::<String>()));
                            }
                        }
                    }
                }
                row.note.iter().for_each(|note| line(format!("    {note}")));
            }
        }
        for cause in &meeting.causes {
            line(format!("cause {}: {} {:?}", cause.id, cause.means, cause.effect));
            cause.summary.iter().for_each(|text| line(format!("  {text}")));
            for change in &cause.changes {
                line(format!("  line {}: {} -> {}", change.line, change.old, change.new));
            }
            cause.elsewhere.iter().for_each(|text| line(format!("  elsewhere: {text}")));
        }
        meeting.last_resort.iter().for_each(|text| line(format!("no known cause: {text}")));
    }
    out
}

#[test]
fn examples() {
    let sources = [
        include_str!("../../../vectors/examples/fly-machine.json"),
        include_str!("../../../vectors/examples/fly-other-app.json"),
        include_str!("../../../vectors/examples/fly-expired.json"),
        include_str!("../../../vectors/examples/fly-tampered.json"),
    ];
    for (index, source) in sources.into_iter().enumerate() {
        let example = Action::Example(Box::new(Example::parse(source).unwrap()));
        insta::assert_snapshot!(format!("example-{index}"), report([example]));
    }
}

#[test]
fn edited_claims() {
    insta::assert_snapshot!("edited-app", report([edited("acme:foo-bar", "acme:cat-api")]));
    insta::assert_snapshot!("edited-machine", report([edited("river", "lake")]));
    let broken = [edited("river", "lake"), Action::Claims("{\"iss\": ".into())];
    insta::assert_snapshot!("edited-broken", report(broken));
    // An edit that changes nothing is no edit: the signature still fits.
    assert!(report([edited("x", "x")]).starts_with("Allowed"));
}

#[test]
fn the_coloured_claims_are_the_typed_ones() {
    for typed in ["{\"iss\": ", "{  \"sub\":\n\"a\"}", "{\"a\": \"b\",}"] {
        let report = Report::new(&with([Action::Claims(typed.into())]).case, LATER);
        let Stage::Done(claims) = report.claims else { panic!("{typed}") };
        let line = |line: &Line| line.pieces.iter().map(|it| &*it.text).collect::<String>();
        let coloured: Vec<String> = claims.json_lines.iter().map(line).collect();
        assert_eq!((&*claims.json, &*coloured.join("\n")), (typed, typed));
    }
}

#[test]
fn policies() {
    let comma = policy("acme:foo-bar:*\"", "acme:foo-bar:*\",");
    insta::assert_snapshot!("policy-trailing-comma", report([comma]));
    insta::assert_snapshot!("policy-wildcard", report([policy("StringLike", "StringEquals")]));
    let missing = policy("oidc.fly.io/acme:sub", "oidc.fly.io/acme:app_name");
    insta::assert_snapshot!("policy-missing-key", report([missing]));
    insta::assert_snapshot!("policy-deny", report([policy("Allow", "Deny")]));
    let several = policy("\"acme:foo-bar:*\"", "[\"acme:x:*\", \"acme:foo-bar:*\"]");
    insta::assert_snapshot!("policy-several-values", report([several]));
    insta::assert_snapshot!("policy-none", report([Action::Policy(String::new())]));
}

#[test]
fn causes() {
    let blind = r#""IpAddress": {"aws:SourceIp": "192.0.2.0/24"}, "StringLike""#;
    insta::assert_snapshot!("cause-unknown", report([policy("\"StringLike\"", blind)]));
    let of_gallery = |case| Action::Example(Box::new(Example::parse(case).unwrap()));
    let issuer = of_gallery(include_str!("../../../vectors/gallery/vercel-issuer-mode.json"));
    insta::assert_snapshot!("cause-several-edits", report([issuer.clone()]));
    let audience = of_gallery(include_str!("../../../vectors/gallery/aud-not-in-provider.json"));
    insta::assert_snapshot!("cause-elsewhere", report([audience]));
    // All edits are made together.
    let Stage::Done(meeting) = Report::new(&with([issuer.clone()]).case, LATER).meeting else {
        panic!()
    };
    let fixed = meeting.causes.into_iter().find_map(|cause| cause.fixed).unwrap();
    assert!(report([issuer, Action::FixedPolicy(fixed)]).starts_with("Allowed"));
}

#[test]
fn a_session_length_that_cannot_be_read_is_never_passed_over() {
    for typed in ["1h", "-5", "3600.5", "99999999999999999999"] {
        let report = report([Action::Call(CallField::Duration, typed.into())]);
        assert!(report.starts_with("Not decided"), "{typed}: {report}");
        assert!(report.contains("Parameters: failed. The session length is not"), "{report}");
    }
    assert!(report([Action::Call(CallField::Duration, " 3600 ".into())]).starts_with("Allowed"));
}

#[test]
fn keys() {
    let keys = |text: &str| [Action::Keys(text.into(), KeysFrom::Paste)];
    insta::assert_snapshot!("keys-none", report(keys("")));
    insta::assert_snapshot!("keys-broken", report(keys("{\"keys\": [}")));
    insta::assert_snapshot!("keys-other", report(keys("{\"keys\": []}")));
    let document = r#"{"issuer": "https://a.example", "jwks_uri": "https://a.example/jwks"}"#;
    insta::assert_snapshot!("keys-elsewhere", report(keys(document)));
    let issuer = KeysFrom::Issuer("https://oidc.fly.io/acme".into());
    let fetched = with([]).case.keys;
    assert!(report([Action::Keys(fetched, issuer)]).contains("Verified with the issuer's keys"));
}

#[test]
fn garbage_in_the_token() {
    for (name, text) in [("empty", ""), ("half", "eyJhbGciOiJSUzI1NiJ9.e30"), ("brace", "{")] {
        insta::assert_snapshot!(format!("token-{name}"), report([Action::Token(text.into())]));
    }
    let long = report([Action::Token("x".repeat(20_001))]);
    assert!(long.contains("at most 20000 are read"), "{long}");
}

#[test]
fn the_end_of_a_text_that_fills_its_field_is_missed() {
    let token = report([Action::Token("x".repeat(sizes::TOKEN_FIELD))]);
    let keys = report([Action::Keys("x".repeat(sizes::KEYS_FIELD), KeysFrom::Paste)]);
    let policy = report([Action::Policy("x".repeat(sizes::POLICY_FIELD))]);
    for (report, most) in [(token, "20000"), (keys, "65536"), (policy, "131072")] {
        assert!(report.contains("the field takes"), "{report}");
        assert!(report.contains(&format!("at most {most} bytes are read")), "{report}");
    }
}

#[test]
fn the_page_and_the_call_read_tokens_of_the_same_length() {
    let claims =
        |padding| edited("\"sub\"", &format!("\"pad\": \"{}\",\n  \"sub\"", "x".repeat(padding)));
    for (padding, is_read) in [(12_000, true), (14_000, true), (15_000, false)] {
        let after = with([claims(padding)]);
        let report = Report::new(&after.case, LATER);
        let Stage::Done(view) = &report.claims else { panic!("no editor at {padding}") };
        assert_eq!(view.problem.is_none(), is_read, "{padding}: {:?}", view.problem);
        assert_eq!(report.token.edited, is_read, "{padding}");
        assert!(report.token.problem.is_none() && matches!(report.meeting, Stage::Done(_)));
        let lengths = report.token.text.len()..=20_000;
        assert!(!lengths.is_empty(), "{padding}");
        let token = Report::new(&with([Action::Token(report.token.text.clone())]).case, LATER);
        assert!(
            token.token.problem.is_none()
                && token.stages.iter().all(|it| it.name != "Token" || it.mark == "passed")
        );
    }
}

#[test]
fn a_token_that_a_terminal_wrapped_is_read() {
    let token = with([]).case.token;
    let wrapped: Vec<&str> =
        token.as_bytes().chunks(80).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let report = report([Action::Token(wrapped.join("\n  "))]);
    assert!(report.starts_with("Allowed"), "{report}");
    assert!(
        report.contains("note: Read without the line breaks and spaces inside it."),
        "{report}"
    );
    let broken = wrapped.join("\n").replacen('.', "=.", 1);
    let report = self::report([Action::Token(broken)]);
    assert!(report.contains("place: Some(\"line 2, column 9\")"), "{report}");
}

#[test]
fn keys_are_asked_for_only_where_they_would_help() {
    let badge = |token: &str| {
        let keys = Action::Keys(String::new(), KeysFrom::Paste);
        Report::new(&with([keys, Action::Token(token.into())]).case, LATER).badge.rest
    };
    assert!(badge("{").starts_with("The token cannot be read"));
    assert!(badge("eyJhbGciOiJub25lIn0.e30.").contains("`none`"));
    assert!(badge(&with([]).case.token).starts_with("Paste the issuer's keys"));
    // AWS takes no EdDSA, so that its keys are not asked.
    let own = include_str!("own-key.jwt").trim();
    let keys = Action::Keys("{\"keys\": []}".into(), KeysFrom::Paste);
    let report = Report::new(&with([Action::Token(own.into()), keys]).case, LATER);
    assert!(report.badge.rest.contains("EdDSA"), "{}", report.badge.rest);
}

#[test]
fn a_key_in_the_header_proves_nothing() {
    // Signed with the key in its own header; made with node:crypto for this test.
    let token = include_str!("own-key.jwt").trim();
    let no_keys = Action::Keys(String::new(), KeysFrom::Paste);
    let report = report([no_keys, Action::Token(token.into())]);
    assert!(report.contains("badge: Signed by the key inside the token [Bad]"), "{report}");
}

/// Every case of `www/gallery.json`, by the name of its file.
fn gallery() -> Vec<(String, serde_json::Value)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: std::path::PathBuf| -> serde_json::Value {
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let groups = read(root.join("www/gallery.json"));
    let paths = groups.as_array().unwrap().iter().flat_map(|it| it["cases"].as_array().unwrap());
    let case = |path: &str| {
        let name = path.rsplit('/').next().unwrap().to_owned();
        (name, read(root.join("vectors").join(format!("{path}.json"))))
    };
    paths.map(|path| case(path.as_str().unwrap())).collect()
}

/// The page answers what the case expects, with the causes that it names.
#[test]
fn every_case_of_the_gallery_is_answered_as_it_says() {
    let mut wrong = Vec::new();
    for (name, case) in gallery() {
        let example = Example::parse(&case.to_string()).unwrap();
        let report = Report::new(&with([Action::Example(Box::new(example))]).case, LATER);
        let failing = report.stages.iter().find(|stage| stage.mark == "failed");
        let outcome = match failing.map(|stage| stage.name) {
            None => "allowed",
            Some("Trust policy") => "denied",
            Some(_) => "error",
        };
        let causes: Vec<_> = match &report.meeting {
            Stage::Done(meeting) => meeting.causes.iter().map(|cause| cause.id).collect(),
            Stage::Waiting | Stage::Failed(_) => Vec::new(),
        };
        let expect = &case["expect"];
        let first = expect["causes"].as_array().and_then(|causes| causes.first()?.as_str());
        let shows = first.is_none_or(|first| causes.contains(&first));
        if Some(outcome) != expect["outcome"].as_str() || !shows {
            wrong.push(format!("{name}: {outcome} {causes:?} instead of {expect}"));
        }
        insta::assert_snapshot!(format!("gallery-{name}"), self::brief(&report));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a person reads first: the answer, the stage that fails, the rows that do not match, the
/// causes, and who else gets in.
fn brief(report: &Report) -> String {
    let mut out = vec![format!("{}: {}", report.verdict.word, report.verdict.why)];
    out.push(format!("  {}", report.verdict.basis));
    let failing = report.stages.iter().filter(|stage| stage.mark == "failed");
    out.extend(failing.map(|stage| format!("{} failed. {}", stage.name, stage.note)));
    if let Stage::Done(meeting) = &report.meeting {
        for row in meeting.rows().filter(|row| row.mark != "matched") {
            let key = row.key.as_deref().unwrap_or_default();
            let note = row.note.as_deref().unwrap_or_default();
            out.push(format!(
                "line {}: {} {key} {}. {note}",
                row.lines.start(),
                row.name,
                row.mark
            ));
        }
        for cause in &meeting.causes {
            let does = cause.effect.as_deref().unwrap_or("no fix");
            out.push(format!("cause {}: {} [{does}]", cause.id, cause.means));
        }
    }
    if let Stage::Done(findings) = &report.findings {
        for finding in findings {
            let who = finding.stranger.as_ref().map_or("", |stranger| &stranger.who);
            out.push(format!(
                "finding {}, line {}: {} {who}",
                finding.code, finding.line, finding.summary
            ));
        }
    }
    out.join("\n")
}

#[test]
fn findings_come_with_the_place_and_a_stranger_who_gets_in() {
    let wide = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Principal": {"Federated": "arn:aws:iam::012345678910:oidc-provider/token.actions.githubusercontent.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Sid": "ü😀",
        "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:octo-labs*"}}}}"#;
    let inputs = with([Action::Token(String::new()), Action::Policy(wide.into())]);
    let report = Report::new(&inputs.case, LATER);
    let Stage::Done(findings) = &report.findings else { panic!() };
    let finding = findings.iter().find(|it| it.code == "trust.owner-prefix").unwrap();
    assert_eq!((finding.line, finding.tone), (5, crate::tone::Tone::Bad));
    let units: Vec<u16> = wide.encode_utf16().collect();
    let range = finding.range.clone();
    assert_eq!(String::from_utf16(&units[range]).unwrap(), "\"repo:octo-labs*\"");
    let stranger = finding.stranger.clone().unwrap().stranger;
    let visited = Report::new(&inputs.after(Action::Stranger(Box::new(stranger))).case, LATER);
    let Stage::Done(meeting) = &visited.meeting else { panic!() };
    assert_eq!(meeting.first_failing(), None);
    // A policy that cannot be read has no findings, and an empty one waits.
    let findings =
        |text: &str| Report::new(&with([Action::Policy(text.into())]).case, LATER).findings;
    assert!(matches!(findings("{"), Stage::Failed(_)));
    assert!(matches!(findings(" "), Stage::Waiting));
}

#[test]
fn pastes_that_are_neither_token_nor_policy() {
    let claims = r#"{"iss": "https://oidc.fly.io/acme", "aud": "sts.amazonaws.com",
        "sub": "acme:foo-bar:m", "iat": 1712615065, "exp": 1712615665}"#;
    insta::assert_snapshot!("claims-alone", report([Action::Token(claims.into())]));
    insta::assert_snapshot!("template", report([Action::Template(claims.into())]));
    let message = "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity \
                   operation: Not authorized to perform sts:AssumeRoleWithWebIdentity";
    insta::assert_snapshot!("error-for-a-token", report([Action::Token(message.into())]));
    insta::assert_snapshot!("error-for-a-policy", report([Action::Policy(message.into())]));
    let policy = with([]).case.policy.text;
    let role = format!(
        r#"{{"Role":{{"RoleName":"deploy","Arn":"arn:aws:iam::012345678910:role/deploy",
            "AssumeRolePolicyDocument":{policy}}}}}"#
    );
    insta::assert_snapshot!("policy-of-a-role", report([Action::Policy(role)]));
}

#[test]
fn an_expired_token_can_be_decided_as_of_its_issue() {
    let now = with([Action::Clock(Clock::Now)]);
    let expired = Report::new(&now.case, LATER);
    assert_eq!((expired.verdict.word, expired.verdict.only_late), ("Refused", true));
    let issued = Report::new(&now.after(Action::Clock(Clock::Issued)).case, LATER);
    assert_eq!((issued.verdict.word, issued.clock.at), ("Allowed", 1_712_615_059));
}

#[test]
fn a_private_key_is_said_to_be_one_and_what_is_made_of_it() {
    let private = with([]).case.keys.replacen("\"kid\"", "\"d\": \"AA\", \"kid\"", 1);
    let case = with([Action::Keys(private, KeysFrom::Paste)]).case;
    let report = Report::new(&case, LATER);
    assert_eq!((report.verdict.word, report.badge.word), ("Allowed", "Matches a pasted key"));
    assert_eq!((&*report.keys.summary, report.keys.secret), ("1 key, pasted", true));
    insta::assert_snapshot!(report.keys.rows[0].note, @"A private key: it has `d`. The simulation of AWS goes by its public numbers; a strict verifier does not use it.");
    assert!(!Report::new(&with([]).case, LATER).keys.secret);
}

#[test]
fn the_example_is_called_one_until_a_token_takes_its_place() {
    let is_example =
        |actions: Vec<Action>| Report::new(&with(actions).case, LATER).token.is_example;
    assert!(is_example(Vec::new()));
    assert!(!is_example(vec![Action::Token(String::from("e30.e30.e30"))]));
}
