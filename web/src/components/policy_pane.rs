use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::act::{Act, on_text};
use super::call_form::CallSettings;
use super::editor::Editor;
use super::findings::Findings;
use super::message;
use crate::inputs::{Action, CallForm};
use crate::report::Report;
use crate::tone::Tone;
use crate::{icons, platform, sizes};

/// Properties of [`PolicyPane`].
#[derive(PartialEq, Properties)]
pub(crate) struct PolicyPaneProps {
    pub(crate) report: Rc<Report>,
    /// The condition whose lines are lit.
    pub(crate) lit: Option<usize>,
    pub(crate) call: CallForm,
    pub(crate) act: Act,
}

/// What the role demands.
#[component]
pub(crate) fn PolicyPane(props: &PolicyPaneProps) -> Html {
    let policy = &props.report.policy;
    let copy = {
        let text = policy.text.clone();
        move |_| platform::copy(text.clone())
    };
    html! {
        <section class="pane pane-policy" aria-labelledby="policy-title">
            <div class="pane-head">
                <h2 class="pane-title" id="policy-title" tabindex="-1">
                    { "Trust policy" }<span class="soft">{ "what the role demands" }</span>
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
            <Editor
                id="policy"
                label="Trust policy"
                class="editor-policy numbered"
                text={policy.text.clone()}
                lines={policy.lines.clone()}
                wrong={!policy.problems.is_empty()}
                lit={props.lit}
                placeholder="Paste the trust policy of the role (JSON)"
                most={sizes::POLICY_FIELD}
                on_text={on_text(&props.act, Action::Policy)}
            />
            if !policy.problems.is_empty() {
                <div class="problems">
                    { for policy.problems.first().map(message::alert) }
                    { for policy.problems.iter().skip(1).map(message::problem) }
                </div>
            }
            if policy.lines.is_empty() && policy.problems.is_empty() {
                { message::note(Tone::Neutral, TOO_LONG_TO_MARK) }
            }
            <Findings report={&props.report} act={&props.act} />
            <CallSettings call={props.call.clone()} act={&props.act} />
        </section>
    }
}

const TOO_LONG_TO_MARK: &str =
    "This policy has too many lines to be marked here; the rows name the line they stand in.";
