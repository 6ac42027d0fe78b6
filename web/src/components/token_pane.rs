use yew::{Html, classes, html};

use super::act::{Act, PLAIN, button, on_last_click, on_text};
use super::{checks, claims, editor, error_message, keys, lifetime, message};
use crate::inputs::{Action, ClaimsAs};
use crate::report::{BadgeView, ClaimsView, Report, Stage, SubjectPartView};
use crate::tone::Tone;
use crate::{icons, sizes};

/// What is drawn.
pub(crate) struct Shown<'a> {
    pub(crate) report: &'a Report,
    /// The condition whose claim is lit.
    pub(crate) lit: Option<usize>,
    pub(crate) claims_as: ClaimsAs,
    /// What stands in for a token.
    pub(crate) templates: &'a Html,
    pub(crate) act: &'a Act,
}

/// What the workload presents.
pub(crate) fn draw(props: &Shown<'_>) -> Html {
    let Shown { report, act, .. } = *props;
    let token = &report.token;
    html! {
        <section class="pane pane-token" aria-labelledby="token-title">
            <div class="pane-head">
                <h2 class="pane-title" id="token-title">
                    { "Token" }
                    <span class="soft">
                        { if token.is_example { "an example" } else { "what is presented" } }
                    </span>
                </h2>
                { props.templates.clone() }
            </div>
            { editor::draw(&editor::Shown {
                id: "token",
                label: "Token",
                class: "editor-token",
                text: &token.text,
                lines: &token.lines,
                wrong: token.problem.is_some(),
                placeholder: "Paste a token, or claims as JSON. A command or a line of a log with the token in it will do.",
                most: sizes::TOKEN_FIELD,
                on_text: on_text(act, Action::Token),
                ..editor::Shown::default()
            }) }
            { match (&token.error, &token.problem) {
                (Some(error), _) => error_message::draw(error),
                (None, Some(problem)) => message::alert(problem),
                (None, None) => Html::default(),
            } }
            if let Some(note) = &token.note { { message::note(Tone::Neutral, note) } }
            if report.has_claims() && token.error.is_none() { { badge(&report.badge) } }
            if token.edited { { edited(act) } }
            { keys::draw(&report.keys, act) }
            if let Stage::Done(claims) = &report.claims {
                { workload(claims) }
                { claims::draw(&claims::Shown {
                    claims,
                    claims_as: props.claims_as,
                    lit: lit_claim(report, props.lit),
                    language: &report.language,
                    act,
                }) }
            }
            // As many things as ever: yew would draw the field anew, and the focus would be lost.
            if let Some(checks) = &report.checks { { checks::draw(checks) } }
        </section>
    }
}

/// The claim that the lit condition asks for.
fn lit_claim(report: &Report, lit: Option<usize>) -> Option<&str> {
    let Stage::Done(meeting) = &report.meeting else { return None };
    let row = meeting.rows().find(|row| Some(row.id) == lit)?;
    row.claim.as_deref()
}

fn badge(badge: &BadgeView) -> Html {
    html! {
        <div class={classes!("badge", badge.tone.class())} id="badge">
            { icons::shield() }
            <p class="badge-word">{ badge.word }</p>
            <p class="badge-rest">{ message::sentence(&badge.rest) }</p>
        </div>
    }
}

fn edited(act: &Act) -> Html {
    html! {
        <div class="actions">
            { button(PLAIN, "Back to the signed claims", on_last_click(act, Action::ForgetClaims)) }
        </div>
    }
}

fn workload(claims: &ClaimsView) -> Html {
    let part = |part: &SubjectPartView| {
        let differs = part.differs.then_some("differs");
        html! {
            <span class={classes!("subject-part", differs)}>
                <span class={classes!("value", part.is_name.then_some("is-name"))}>
                    { part.text.clone() }
                </span>
                <span class="subject-name">{ part.name }</span>
            </span>
        }
    };
    html! {
        <div class="section">
            <h3 class="section-title">{ claims.workload.clone() }</h3>
            if !claims.subject.is_empty() {
                <div class="subject">{ for claims.subject.iter().map(part) }</div>
            }
            if let Some(names) = &claims.names {
                <p class="subject-names soft">{ names.clone() }</p>
            }
            if let Some(life) = &claims.lifetime { { lifetime::draw(life) } }
        </div>
    }
}
