use yew::{Html, html};

use super::act::{Act, on_click};
use super::message::sentence;
use crate::inputs::Action;
use crate::report::CauseView;

/// A likely cause of the denial, and the change that would mend it.
pub(super) fn draw(cause: &CauseView, act: &Act) -> Html {
    html! {
        <section class="cause" key={cause.id}>
            <h3 class="cause-title">
                { "Likely cause" }<span class="cause-id value">{ cause.id }</span>
            </h3>
            <p>{ sentence(&cause.means) }</p>
            if let Some(change) = &cause.change {
                <div class="change">
                    <del class="change-old">{ change.old.clone() }</del>
                    <ins class="change-new">{ change.new.clone() }</ins>
                </div>
            }
            if let Some(effect) = &cause.effect {
                <p class="soft">
                    if let Some(change) = &cause.change {
                        { format!("Line {}. ", change.line) }
                    }
                    { sentence(effect) }
                </p>
            }
            if let Some(change) = &cause.change {
                <div class="actions">
                    <button
                        class="button"
                        onclick={on_click(act, Action::Policy(change.policy.clone()))}
                    >
                        { "Change the policy" }
                    </button>
                </div>
            }
        </section>
    }
}
