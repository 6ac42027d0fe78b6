//! Components drawn without a browser.

mod parts;

use std::rc::Rc;

use yew::{BaseComponent, Callback, Html, LocalServerRenderer, Properties, component};

use super::compare::table as compare_table;
use super::meeting_pane::{MeetingPane, MeetingPaneProps};
use super::{policy_pane, verdict};
use crate::compare::{self, Corpus};
use crate::example::Example;
use crate::inputs::{Action, CallForm, Clock, Inputs, Theme};
use crate::report::Report;

fn drawn<C: BaseComponent>(props: C::Properties) -> String {
    let renderer = LocalServerRenderer::<C>::with_props(props).hydratable(false);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, renderer.render())
}

fn report(change: impl Fn(&str) -> String) -> Rc<Report> {
    let inputs = Inputs::opening(Theme::System);
    let policy = change(&inputs.case.policy.text);
    Rc::new(Report::new(&inputs.after(Action::Policy(policy)).case, 0))
}

/// What a function draws, which is no component by itself.
#[derive(PartialEq, Properties)]
struct DrawnProps {
    html: Html,
}

#[component]
fn Drawn(props: &DrawnProps) -> Html {
    props.html.clone()
}

pub(super) fn page_of(html: Html) -> String {
    drawn::<Drawn>(DrawnProps { html })
}

fn policy_pane(report: &Report, lit: Option<usize>) -> String {
    page_of(policy_pane::draw(&policy_pane::Shown {
        report,
        lit,
        hover: &Callback::noop(),
        chosen: None,
        call: &CallForm::default(),
        act: &Callback::noop(),
    }))
}

#[test]
fn the_verdict_is_a_live_region() {
    let report = report(str::to_owned);
    insta::assert_snapshot!(page_of(verdict::draw(&report, Html::default(), &Callback::noop())));
}

#[test]
fn a_row_shows_both_sides_and_where_they_part() {
    let report = report(|policy| policy.replace("foo-bar", "cat-api"));
    let hover = Callback::noop();
    let act = Callback::noop();
    let page = drawn::<MeetingPane>(MeetingPaneProps { report, lit: Some(3), hover, act });
    for part in [
        r#"<span class="side-differs">foo-bar</span>"#,
        r#"<span class="side-differs">cat-api</span>"#,
        r#"<li class="row tone-bad lit">"#,
        "line 15",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn the_lines_of_a_row_are_lit() {
    let report = report(str::to_owned);
    let page = policy_pane(&report, Some(2));
    assert_eq!(page.matches("line lit").count(), 1);
    assert!(page.contains(r#"id="policy-line-12" data-number="12" class="line lit""#), "{page}");
}

fn meeting_pane(report: &Rc<Report>) -> String {
    let (hover, act) = (Callback::noop(), Callback::noop());
    drawn::<MeetingPane>(MeetingPaneProps { report: Rc::clone(report), lit: None, hover, act })
}

#[test]
fn every_edit_is_drawn_and_what_to_write_elsewhere() {
    let page = |case| {
        let example = Action::Example(Box::new(Example::parse(case).unwrap()));
        let case = Inputs::opening(Theme::System).after(example).case;
        meeting_pane(&Rc::new(Report::new(&case, 0)))
    };
    let edits = page(include_str!("../../../vectors/gallery/vercel-issuer-mode.json"));
    assert_eq!(edits.matches("class=\"change-line\"").count(), 3, "{edits}");
    assert_eq!(edits.matches("Change the policy").count(), 1, "{edits}");
    assert!(edits.contains("Likely cause<"), "{edits}");
    let elsewhere = page(include_str!("../../../vectors/gallery/aud-not-in-provider.json"));
    assert_eq!(elsewhere.matches("<pre class=\"value\">").count(), 2, "{elsewhere}");
    assert!(elsewhere.contains("Likely cause 2 of 2"), "{elsewhere}");
    assert!(!elsewhere.contains("Change the policy"), "{elsewhere}");
}

#[test]
fn an_empty_pane_says_what_it_waits_for() {
    let opening = || Inputs::opening(Theme::System).after(Action::Policy(String::new()));
    for (actions, expected) in [
        (vec![], "The trust policy is missing"),
        (vec![Action::Policy("{".into())], "The trust policy cannot be read"),
        (vec![Action::Token(String::new()), Action::Policy("{".into())], "The token is missing"),
        (vec![Action::Token("{".into())], "The token cannot be read"),
    ] {
        let case = actions.into_iter().fold(opening(), Inputs::after).case;
        let page = meeting_pane(&Rc::new(Report::new(&case, 0)));
        assert!(page.contains(expected), "{page}");
    }
}

#[test]
fn of_many_rows_the_first_are_drawn_and_the_one_that_fails() {
    let conditions = |count: usize| {
        let fitting = (0..count).map(|key| format!("\"a:{key}\": \"*\"")).collect::<Vec<_>>();
        format!("\"StringLikeIfExists\": {{{}}},\n\"StringLike\"", fitting.join(",\n"))
    };
    let report = report(|policy| {
        policy.replace("\"StringLike\"", &conditions(600)).replace("foo-bar:*", "other:*")
    });
    let page = meeting_pane(&report);
    assert_eq!(page.matches("<li class=\"row").count(), 201, "{page}");
    assert_eq!(page.matches("<li class=\"row tone-bad").count(), 1);
    assert!(page.contains("Show 200 of 403 more rows"), "{page}");
}

#[test]
fn one_problem_at_a_time_interrupts() {
    let report = report(|_| "{\"a\": 1, \"b\": 2, \"c\": 3}".into());
    assert!(report.policy.problems.len() > 1);
    assert_eq!(policy_pane(&report, None).matches("role=\"alert\"").count(), 1);
}

#[test]
fn hostile_text_is_text() {
    let attack = "<img src=x onerror=alert(1)>";
    let report = report(|policy| policy.replace("acme:foo-bar:*", attack));
    for page in [policy_pane(&report, None), meeting_pane(&report)] {
        assert!(page.contains("&lt;img"), "{page}");
        assert!(!page.contains("<img"), "{page}");
    }
}

#[test]
fn a_text_too_long_to_colour_is_drawn_once() {
    let report = report(|_| "x".repeat(140_000));
    let page = policy_pane(&report, None);
    assert!(page.len() < 150_000 && page.contains("plain"), "{}", page.len());
}

#[test]
fn the_page_carries_the_policy_it_is_served_with() {
    let text =
        |source: &str| source.replace("\\\n", "").split_whitespace().collect::<Vec<_>>().join(" ");
    let served = text(include_str!("../../../xtask/src/serve/security.rs"));
    let served =
        served.split_once("&str = \"").unwrap().1.split_once("; frame-ancestors").unwrap().0;
    let page = include_str!("../../../www/index.html");
    let policy = page.find(&format!("content=\"{served}\"")).unwrap();
    assert!(policy < page.find("<script").unwrap());
}

#[test]
fn an_answer_that_changes_says_so_in_a_word() {
    let case = Inputs::opening(Theme::System).case;
    let Clock::At(at) = case.clock else { panic!() };
    let corpus =
        Corpus::new(r#"{"sub": "<b>acme`", "aud": "a", "iss": "https://oidc.fly.io/acme"}"#);
    let other = case.policy.text.replace("foo-bar", "cat-api");
    let rows = compare::compared(&case, &corpus, Some(&other), at);
    let page = page_of(compare_table(&rows, true, &Callback::noop()));
    // The page's own token, which needs no button; then a stranger, whom both versions refuse.
    assert_eq!(page.matches(" changed</span>").count(), 1, "{page}");
    assert_eq!(page.matches("<button").count(), 1, "{page}");
    assert!(page.contains("aria-label=\"Load &lt;b&gt;acme") && !page.contains("<b>"), "{page}");
}
