//! What is taken along: the explanation as Markdown, the case as JSON in the format of `vectors/`.

mod unsaid;

use assumable::json;

use self::unsaid::Unsaid;
use crate::inputs::{Case, Clock};
use crate::json_text::{quoted, spread};
use crate::report::{CauseView, Report, RowView, SideView, Sides, Stage};
use crate::saved::{self, Keep};
use crate::tone::Tone;
use crate::{secrets, sizes, words};

/// The explanation, to be put into an issue or a message. The token does not stand in it; the values
/// of its claims that the policy compares do, if claims go along.
pub(crate) fn markdown(case: &Case, report: &Report, keep: Keep) -> String {
    let unsaid = Unsaid::new(case, keep);
    let prose = |text: &str| prose(text, &unsaid);
    let code = |text: &str| code(&unsaid.left(text));
    let verdict = &report.verdict;
    let mut out = vec![format!("# {}", verdict.word), prose(&verdict.why)];
    if !verdict.basis.is_empty() {
        out.push(prose(&verdict.basis));
    }
    out.extend(verdict.aws.iter().map(|answer| format!("AWS would answer: {}", code(answer))));
    if report.stages.iter().any(|stage| stage.tone != Tone::Neutral) {
        out.push("## Stages of the call".to_owned());
        let stage = |name, mark, note| format!("- **{name}**, {mark}: {}", prose(note));
        let stages = report.stages.iter().map(|it| stage(it.name, it.mark, &it.note));
        out.push(stages.collect::<Vec<_>>().join("\n"));
    }
    if let Stage::Done(meeting) = &report.meeting {
        for statement in &meeting.statements {
            let title = prose(&statement.title);
            out.push(format!("## {title} {}: {}", statement.effect, statement.mark));
            let rows = statement.rows.iter().map(|it| row(it, keep, &unsaid));
            out.push(rows.collect::<Vec<_>>().join("\n"));
        }
        out.extend(meeting.causes.iter().map(|it| cause(it, &unsaid)));
        out.extend(meeting.last_resort.iter().map(|text| prose(text)));
        out.push(prose(meeting.confidence));
    }
    if let Stage::Done(findings) = &report.findings
        && !findings.is_empty()
    {
        out.push("## Who else gets in".to_owned());
        let finding = findings.iter().map(|it| {
            let who = it.stranger.as_ref().map(|stranger| format!(" {}", prose(&stranger.who)));
            let line = format!("- {}, line {}: {}", it.severity, it.line, prose(&it.summary));
            line + &who.unwrap_or_default()
        });
        out.push(finding.collect::<Vec<_>>().join("\n"));
    }
    out.join("\n\n") + "\n"
}

/// The case as a file of `vectors/`: it can be played through by every test of the project.
pub(crate) fn vector(case: &Case, report: &Report, keep: Keep) -> String {
    let text = |name: &str, text: &str| {
        let given = !text.trim().is_empty();
        given.then(|| format!("{}:{}", quoted(name), quoted(text)))
    };
    let object = |name: &str, members: Vec<Option<String>>| {
        let members: Vec<String> = members.into_iter().flatten().collect();
        (!members.is_empty()).then(|| format!("{}:{{{}}}", quoted(name), members.join(",")))
    };
    // What is no JSON has no place in a file of it.
    let json = |name: &str, text: &str| {
        let depth = sizes::limits().json_depth;
        json::parse(text, depth).is_ok().then(|| format!("{}:{text}", quoted(name)))
    };
    let call = &case.call;
    let field = |name: &str, field: &str| text(name, saved::kept_field(field));
    let clients =
        saved::kept_field(&call.client_ids).split(|c: char| c == ',' || c.is_whitespace());
    let clients: Vec<String> = clients.filter(|id| !id.is_empty()).map(quoted).collect();
    let clients = (!clients.is_empty()).then(|| format!("\"clientIds\":[{}]", clients.join(",")));
    let is_arn = call.provider.trim().starts_with("arn:");
    let provider = field(if is_arn { "arn" } else { "url" }, &call.provider);
    let seconds = call.seconds().ok().flatten();
    let request = vec![
        field("roleSessionName", &call.session_name),
        seconds.map(|seconds| format!("\"durationSeconds\":{seconds}")),
        field("sourceIp", &call.source_ip),
        field("region", &call.region),
    ];
    let claims = saved::kept_claims(case, keep);
    let token = saved::kept_token(case, keep).filter(|_| claims.is_none());
    // A moment of the token's.
    let issued = keep == Keep::Nothing && report.clock.chosen == Clock::Issued;
    let members = vec![
        text("title", &title(case, report, keep)),
        token.and_then(|token| text("token", &token)),
        claims.and_then(|claims| json("claims", &claims)),
        saved::kept_keys(case).and_then(|keys| json("jwks", keys)),
        text("trustPolicy", &secrets::without(&case.policy.text)),
        object("role", vec![field("arn", &call.role_arn)]),
        object("provider", vec![provider, clients]),
        object("request", request),
        (!issued).then(|| format!("\"now\":{}", report.clock.at)),
        expected(report),
    ];
    let members: Vec<String> = members.into_iter().flatten().collect();
    spread(&format!("{{{}}}", members.join(","))) + "\n"
}

/// What the case shows; in general, if nothing of the token goes along.
fn title(case: &Case, report: &Report, keep: Keep) -> String {
    let cause = match &report.meeting {
        Stage::Done(meeting) if keep == Keep::Nothing => meeting.causes.first(),
        _ => None,
    };
    let title = cause.map_or(&report.verdict.why, |cause| &cause.means);
    let unsaid = Unsaid::new(case, keep);
    let pieces = words::quoted(title).map(|(outside, piece)| match outside {
        true => unsaid.left(piece),
        false => unsaid.left_of_prose(piece),
    });
    secrets::masked(&pieces.collect::<String>()).into_owned()
}

/// What the page answered, if it could.
fn expected(report: &Report) -> Option<String> {
    let Stage::Done(meeting) = &report.meeting else { return None };
    let failing = report.stages.iter().find(|stage| stage.tone == Tone::Bad);
    let outcome = match failing.map(|stage| stage.name) {
        None => "allowed",
        Some("Trust policy") => "denied",
        Some(_) => "error",
    };
    let code = report.verdict.aws.as_deref().and_then(|answer| answer.split(' ').nth(1));
    let code = code.map(|code| format!("\"awsCode\":{},", quoted(code))).unwrap_or_default();
    let causes: Vec<String> = meeting.causes.iter().map(|cause| quoted(cause.id)).collect();
    Some(format!(
        "\"expect\":{{\"outcome\":\"{outcome}\",{code}\"causes\":[{}]}}",
        causes.join(",")
    ))
}

fn row(row: &RowView, keep: Keep, unsaid: &Unsaid) -> String {
    let code = |text: &str| code(&unsaid.left(text));
    let key = row.key.as_deref().map(|key| format!(" {}", code(key))).unwrap_or_default();
    let mut out = format!("- {}{key}: {} (line {})", row.name, row.mark, row.lines.start());
    let mut side = |name: &str, text: &str| out.push_str(&format!("\n  - {name}: {}", code(text)));
    match &row.sides {
        Sides::Both(text) => side("both", text),
        Sides::Apart { whose, given, policy, .. } => {
            let given = given.iter().filter(|_| keep != Keep::Nothing || *whose != "token");
            given.for_each(|value| side(whose, &plain(value)));
            policy.iter().for_each(|value| side("policy", &plain(value)));
        }
    }
    out.extend(row.note.iter().map(|note| format!("\n  - {}", prose(note, unsaid))));
    out
}

fn cause(cause: &CauseView, unsaid: &Unsaid) -> String {
    let prose = |text: &str| prose(text, unsaid);
    let summary = cause.summary.iter().map(|text| prose(text));
    let mut out = vec![format!("## Likely cause: {}", code(cause.id))];
    out.extend(summary.chain([prose(&cause.means)]).chain(cause.effect.iter().map(|it| prose(it))));
    let is_said = |text: &&String| unsaid.left(text) == ***text;
    let changes = cause.changes.iter().filter(|it| is_said(&&it.new));
    let changes =
        changes.map(|it| format!("- line {}: {} → {}", it.line, code(&it.old), code(&it.new)));
    let changes: Vec<String> = changes.collect();
    if !changes.is_empty() {
        out.push(changes.join("\n"));
    }
    out.extend(cause.elsewhere.iter().filter(is_said).map(|text| fenced(text)));
    out.join("\n\n")
}

fn plain(side: &SideView) -> String {
    side.pieces.iter().map(|piece| &*piece.text).collect()
}

/// A sentence: its outside text (in backticks) as code, the rest without anything that Markdown reads.
fn prose(text: &str, unsaid: &Unsaid) -> String {
    let piece = |(outside, piece): (bool, &str)| match outside {
        true => code(&unsaid.left(piece)),
        false => escaped(&secrets::masked(&unsaid.left_of_prose(piece))),
    };
    words::quoted(text).map(piece).collect()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\*_[]<>&#|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text as code: between more backticks than stand in a row inside it (CommonMark, 6.1).
fn code(text: &str) -> String {
    let shown = if secrets::is_in(text) { "…".into() } else { assumable::visible(text) };
    let ticks = "`".repeat(longest_run(&shown) + 1);
    match shown.starts_with('`') || shown.ends_with('`') || shown.is_empty() {
        true => format!("{ticks} {shown} {ticks}"),
        false => format!("{ticks}{shown}{ticks}"),
    }
}

fn fenced(text: &str) -> String {
    let text = &secrets::without(text);
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}\n{}\n{fence}", text.trim_end())
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::inputs::{Action, CallField, Inputs, KeysFrom, Theme};

    fn opened(source: &str) -> (Case, Report) {
        let example = Action::Example(Box::new(Example::parse(source).unwrap()));
        let case = Inputs::opening(Theme::System).after(example).case;
        let report = Report::new(&case, 0);
        (case, report)
    }

    #[test]
    fn an_explanation_to_take_along() {
        let (case, report) = opened(include_str!("../../vectors/gallery/fly-personal.json"));
        let whole = markdown(&case, &report, Keep::Claims);
        insta::assert_snapshot!(whole);
        assert!(!whole.contains(&*case.token));
    }

    #[test]
    fn a_case_becomes_the_vector_that_it_was() {
        let source = include_str!("../../vectors/gallery/fly-personal.json");
        let (case, report) = opened(source);
        let vector = vector(&case, &report, Keep::Token);
        let back = Example::parse(&vector).unwrap();
        let was = Example::parse(source).unwrap();
        let parts = |it: &Example| {
            [
                &it.token,
                &it.keys,
                &it.policy,
                &it.call.role_arn,
                &it.call.provider,
                &it.call.client_ids,
            ]
            .map(Clone::clone)
        };
        assert_eq!(parts(&back), parts(&was));
        assert_eq!(back.now, was.now);
        assert!(
            vector.contains("\"outcome\": \"denied\"")
                && vector.contains("\"awsCode\": \"AccessDenied\"")
        );
        assert!(vector.contains("\"fly.personal-alias\""));
    }

    #[test]
    fn a_vector_has_of_the_token_what_was_asked_for() {
        let (case, report) = opened(include_str!("../../vectors/gallery/fly-personal.json"));
        let bare = vector(&case, &report, Keep::Nothing);
        assert!(!bare.contains("\"token\"") && !bare.contains("\"claims\""));
        let claims = vector(&case, &report, Keep::Claims);
        assert!(!claims.contains("\"token\"") && claims.contains("\"app_name\": \"foo-bar\""));
    }

    #[test]
    fn a_vector_has_no_secret_key() {
        let (mut case, report) = opened(include_str!("../../vectors/gallery/fly-personal.json"));
        assert!(vector(&case, &report, Keep::Token).contains("\"jwks\""));
        case.keys = case.keys.replacen("\"kid\"", "\"d\": \"SECRET\", \"kid\"", 1);
        let vector = vector(&case, &report, Keep::Token);
        assert!(case.keys.contains("SECRET") && !vector.contains("\"jwks\""), "{vector}");
    }

    #[test]
    fn a_vector_has_no_token_that_was_pasted_into_a_setting() {
        let (mut case, report) = opened(include_str!("../../vectors/gallery/fly-personal.json"));
        for field in [CallField::Provider, CallField::ClientIds, CallField::SessionName] {
            case.call.field(field).clone_from(&case.token);
        }
        let vector = vector(&case, &report, Keep::Nothing);
        assert!(!vector.contains("eyJ") && vector.contains("\"role\""), "{vector}");
    }

    #[test]
    fn without_a_token_nobody_learns_whose_it_was() {
        let other = include_str!("../../vectors/examples/fly-other-app.json");
        let (case, report) = opened(other);
        let [link, file, explanation] = outputs(&case, &report, Keep::Nothing);
        insta::assert_snapshot!("without_a_token", explanation);
        let title = "\"title\": \"The role trusts another app";
        assert!(file.contains(title), "{file}");
        for out in [link, file, explanation] {
            assert!(!out.contains("cat-api") && !out.contains("quiet-river"), "{out}");
        }
        let with = markdown(&case, &report, Keep::Claims);
        assert!(with.contains("acme:cat-api:quiet-river-4821"), "{with}");
    }

    #[test]
    fn no_value_of_a_claim_gets_out_of_any_example_without_a_token() {
        for file in std::fs::read_dir("../vectors/gallery").unwrap() {
            // There are folders too.
            let source = std::fs::read_to_string(file.unwrap().path()).unwrap_or_default();
            if Example::parse(&source).is_none() {
                continue;
            }
            let (case, report) = opened(&source);
            let claims = saved::kept_claims(&case, Keep::Claims).unwrap_or_default();
            // Some tokens cannot be read.
            let Ok(claims) = json::parse(&claims, 16) else { continue };
            let said = saved::written(&case, Keep::Nothing);
            let values = claims.as_object().unwrap().iter();
            let is_said = |it: &&str| said.contains(it.trim_start_matches("https://"));
            let values = values.filter_map(|it| it.value.as_str()).filter(|it| !is_said(it));
            // `branch` is an English word too.
            let is_word = |it: &str| it.bytes().all(|it| it.is_ascii_alphabetic());
            let values: Vec<&str> = values.filter(|it| it.len() > 3 && !is_word(it)).collect();
            let is_between = |c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c);
            let words = |text: &str| format!(" {} ", text.replace(is_between, " "));
            for out in outputs(&case, &report, Keep::Nothing) {
                for value in &values {
                    assert!(!words(&out).contains(&words(value)), "{value}: {out}");
                }
            }
        }
    }

    #[test]
    fn nothing_from_outside_is_read_as_markdown() {
        assert_eq!(
            prose("app `<b>*`; <i>_x_</i>", &Unsaid::default()),
            "app `<b>*`; \\<i\\>\\_x\\_\\</i\\>"
        );
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code(""), "`  `");
        assert_eq!(fenced("a\n````\n"), "`````\na\n````\n`````");
    }

    #[test]
    fn no_signature_gets_out_however_it_was_wrapped() {
        let opening = || Inputs::opening(Theme::System);
        let token = opening().case.token;
        let (policy, keys) = (opening().case.policy.text, opening().case.keys);
        for (how, text, literal) in wrapped(&token) {
            let mut cases = vec![
                opening().after(Action::Policy(text.clone())),
                opening().after(Action::Policy(format!("{{\"Sid\": \"{literal}\""))),
                opening().after(Action::Claims(text.clone())),
                opening().after(Action::Keys(text.clone(), KeysFrom::Paste)),
            ];
            for place in ["2012-10-17", "acme:foo-bar:*", "oidc.fly.io/acme:sub"] {
                let planted = policy.replacen(place, &literal, 1);
                assert_ne!(planted, policy, "{place}");
                cases.push(opening().after(Action::Policy(planted)));
            }
            cases.push(
                FIELDS.into_iter().fold(opening(), |inputs, field| {
                    inputs.after(Action::Call(field, text.clone()))
                }),
            );
            let claims = format!(
                r#"{{"iss":"https://oidc.fly.io/acme","sub":"{literal}","aud":["{literal}"],"{literal}":[{{"a":"{literal}"}}]}}"#
            );
            let header = assumable::encoding::encode(br#"{"alg":"RS256"}"#);
            let payload = assumable::encoding::encode(claims.as_bytes());
            cases.push(opening().after(Action::Token(format!("{header}.{payload}.AAAA"))));
            cases.push(opening().after(Action::Token(claims.clone())));
            cases.push(opening().after(Action::Claims(claims)));
            for planted in [
                keys.replacen("\"kid\"", &format!("\"use\":\"{literal}\",\"kid\""), 1),
                keys.replacen("\"keys\"", &format!("\"token\":\"{literal}\",\"keys\""), 1),
                format!(
                    r#"{{"keys":[{{"kty":"OKP","crv":"Ed25519","x":"AA","kid":"{literal}"}}]}}"#
                ),
            ] {
                cases.push(opening().after(Action::Keys(planted, KeysFrom::Paste)));
            }
            for case in cases.into_iter().map(|inputs| inputs.case) {
                let report = Report::new(&case, 0);
                let (claims, nothing) = (Keep::Claims, Keep::Nothing);
                for out in [
                    saved::written(&case, claims),
                    vector(&case, &report, claims),
                    markdown(&case, &report, claims),
                    title(&case, &report, nothing),
                ] {
                    assert!(!has_part_of_signature(&out, &token), "{how}: {out}");
                }
            }
        }
    }

    /// A name, the text, and that as it stands in a string of JSON.
    fn wrapped(token: &str) -> Vec<(&'static str, String, String)> {
        let (header, rest) = token.split_once('.').unwrap();
        let lines = |end: &str| {
            token
                .as_bytes()
                .chunks(20)
                .map(|it| str::from_utf8(it).unwrap())
                .collect::<Vec<_>>()
                .join(end)
        };
        let headed =
            |header: &str| format!("{}.{rest}", assumable::encoding::encode(header.as_bytes()));
        let inside = |text: &str| {
            let quoted = quoted(text);
            quoted.get(1..quoted.len() - 1).unwrap().to_owned()
        };
        let twice = assumable::encoding::encode(token.as_bytes());
        let json = format!("{{\"a\":{{\"b\":[{}]}}}}", quoted(token));
        let plain = [
            ("bare", token.to_owned()),
            ("a word before", format!("TOKEN={token}")),
            ("a part of a word before", format!("x-{token}, and more after it")),
            ("lines", lines("\n")),
            ("lines of a mail", lines("=\r\n")),
            ("quoted lines", lines("\n> ")),
            ("lines of a program", lines("\" +\n \"")),
            ("escaped lines", lines("\\n")),
            ("spaces", token.replace('.', " . ")),
            ("padded", format!("{header}==.{}==", rest.replace('.', "=."))),
            ("a space in the header", headed("{ \"alg\":\"RS256\"}")),
            ("a line break in the header", headed("{\n  \"alg\" : \"RS256\"\n}")),
            ("a space before the header", headed(" \t\r\n{\"alg\":\"RS256\"}")),
            ("five parts", format!("{token}.AAAA.AAAA")),
            ("twice", twice.clone()),
            ("twice, something before", format!("token: {twice}")),
            (
                "twice, lines",
                twice
                    .as_bytes()
                    .chunks(64)
                    .map(|it| str::from_utf8(it).unwrap())
                    .collect::<Vec<_>>()
                    .join("\n"),
            ),
            ("address", token.replace('.', "%2E")),
            ("JSON", json.clone()),
            ("JSON in JSON", format!("{{\"a\":{}}}", quoted(&json))),
            ("JSON in JSON in JSON", quoted(&format!("[{}]", quoted(&json)))),
        ];
        let mut all: Vec<_> =
            plain.map(|(how, text)| (how, text.clone(), inside(&text))).into_iter().collect();
        for (how, from, to) in
            [("escaped letter", "eyJ", "\\u0065yJ"), ("escaped period", ".", "\\u002e")]
        {
            let literal = token.replace(from, to);
            all.push((how, literal.clone(), literal));
        }
        all
    }

    fn outputs(case: &Case, report: &Report, keep: Keep) -> [String; 3] {
        [saved::written(case, keep), vector(case, report, keep), markdown(case, report, keep)]
    }

    fn has_part_of_signature(out: &str, token: &str) -> bool {
        let packed = |text: &str| {
            text.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_', "")
        };
        let plain = packed(&out.replace("\\n", "").replace("\\r", ""));
        let signature = token.rsplit('.').next().unwrap();
        let twice = assumable::encoding::encode(token.as_bytes());
        let twice = twice.get(twice.len() - 400..).unwrap();
        [signature, twice].into_iter().any(|secret| {
            (0..secret.len() - 16).any(|at| plain.contains(secret.get(at..at + 16).unwrap()))
        })
    }

    const FIELDS: [CallField; 7] = [
        CallField::RoleArn,
        CallField::Provider,
        CallField::ClientIds,
        CallField::SessionName,
        CallField::Duration,
        CallField::SourceIp,
        CallField::Region,
    ];
}
