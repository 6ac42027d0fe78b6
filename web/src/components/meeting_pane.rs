use std::rc::Rc;

use yew::{Callback, Html, Properties, UseStateHandle, classes, component, html, use_state};

use super::act::Act;
use super::row::Row;
use super::{cause, findings, message};
use crate::icons;
use crate::report::{MeetingView, Report, RowView, Stage, StatementView};
use crate::tone::Tone;
use crate::words;

/// Properties of [`MeetingPane`].
#[derive(PartialEq, Properties)]
pub(crate) struct MeetingPaneProps {
    pub(crate) report: Rc<Report>,
    /// The row that is lit.
    pub(crate) lit: Option<usize>,
    /// Told of the row under the pointer.
    pub(crate) hover: Callback<Option<usize>>,
    pub(crate) act: Act,
}

/// Where they meet: the token's values and the policy's, row by row.
#[component]
pub(crate) fn MeetingPane(props: &MeetingPaneProps) -> Html {
    let most = use_state(|| FIRST_ROWS);
    let alone = props.report.leads_with_findings();
    html! {
        <section class="pane pane-meeting" aria-labelledby="meeting-title">
            <div class="pane-head">
                <h2 class="pane-title" id="meeting-title" tabindex="-1">
                    { if alone { "The policy alone" } else { "Where they meet" } }
                </h2>
            </div>
            { match &props.report.meeting {
                Stage::Done(meeting) => self::meeting(props, meeting, &most),
                _ if alone => findings::draw(&props.report, &props.act),
                Stage::Waiting | Stage::Failed(_) => empty(&props.report),
            } }
        </section>
    }
}

fn meeting(props: &MeetingPaneProps, meeting: &MeetingView, most: &UseStateHandle<usize>) -> Html {
    let first = meeting.first_failing();
    let is_drawn = |row: &RowView| row.id < **most || first == Some(row.id);
    let all = meeting.rows().count();
    let left = all - meeting.rows().filter(|row| is_drawn(row)).count();
    let more = {
        let most = most.clone();
        Callback::from(move |_| most.set(*most + MORE_ROWS))
    };
    let stale = meeting.stale.then_some("stale");
    html! {
        <>
            if meeting.unverified && !meeting.stale {
                { message::note(
                    Tone::Caution,
                    "A simulation on unverified claims: no signature vouches for them.",
                ) }
            }
            <div class={classes!(stale)}>
                if !meeting.stale { { cause::draw(meeting, &props.act) } }
                { for meeting.statements.iter().map(|view| statement(props, view, &is_drawn)) }
                if left > 0 {
                    <div class="actions">
                        <button class="button" onclick={more}>
                            if left > MORE_ROWS {
                                { format!("Show {MORE_ROWS} of {left} more rows") }
                            } else {
                                { format!("Show {}", words::count(left, "more row")) }
                            }
                        </button>
                    </div>
                }
                <p class="facts">{ meeting.confidence }</p>
            </div>
        </>
    }
}

fn statement(
    props: &MeetingPaneProps,
    view: &StatementView,
    is_drawn: &impl Fn(&RowView) -> bool,
) -> Html {
    let mut rows = view.rows.iter().filter(|row| is_drawn(row)).peekable();
    if rows.peek().is_none() {
        return Html::default();
    }
    let row = |row: &RowView| {
        html! {
            <Row
                key={row.id}
                row={row.clone()}
                lit={props.lit == Some(row.id)}
                hover={&props.hover}
                act={&props.act}
            />
        }
    };
    html! {
        <article class="statement">
            <div class="statement-head">
                <h3>{ view.title.clone() }{ " " }<span class="effect">{ view.effect }</span></h3>
                <span class={classes!("mark", view.tone.class())}>
                    { icons::of_tone(view.tone) }{ view.mark }
                </span>
            </div>
            <ol class="rows">{ for rows.map(row) }</ol>
        </article>
    }
}

fn empty(report: &Report) -> Html {
    let (token, policy) = (&report.token, &report.policy);
    let (title, words) = if token.problem.is_some() {
        ("The token cannot be read", "Its claims are compared with the policy here.")
    } else if !report.has_claims() {
        (
            "The token is missing",
            "Paste it on the token's side; “No token?” there starts without one. Worked cases are \
             under Examples.",
        )
    } else if !policy.problems.is_empty() {
        (
            "The trust policy cannot be read",
            "What is wrong with it, and where, is said on the policy's side.",
        )
    } else {
        (
            "The trust policy is missing",
            "Paste it on the policy's side. It is the JSON under Trust relationships of the role.",
        )
    };
    html! {
        <div class="empty"><p class="empty-title">{ title }</p><p>{ words }</p></div>
    }
}

/// More rows than a policy has that fits into IAM's largest quota; the first that fails is always
/// drawn.
const FIRST_ROWS: usize = 200;

const MORE_ROWS: usize = 200;
