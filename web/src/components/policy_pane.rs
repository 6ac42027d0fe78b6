use yew::{Callback, Html, html};

use super::act::{Act, PLAIN, button, on_fix, on_text};
use super::json_editor::{JsonEditor, Writes};
use super::{call_form, error_message, findings, message};
use crate::inputs::{Action, CallForm};
use crate::report::{Report, Stage};
use crate::tone::Tone;
use crate::{icons, platform, sizes};

/// What is drawn.
pub(crate) struct Shown<'a> {
    pub(crate) report: &'a Report,
    /// The condition whose lines are lit.
    pub(crate) lit: Option<usize>,
    /// Told of the condition under the pointer.
    pub(crate) hover: &'a Callback<Option<usize>>,
    /// The condition that was chosen, and how often one was.
    pub(crate) chosen: Option<(usize, u32)>,
    pub(crate) call: &'a CallForm,
    pub(crate) act: &'a Act,
}

/// What the role demands.
pub(crate) fn draw(props: &Shown<'_>) -> Html {
    let policy = &props.report.policy;
    let copy = {
        let text = policy.text.clone();
        move |_| platform::copy(text.clone())
    };
    let reveal = props.chosen.and_then(|(id, times)| {
        let Stage::Done(meeting) = &props.report.meeting else { return None };
        let row = meeting.rows().find(|row| row.id == id)?;
        Some((*row.lines.start(), times))
    });
    // The first that can be: the next text says more.
    let mended =
        policy.problems.iter().find_map(|problem| problem.fix.as_ref()?.apply(&policy.text));
    html! {
        <section class="pane pane-policy" aria-labelledby="policy-title">
            <div class="pane-head">
                <h2 class="pane-title" id="policy-title" tabindex="-1">
                    { "Trust policy" }
                    <span class="soft">
                        { if policy.is_example { "an example" } else { "what the role demands" } }
                    </span>
                </h2>
                <button
                    class="button button-icon"
                    aria-label="Copy the policy"
                    title="Copy the policy"
                    onclick={copy}
                >
                    { icons::copy() }
                </button>
            </div>
            <JsonEditor
                id="policy"
                label="Trust policy"
                class="editor-policy numbered"
                text={policy.text.clone()}
                lines={policy.lines.clone()}
                marks={policy.marks.clone()}
                notes={policy.notes.clone()}
                wrong={!policy.problems.is_empty()}
                lit={props.lit}
                {reveal}
                hover={props.hover}
                placeholder="Paste the trust policy of the role as JSON, or all that aws iam get-role prints."
                most={sizes::POLICY_FIELD}
                writes={Writes::Policy}
                language={props.report.language.clone()}
                on_text={on_text(props.act, Action::Policy)}
            />
            if let Some(error) = &policy.error {
                { error_message::draw(error) }
            } else if !policy.problems.is_empty() {
                <div class="problems">
                    { for policy.problems.first().map(message::alert) }
                    { for policy.problems.iter().skip(1).map(message::problem) }
                    { for mended.map(|mended| mend(props.act, &mended)) }
                </div>
            }
            if let Some(taken) = &policy.taken { { message::note(Tone::Neutral, taken) } }
            if policy.lines.is_empty() && policy.problems.is_empty() {
                { message::note(Tone::Neutral, TOO_LONG_TO_MARK) }
            }
            if !props.report.leads_with_findings() { { findings::draw(props.report, props.act) } }
            { call_form::draw(props.call, props.act) }
        </section>
    }
}

fn mend(act: &Act, mended: &str) -> Html {
    html! {
        <div class="actions">{ button(PLAIN, "Change the policy", on_fix(act, mended)) }</div>
    }
}

const TOO_LONG_TO_MARK: &str =
    "This policy has too many lines to be marked here; the rows name the line they stand in.";
