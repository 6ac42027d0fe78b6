use yew::{Callback, Html, InputEvent, MouseEvent, html};

use super::super::act::{Act, PLAIN, button};
use crate::compare::{self, Side};
use crate::inputs::Action;
use crate::{platform, sizes};

/// Another version of the policy can be put beside it.
pub(super) fn offered(policy: &str, set_other: &Callback<Option<String>>) -> Html {
    let policy = policy.to_owned();
    let set_other = set_other.clone();
    let begin = move |_: MouseEvent| {
        set_other.emit(Some(policy.clone()));
        platform::focus_soon(OTHER, OTHER_TITLE);
    };
    html! {
        <div class="actions" key="offered">
            <button class="button" id={OFFER} onclick={begin}>
                { "Compare with another version of the policy" }
            </button>
        </div>
    }
}

/// Two versions of a policy side by side: one to read, one to change. On a phone, where they are one below
/// the other, the first shows what is new below what is old; the style hides that elsewhere.
pub(super) fn draw(
    policy: &str,
    other: &str,
    set_other: &Callback<Option<String>>,
    act: &Act,
    close: &Callback<()>,
) -> Html {
    let lines = compare::diff(policy, other);
    let runs = |of: &[Side]| -> Html {
        // An element for each line would have the browser lay out thousands at every key.
        let mut shown = lines.iter().filter(|line| of.contains(&line.side)).peekable();
        let mut runs = Vec::new();
        while let Some(first) = shown.next() {
            let mut text = format!("{}\n", first.text);
            while let Some(line) = shown.next_if(|line| line.side == first.side) {
                text.push_str(line.text);
                text.push('\n');
            }
            runs.push(run(first.side, text));
        }
        html! { { for runs } }
    };
    let oninput = set_other.reform(|event: InputEvent| Some(platform::typed(&event)));
    let take = {
        let (act, close, set_other) = (act.clone(), close.clone(), set_other.clone());
        let other = other.to_owned();
        move |_| {
            act.emit(Action::FixedPolicy(other.clone()));
            set_other.emit(None);
            close.emit(());
            platform::focus_soon("policy", "policy-title");
        }
    };
    let remove = {
        let set_other = set_other.clone();
        Callback::from(move |_: MouseEvent| {
            set_other.emit(None);
            platform::keep_focus(OFFER);
        })
    };
    html! {
        <div key="versions">
            <div class="versions">
                <div>
                    <h3 class="group-title">{ "This policy" }</h3>
                    <div class="version" tabindex="0" role="region" aria-label="This policy">
                        <pre class="version-lines of-this">{ runs(&[Side::One, Side::Both, Side::Other]) }</pre>
                    </div>
                </div>
                <div>
                    <h3 class="group-title" id={OTHER_TITLE} tabindex="-1">{ "The other version" }</h3>
                    <div class="version">
                        <pre class="version-lines of-other" aria-hidden="true">{ runs(&[Side::Both, Side::Other]) }</pre>
                        <textarea
                            id={OTHER}
                            class="version-text"
                            aria-label="The other version of the policy"
                            autocomplete="off"
                            spellcheck="false"
                            maxlength={sizes::POLICY_FIELD.to_string()}
                            value={other.to_owned()}
                            {oninput}
                        />
                    </div>
                </div>
            </div>
            <div class="actions">
                { button(PLAIN, "Use the other version", Callback::from(take)) }
                { button(PLAIN, "Remove the other version", remove) }
            </div>
        </div>
    }
}

fn run(side: Side, text: String) -> Html {
    let class = match side {
        Side::One => "version-line gone",
        Side::Both => "version-line",
        Side::Other => "version-line come",
    };
    html! { <div {class}>{ text }</div> }
}

/// The ids of what gets the focus.
const OFFER: &str = "compare-offer";

const OTHER: &str = "compare-other";

const OTHER_TITLE: &str = "compare-other-title";
