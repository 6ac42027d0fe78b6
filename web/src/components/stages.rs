use yew::{Html, classes, html};

use super::act::{Act, on_click};
use super::message::sentence;
use crate::icons;
use crate::inputs::Action;
use crate::report::StageView;
use crate::tone::Tone;

/// The stages of the call, and what is known of one of them.
pub(crate) fn draw(stages: &[StageView], chosen: Option<usize>, act: &Act) -> Html {
    let failing = stages.iter().position(|stage| stage.tone == Tone::Bad);
    let shown = chosen.or(failing);
    let stage = |(index, stage): (usize, &StageView)| {
        let pressed = (shown == Some(index)).to_string();
        let onclick = on_click(act, Action::Stage(index));
        html! {
            <li key={index}>
                <button class={classes!("stage", stage.tone.class())} aria-pressed={pressed} {onclick}>
                    { icons::of_tone(stage.tone) }
                    <span class="stage-word">
                        { stage.name }<span class="unseen">{ ", " }{ stage.mark }</span>
                    </span>
                </button>
            </li>
        }
    };
    let note = match shown.and_then(|index| stages.get(index)) {
        Some(stage) => {
            html! { <><strong>{ stage.name }</strong>{ " " }{ sentence(&stage.note) }</> }
        }
        None => html! { { summary(stages) } },
    };
    html! {
        <>
            <ol class="stages" aria-label="Stages of the call">
                { for stages.iter().enumerate().map(stage) }
            </ol>
            <p class="stage-note">{ note }</p>
        </>
    }
}

/// Without a failure: what was not checked.
fn summary(stages: &[StageView]) -> String {
    let skipped: Vec<&str> =
        stages.iter().filter(|stage| stage.tone == Tone::Neutral).map(|stage| stage.name).collect();
    if skipped.is_empty() {
        String::from("Every stage of the call to AWS passes.")
    } else if skipped.len() == stages.len() {
        String::from("These are the stages of sts:AssumeRoleWithWebIdentity.")
    } else {
        let is_any = |names: &[&str]| skipped.iter().any(|name| names.contains(name));
        let where_to = match (is_any(&["Signature"]), is_any(&["Provider", "Audience"])) {
            (true, true) => {
                "What that needs can be given under “Keys” and “Role, provider and call”."
            }
            (true, false) => "What that needs can be given under “Keys”.",
            (false, true) => "What that needs can be given under “Role, provider and call”.",
            (false, false) => "Choose a stage to see why.",
        };
        format!("Not checked: {}. {where_to}", skipped.join(", "))
    }
}
