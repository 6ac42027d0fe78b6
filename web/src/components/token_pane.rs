use std::rc::Rc;

use yew::{Html, Properties, classes, component, html};

use super::act::{Act, on_click, on_text};
use super::claims::Claims;
use super::editor::Editor;
use super::keys::Keys;
use super::templates::Templates;
use super::{checks, error_message, lifetime, message, stays};
use crate::inputs::{Action, ClaimsAs};
use crate::report::{BadgeView, ClaimsView, Report, Stage, SubjectPartView};
use crate::tone::Tone;
use crate::{icons, sizes};

/// Properties of [`TokenPane`].
#[derive(PartialEq, Properties)]
pub(crate) struct TokenPaneProps {
    pub(crate) report: Rc<Report>,
    /// The condition whose claim is lit.
    pub(crate) lit: Option<usize>,
    pub(crate) claims_as: ClaimsAs,
    pub(crate) act: Act,
}

/// What the workload presents.
#[component]
pub(crate) fn TokenPane(props: &TokenPaneProps) -> Html {
    let TokenPaneProps { report, act, .. } = props;
    let token = &report.token;
    html! {
        <section class="pane pane-token" aria-labelledby="token-title">
            <div class="pane-head">
                <h2 class="pane-title" id="token-title">
                    { "Token" }<span class="soft">{ "what the workload presents" }</span>
                </h2>
                <Templates at={report.clock.at} {act} />
            </div>
            <Editor
                id="token"
                label="Token"
                class="editor-token"
                text={token.text.clone()}
                lines={token.lines.clone()}
                wrong={token.problem.is_some()}
                placeholder="Paste a token"
                most={sizes::TOKEN_FIELD}
                on_text={on_text(act, Action::Token)}
            />
            { match (&token.error, &token.problem) {
                (Some(error), _) => error_message::draw(error),
                (None, Some(problem)) => message::alert(problem),
                (None, None) => Html::default(),
            } }
            if let Some(note) = &token.note { { message::note(Tone::Neutral, note) } }
            if report.has_claims() && token.error.is_none() { { badge(&report.badge) } }
            if token.edited { { edited(act) } }
            <Keys keys={report.keys.clone()} {act} />
            if let Stage::Done(claims) = &report.claims {
                { workload(claims) }
                <Claims
                    claims={claims.clone()}
                    claims_as={props.claims_as}
                    lit={lit_claim(report, props.lit)}
                    language={report.language.clone()}
                    {act}
                />
            }
            { for report.checks.as_ref().map(checks::draw) }
        </section>
    }
}

/// The claim that the lit condition asks for.
fn lit_claim(report: &Report, lit: Option<usize>) -> Option<String> {
    let Stage::Done(meeting) = &report.meeting else { return None };
    let row = meeting.rows().find(|row| Some(row.id) == lit)?;
    row.claim.clone()
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
            <button class="button" onclick={on_click(act, Action::ForgetClaims)}>
                { "Back to the signed claims" }
            </button>
        </div>
    }
}

fn workload(claims: &ClaimsView) -> Html {
    let part = |part: &SubjectPartView| {
        let differs = part.differs.then_some("differs");
        html! {
            <span class={classes!("subject-part", differs)}>
                <span class="value">{ part.text.clone() }</span>
                <span class="subject-name">{ part.name }</span>
                { stays::draw(part.stays) }
            </span>
        }
    };
    html! {
        <div class="section">
            <h3 class="section-title">{ claims.workload.clone() }</h3>
            if !claims.subject.is_empty() {
                <div class="subject">{ for claims.subject.iter().map(part) }</div>
            }
            if let Some(life) = &claims.lifetime { { lifetime::draw(life) } }
        </div>
    }
}
