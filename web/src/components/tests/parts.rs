//! The parts of the panes, one by one.

use yew::{Callback, Html, Properties, component};

use super::super::{
    bar, checks, clock, dialog, error_message, fetch_keys, findings, foot, keys, lifetime, message,
    share, stages, start, tabs, templates, token_pane, undo,
};
use super::{drawn, page_of};
use crate::components::{Border, use_keep, use_splitter};
use crate::inputs::{Action, Case, ClaimsAs, Clock, Inputs, KeysFrom, Tab, Theme, View};
use crate::report::{ClockView, Problem, Report, Stage, error_message as explained};
use crate::tone::Tone;

fn case(actions: impl IntoIterator<Item = Action>) -> Case {
    actions.into_iter().fold(Inputs::opening(Theme::System), Inputs::after).case
}

fn report(actions: impl IntoIterator<Item = Action>) -> Report {
    Report::new(&case(actions), 0)
}

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

fn token_pane(report: &Report, claims_as: ClaimsAs) -> String {
    let (act, templates) = (Callback::noop(), Html::default());
    let shown =
        token_pane::Shown { report, lit: Some(3), claims_as, templates: &templates, act: &act };
    page_of(token_pane::draw(&shown))
}

#[test]
fn a_token_is_shown_in_parts_with_what_each_claim_means() {
    let page = token_pane(&report([]), ClaimsAs::Explained);
    has(
        &page,
        &[
            r#"<span class="part-header">"#,
            "Matches the example's key",
            // Names can be given up and taken by others.
            r#"<span class="value is-name">foo-bar</span><span class="subject-name">app</span>"#,
            // The third condition asks for the subject.
            r#"<div class="claim lit"><dt class="claim-name">sub<span role="img""#,
            "Checks of a strict verifier",
        ],
    );
    assert!(!page.contains("Back to the signed claims"), "{page}");
}

#[test]
fn edited_claims_lead_back_to_the_signed_ones() {
    let Stage::Done(claims) = report([]).claims else { panic!() };
    let edited = Action::Claims(claims.json.replace("foo-bar", "cat-api"));
    let page = token_pane(&report([edited]), ClaimsAs::Json);
    has(&page, &["Back to the signed claims", "Signature wrong", "Nobody signed it"]);
    assert!(page.contains(r#"aria-label="Claims as JSON""#) && page.contains("cat-api"), "{page}");
}

#[test]
fn claims_alone_have_no_parts() {
    let claims = r#"{"iss": "https://oidc.fly.io/acme", "aud": "a.b.c"}"#;
    let page = token_pane(&report([Action::Token(claims.into())]), ClaimsAs::Explained);
    has(&page, &["No token", r#"<span class="json-name">"#]);
    assert!(!page.contains("part-claims"), "{page}");
}

#[test]
fn an_empty_token_has_no_badge_and_no_claims() {
    let page = token_pane(&report([Action::Token(String::new())]), ClaimsAs::Explained);
    assert!(page.contains("Paste a token, or claims as JSON"), "{page}");
    assert!(!page.contains("badge") && !page.contains("claim-name"), "{page}");
}

#[test]
fn the_way_back_says_what_it_takes_back() {
    let inputs = |actions: &[Action]| {
        let opening = Inputs::opening(Theme::System);
        let past = actions.iter().cloned().fold(opening, Inputs::after).past;
        page_of(undo::draw(&past, &Callback::noop()))
    };
    let step = |way, what| format!(r#"{way}<span class="undo-what">: {what}<"#);
    let fix = || Action::FixedPolicy("{}".into());
    assert!(!inputs(&[]).contains("<button"));
    has(&inputs(&[fix()]), &[r#"id="undo""#, &step("Undo", "the change to the policy")]);
    let again = inputs(&[fix(), Action::Undo]);
    has(&again, &[r#"id="redo""#, &step("Redo", "the change to the policy")]);
    let both = inputs(&[fix(), Action::Own, Action::Undo]);
    has(
        &both,
        &[&step("Undo", "the change to the policy"), &step("Redo", "starting with your own")],
    );
    assert_eq!(both.matches(r#"id="undo""#).count(), 1, "{both}");
}

#[test]
fn what_is_an_example_is_said_and_how_to_begin() {
    let page = |actions: Vec<Action>| page_of(start::draw(&report(actions), &Callback::noop()));
    let own = "Use your own";
    has(&page(vec![]), &["This is an example.", own, "Got an error message?"]);
    let policy = report([]).policy.text.replace("foo-bar", "mine");
    has(&page(vec![Action::Policy(policy.clone())]), &["The token is an example.", own]);
    let token = || Action::Token(r#"{"sub": "mine"}"#.into());
    has(&page(vec![token()]), &["The policy is an example.", own]);
    let empty = page(vec![Action::Own]);
    assert!(!empty.contains(own) && empty.contains("Got an error message?"), "{empty}");
    assert_eq!(page(vec![token(), Action::Policy(policy)]), "");
}

#[test]
fn a_policy_alone_leads_with_who_else_gets_in() {
    let alone = report([Action::Own, Action::Policy(WIDE.into())]);
    assert!(alone.leads_with_findings());
    assert_eq!(alone.verdict.why, "Paste a token to see whether this policy admits it.");
    assert!(alone.verdict.basis.contains("`repo:acme*`"), "{}", alone.verdict.basis);
    has(&super::meeting_pane(&alone.clone().into()), &["The policy alone", "Who else gets in"]);
    assert!(!super::policy_pane(&alone, None).contains("Who else gets in"));
    let tabs = page_of(tabs::draw(Tab::Match, &alone, &Callback::noop()));
    assert_eq!(tabs.matches("tab tone-bad").count(), 1, "{tabs}");
    has(&tabs, &[r#"aria-pressed="true" class="tab tone-bad""#]);
}

const WIDE: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
    "arn:aws:iam::012345678910:oidc-provider/token.actions.githubusercontent.com"},
    "Action":"sts:AssumeRoleWithWebIdentity","Condition":{
    "StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"},
    "StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme*"}}}}"#;

#[test]
fn the_time_line_stays_within_its_picture() {
    // Before the issue, within the time, long after.
    for at in [0, 1_712_614_900, 1_800_000_000] {
        let Stage::Done(claims) = report([Action::Clock(Clock::At(at))]).claims else { panic!() };
        let life = claims.lifetime.unwrap();
        let page = page_of(lifetime::draw(&life));
        let numbers = |name: &str| -> Vec<i64> {
            let name = format!(" {name}=\"");
            page.split(&name)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
                .collect()
        };
        for (x, width) in numbers("x").into_iter().zip(numbers("width")) {
            assert!(x >= 0 && width >= 0 && x + width <= 1000, "{x} {width} at {at}: {page}");
        }
        assert_eq!(page.matches("class=\"taker ").count(), life.takers.len());
    }
}

#[test]
fn what_a_claim_means_has_no_raw_quotation() {
    let github = r#"{"iss": "https://token.actions.githubusercontent.com", "sub": "repo:a/b:ref:refs/heads/main",
        "aud": "sts.amazonaws.com", "event_name": "push", "environment": "e"}"#;
    let page = token_pane(&report([Action::Token(github.into())]), ClaimsAs::Explained);
    has(&page, &[r#"such as <code class="value">push</code>"#]);
    let text: String =
        page.split("<textarea").map(|it| it.split("</textarea>").last().unwrap()).collect();
    assert!(!text.contains('`'), "{text}");
}

#[test]
fn checks_show_both_sides() {
    let late = report([Action::Clock(Clock::At(1_800_000_000))]);
    let page = page_of(checks::draw(late.checks.as_ref().unwrap()));
    has(&page, &[r#"<li class="check tone-bad">"#, "<dt>expected</dt>", "<dt>is</dt>"]);
    assert!(!page.contains('`') && page.contains("object with <code"), "{page}");
    let all = report([]).checks.unwrap();
    assert_eq!(all.summary, "13 pass, 1 not asked");
    assert_eq!(late.checks.unwrap().summary, "10 pass, 1 fail, 3 not reached");
    let no_keys = report([Action::Keys(String::new(), KeysFrom::Paste)]).checks.unwrap();
    assert_eq!(no_keys.summary, "7 pass, 1 fail, 6 not reached");
}

#[test]
fn a_finding_shows_who_gets_in_and_what_keeps_them_out() {
    let owners = include_str!("../../../../vectors/gallery/github-production.json");
    let example = crate::example::Example::parse(owners).unwrap();
    let wide =
        example.policy.replace("repo:octo-labs/payments:environment:production", "repo:octo-labs*");
    let report = report([Action::Token(String::new()), Action::Policy(wide)]);
    let page = page_of(findings::draw(&report, &Callback::noop()));
    has(
        &page,
        &[
            "Lets others in",
            "octo-labs-mallory",
            "Load this stranger",
            "Make this change",
            "1 finding",
        ],
    );
    assert!(page.contains(r#"<ins class="change-new">"#), "{page}");
    let quiet = page_of(findings::draw(&self::report([]), &Callback::noop()));
    has(&quiet, &["nothing found", "none of them gets in"]);
}

#[test]
fn an_error_message_is_explained_with_its_suspects() {
    let error = explained("Not authorized to perform sts:AssumeRoleWithWebIdentity").unwrap();
    let page = page_of(error_message::draw(&error));
    has(&page, &["What this message means", r#"role="status""#, "What usually leads to it"]);
    assert_eq!(page.matches("<li class=\"suspect\">").count(), error.suspects.len());
    assert!(error.suspects.len() > 5);
}

#[test]
fn the_stage_that_fails_is_the_one_that_is_told() {
    let denied = report([Action::Policy(case([]).policy.text.replace("foo-bar", "x"))]);
    let draw =
        |report: &Report, chosen| page_of(stages::draw(&report.stages, chosen, &Callback::noop()));
    let page = draw(&denied, None);
    assert_eq!(page.matches(r#"aria-pressed="true""#).count(), 1, "{page}");
    has(
        &page,
        &[
            "<strong>Trust policy</strong>",
            "403 AccessDenied",
            "Signature<span class=\"unseen\">, passed",
        ],
    );
    has(&draw(&denied, Some(2)), &["<strong>Times</strong>"]);
    has(&draw(&report([]), None), &["Every stage of the call to AWS passes."]);
    has(&draw(&report([Action::Token(String::new())]), None), &["the stages of sts:AssumeRole"]);
}

#[test]
fn of_two_stages_that_fail_only_the_first_is_answered() {
    let vector = include_str!("../../../../vectors/gallery/aud-typo.json");
    let example = crate::example::Example::parse(vector).unwrap();
    let report = report([Action::Example(Box::new(example))]);
    let notes: Vec<&str> =
        report.stages.iter().filter(|it| it.tone == Tone::Bad).map(|it| &*it.note).collect();
    assert_eq!(notes.len(), 2);
    assert!(notes[0].contains("AWS would answer: 400 InvalidIdentityToken"), "{}", notes[0]);
    assert!(notes[1].ends_with("AWS would stop before it comes to this."), "{}", notes[1]);
}

#[test]
fn a_tab_has_the_tone_of_its_pane() {
    let report = report([Action::Policy("{".into())]);
    let page = page_of(tabs::draw(Tab::Policy, &report, &Callback::noop()));
    has(&page, &[r#"<button aria-pressed="true" class="tab tone-bad">"#, r#"aria-label="Panes""#]);
    assert_eq!(page.matches(r#"aria-pressed="true""#).count(), 1, "{page}");
    // A policy that admits more than it should is not good, whoever comes.
    let wide = case([]).policy.text.replace("acme:foo-bar:*", "*");
    let report = self::report([Action::Policy(wide)]);
    let page = page_of(tabs::draw(Tab::Match, &report, &Callback::noop()));
    has(&page, &[r#"<button aria-pressed="false" class="tab tone-caution">"#]);
}

#[test]
fn what_the_token_does_not_say_cannot_be_chosen() {
    let view = |chosen, knows_issue| ClockView { at: 1_712_614_900, chosen, knows_issue };
    let draw = |view| page_of(clock::draw(&view, &Callback::noop()));
    let page = draw(view(Clock::Now, false));
    has(
        &page,
        &[
            r#"title="The token does not say when it was issued." disabled="disabled">As issued<"#,
            "Decided now",
        ],
    );
    let page = draw(view(Clock::At(1_712_614_900), true));
    has(&page, &[r#"value="2024-04-08 22:21:40""#, "Decide as of, in UTC", "> UTC<"]);
    assert!(!page.contains("disabled"), "{page}");
}

#[test]
fn a_setting_that_cannot_be_read_says_so() {
    let wrong = Action::Call(crate::inputs::CallField::Duration, "1h".into());
    let no_address = Action::Call(crate::inputs::CallField::SourceIp, "300.1.1.1".into());
    let page = |case: &Case| page_of(super::super::call_form::draw(&case.call, &Callback::noop()));
    has(
        &page(&case([wrong])),
        &[r#"aria-invalid="true""#, "The session length is not a whole number of seconds."],
    );
    let undecided = report([no_address.clone()]).verdict;
    assert_eq!(
        (undecided.word, &*undecided.why),
        ("Not decided", "The source IP address is not an IP address.")
    );
    has(&page(&case([no_address])), &[r#"aria-describedby="SourceIp-wrong""#]);
    let empty = page(&Case::default());
    assert!(empty.contains("none given") && !empty.contains("aria-invalid"), "{empty}");
    assert_eq!(empty.matches("<label class=\"field\">").count(), 7);
}

#[test]
fn keys_are_listed_and_only_a_reachable_issuer_can_be_asked() {
    let fetch = |issuer: Option<&str>| {
        let (issuer, act) = (issuer.map(str::to_owned), Callback::noop());
        drawn::<fetch_keys::FetchKeys>(fetch_keys::FetchKeysProps { issuer, act })
    };
    has(
        &fetch(Some("https://oidc.fly.io/acme")),
        &["Fetch from the issuer", r#"aria-live="polite""#],
    );
    let far = fetch(Some("http://[::1]:8080/acme"));
    assert!(far.contains("paste what it shows below") && !far.contains("Fetch"), "{far}");
    assert_eq!(fetch(None), "");
    let view = |text: &str| {
        let report = report([Action::Keys(text.to_owned(), KeysFrom::Paste)]);
        page_of(keys::draw(&report.keys, &Callback::noop()))
    };
    has(&view(&case([]).keys), &["1 key, pasted", "demo-key-made-for-this-example", "RS256"]);
    has(&view("{"), &[r#"<div class="message tone-bad">"#]);
    let private = view(&private_keys());
    has(&private, &["One of these keys is secret", r#"it has <code class="value">d</code>"#]);
    assert!(!view(&case([]).keys).contains("is secret"));
}

/// Of which nothing may leave the page.
fn private_keys() -> String {
    case([]).keys.replacen("\"kid\"", "\"d\": \"AA\", \"kid\"", 1)
}

#[test]
fn a_message_that_comes_and_goes_has_its_place_before() {
    assert_eq!(page_of(message::polite(None)), r#"<div aria-live="polite"></div>"#);
    let problem = Problem {
        message: "it has `<b>` in it".into(),
        place: Some("line 1".into()),
        ..report([Action::Policy("{".into())]).policy.problems.remove(0)
    };
    let page = page_of(message::alert(&problem));
    has(&page, &[r#"role="alert""#, r#"<code class="value">&lt;b&gt;</code>"#, " (line 1)"]);
}

#[test]
fn the_frame_names_what_it_has() {
    let view = View { theme: Theme::Dark, ..View::default() };
    let page = page_of(bar::draw(&view, &case([]), &report([]).into(), &Callback::noop()));
    has(
        &page,
        &[
            r#"aria-pressed="true" aria-label="Dark""#,
            r#"aria-haspopup="dialog""#,
            // Closed, it holds nothing.
            r#"<dialog aria-labelledby="sheet-title" class="dialog"></dialog>"#,
        ],
    );
    assert_eq!(page.matches(r#"aria-pressed="true""#).count(), 1, "{page}");
    has(&page_of(foot::draw()), &["<footer", "leaves this browser", "keeps policy and claims"]);
    let sheet = page_of(dialog::draw("Title", Html::default(), &Callback::noop()));
    has(
        &sheet,
        &[r#"<h2 id="sheet-title" class="dialog-title">Title</h2>"#, r#"aria-label="Close""#],
    );
}

/// What a hook draws.
#[derive(PartialEq, Properties)]
struct HookedProps {
    case: Case,
}

#[component]
fn Shared(props: &HookedProps) -> Html {
    let report = Report::new(&props.case, 0);
    share::use_share(true, &props.case, &report.into(), &Callback::noop(), &Callback::noop())
}

#[component]
fn Kept(props: &HookedProps) -> Html {
    use_keep(&props.case, &View::default(), &Callback::noop()).unwrap_or_default()
}

#[component]
fn Split() -> Html {
    use_splitter(Border { property: "--p", label: "Between", first: 28, least: 18, most: 44 })
}

#[component]
fn Started() -> Html {
    templates::use_templates(&Callback::noop())
}

#[test]
fn a_token_goes_along_only_if_there_is_one() {
    let disabled = |page: &str| page.matches("disabled=").count();
    let with = drawn::<Shared>(HookedProps { case: case([]) });
    has(&with, &["Forget everything", "Download the explanation", r#"name="keep""#]);
    let radio = with.split("<input").nth(1).unwrap();
    assert!(radio.contains("checked") && radio.contains("No token"), "{with}");
    assert_eq!(disabled(&with), 0);
    assert!(!with.contains("The keys stay"), "{with}");
    let private = case([Action::Keys(private_keys(), KeysFrom::Paste)]);
    has(&drawn::<Shared>(HookedProps { case: private }), &["The keys stay in this page"]);
    let without = drawn::<Shared>(HookedProps { case: case([Action::Token(String::new())]) });
    assert_eq!(disabled(&without), 1, "{without}");
}

#[test]
fn hooks_draw_what_is_there_before_anything_happens() {
    let said = drawn::<Kept>(HookedProps { case: case([]) });
    assert_eq!(said, r#"<div role="status" class="said"></div>"#);
    let border = drawn::<Split>(());
    has(&border, &[r#"role="separator""#, r#"aria-valuenow="28""#, r#"aria-valuemax="44""#]);
    let menu = drawn::<Started>(());
    has(&menu, &["No token?", "Fly.io Machine", "GitHub Actions job"]);
}
