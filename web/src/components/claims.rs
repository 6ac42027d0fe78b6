use yew::{Html, classes, html};

use super::act::{Act, on_click, on_text};
use super::json_editor::{JsonEditor, Writes};
use super::message::{self, sentence};
use super::stays;
use crate::inputs::{Action, ClaimsAs};
use crate::language::Language;
use crate::platform::{self, Precision};
use crate::report::{ClaimView, ClaimsView, MemberView};
use crate::{icons, sizes};

/// What is drawn.
pub(super) struct Shown<'a> {
    pub(super) claims: &'a ClaimsView,
    pub(super) claims_as: ClaimsAs,
    /// The claim that the lit condition asks for.
    pub(super) lit: Option<&'a str>,
    pub(super) language: &'a Language,
    pub(super) act: &'a Act,
}

/// The claims, explained or to be edited, and the header.
pub(super) fn draw(props: &Shown<'_>) -> Html {
    let claims = props.claims;
    html! {
        <>
            <div class="section">
                <div class="section-head">
                    <h3 class="section-title">{ "Claims" }</h3>
                    <div class="choice" role="group" aria-label="Show the claims">
                        { choice(props, ClaimsAs::Explained, "Explained") }
                        { choice(props, ClaimsAs::Json, "Edit") }
                    </div>
                </div>
                if props.claims_as == ClaimsAs::Json { { editor(props) } } else {
                    <p class="soft small claims-legend">
                        <span class="claim-seen" />{ " AWS reads it, as a condition key" }
                    </p>
                    <dl class="claims">{ for claims.claims.iter().map(|view| claim(view, props.lit)) }</dl>
                }
            </div>
            <div class="section">
                <details class="fold">
                    <summary>
                        { icons::fold() }{ "Header" }
                        <span class="fold-aside soft small">{ claims.algorithm.clone() }</span>
                    </summary>
                    <dl class="claims fold-body">{ for claims.header.iter().map(member) }</dl>
                </details>
            </div>
        </>
    }
}

fn choice(props: &Shown<'_>, claims_as: ClaimsAs, name: &'static str) -> Html {
    let pressed = (props.claims_as == claims_as).to_string();
    let onclick = on_click(props.act, Action::ClaimsAs(claims_as));
    html! { <button aria-pressed={pressed} {onclick}>{ name }</button> }
}

fn editor(props: &Shown<'_>) -> Html {
    let claims = props.claims;
    html! {
        <>
            <JsonEditor
                id="claims"
                class="editor-claims numbered"
                label="Claims as JSON"
                lines={claims.json_lines.clone()}
                notes={claims.json_notes.clone()}
                text={claims.json.clone()}
                wrong={claims.problem.is_some()}
                most={sizes::TOKEN_FIELD}
                writes={Writes::Claims}
                language={props.language.clone()}
                on_text={on_text(props.act, Action::Claims)}
            />
            { message::polite(claims.problem.as_ref()) }
            if claims.problem.is_none() {
                <p class="soft small">
                    { "An edit makes another token. Nobody signed it, so its signature is wrong." }
                </p>
            }
        </>
    }
}

fn claim(claim: &ClaimView, lit: Option<&str>) -> Html {
    let seen = claim.condition_key.as_ref().map(|key| {
        let words = format!("AWS reads this claim, as the condition key {key}");
        html! { <span class="claim-seen" role="img" aria-label={words.clone()} title={words} /> }
    });
    let lit = (lit == Some(&*claim.name)).then_some("lit");
    html! {
        <div class={classes!("claim", lit)} key={claim.name.clone()}>
            <dt class="claim-name">{ claim.name.clone() }{ for seen }</dt>
            <dd class="value">{ claim.value.clone() }</dd>
            if let Some((at, words)) = &claim.time {
                <dd class="claim-means">{ platform::local_time(*at, Precision::Second) }{ ", " }{ words }</dd>
            }
            if let Some(means) = claim.means {
                <dd class="claim-means">
                    { sentence(means) }{ " " }{ for claim.stays.map(stays::draw) }
                </dd>
            }
        </div>
    }
}

fn member(member: &MemberView) -> Html {
    html! {
        <div class="claim" key={member.name.clone()}>
            <dt class="claim-name">{ member.name.clone() }</dt>
            <dd class="value">{ member.value.clone() }</dd>
            if let Some(means) = member.means { <dd class="claim-means">{ sentence(means) }</dd> }
        </div>
    }
}
