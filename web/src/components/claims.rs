use yew::{Html, Properties, component, html};

use super::act::{Act, on_click, on_text};
use super::editor::Editor;
use super::message;
use crate::inputs::{Action, ClaimsAs};
use crate::platform::{self, Precision};
use crate::report::{ClaimView, ClaimsView, MemberView};
use crate::{icons, sizes};

/// Properties of [`Claims`].
#[derive(PartialEq, Properties)]
pub(crate) struct ClaimsProps {
    pub(crate) claims: ClaimsView,
    pub(crate) claims_as: ClaimsAs,
    pub(crate) act: Act,
}

/// The claims, explained or to be edited, and the header.
#[component]
pub(crate) fn Claims(props: &ClaimsProps) -> Html {
    let claims = &props.claims;
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
                    <dl class="claims">{ for claims.claims.iter().map(claim) }</dl>
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

fn choice(props: &ClaimsProps, claims_as: ClaimsAs, name: &'static str) -> Html {
    let pressed = (props.claims_as == claims_as).to_string();
    let onclick = on_click(&props.act, Action::ClaimsAs(claims_as));
    html! { <button aria-pressed={pressed} {onclick}>{ name }</button> }
}

fn editor(props: &ClaimsProps) -> Html {
    let claims = &props.claims;
    html! {
        <>
            <Editor
                id="claims"
                label="Claims as JSON"
                lines={claims.json_lines.clone()}
                text={claims.json.clone()}
                wrong={claims.problem.is_some()}
                most={sizes::TOKEN_FIELD}
                on_text={on_text(&props.act, Action::Claims)}
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

fn claim(claim: &ClaimView) -> Html {
    let seen = claim.condition_key.as_ref().map(|key| {
        let words = format!("AWS reads this claim, as the condition key {key}");
        html! { <span class="claim-seen" role="img" aria-label={words.clone()} title={words} /> }
    });
    html! {
        <div class="claim" key={claim.name.clone()}>
            <dt class="claim-name">{ claim.name.clone() }{ for seen }</dt>
            <dd class="value">{ claim.value.clone() }</dd>
            if let Some((at, words)) = &claim.time {
                <dd class="claim-means">{ platform::local_time(*at, Precision::Second) }{ ", " }{ words }</dd>
            }
            if let Some(means) = claim.means { <dd class="claim-means">{ means }</dd> }
        </div>
    }
}

fn member(member: &MemberView) -> Html {
    html! {
        <div class="claim" key={member.name.clone()}>
            <dt class="claim-name">{ member.name.clone() }</dt>
            <dd class="value">{ member.value.clone() }</dd>
            if let Some(means) = member.means { <dd class="claim-means">{ means }</dd> }
        </div>
    }
}
