use std::rc::Rc;

use yew::{Callback, Html, Properties, classes, component, html};

use super::act::Act;
use super::row::Row;
use super::{cause, message};
use crate::icons;
use crate::report::{CauseView, MeetingView, Report, Stage, StatementView};
use crate::tone::Tone;

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
    html! {
        <section class="pane pane-meeting" aria-labelledby="meeting-title">
            <div class="pane-head">
                <h2 class="pane-title" id="meeting-title">{ "Where they meet" }</h2>
            </div>
            { match &props.report.meeting {
                Stage::Done(meeting) => self::meeting(props, meeting),
                Stage::Waiting | Stage::Failed(_) => empty(&props.report),
            } }
        </section>
    }
}

fn meeting(props: &MeetingPaneProps, meeting: &MeetingView) -> Html {
    let stale = meeting.stale.then_some("stale");
    let cause = |view: &CauseView| cause::draw(view, &props.act);
    html! {
        <>
            if meeting.unverified && !meeting.stale {
                { message::note(
                    Tone::Caution,
                    "A simulation on unverified claims: no signature vouches for them.",
                ) }
            }
            <div class={classes!(stale)}>
                { for meeting.statements.iter().map(|view| statement(props, view)) }
                if !meeting.stale { { for meeting.causes.iter().map(cause) } }
                <p class="facts">{ meeting.confidence }</p>
            </div>
        </>
    }
}

fn statement(props: &MeetingPaneProps, view: &StatementView) -> Html {
    let row = |row: &crate::report::RowView| {
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
            <ol class="rows">{ for view.rows.iter().map(row) }</ol>
        </article>
    }
}

fn empty(report: &Report) -> Html {
    let has_token = !report.token.text.trim().is_empty() && report.token.problem.is_none();
    let (title, words) = match (has_token, report.token.problem.is_some()) {
        (_, true) => ("The token cannot be read", "Its claims are compared with the policy here."),
        (true, false) => (
            "The trust policy is missing",
            "Paste it on the policy's side. It is the JSON under Trust relationships of the role.",
        ),
        (false, false) => (
            "The token is missing",
            "Paste it on the token's side. A Fly Machine gets one from its socket /.fly/api; an \
             example is in the menu above.",
        ),
    };
    html! {
        <div class="empty"><p class="empty-title">{ title }</p><p>{ words }</p></div>
    }
}
