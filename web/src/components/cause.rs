use yew::{Html, html};

use super::act::{Act, on_click};
use super::message::sentence;
use crate::inputs::Action;
use crate::report::{CauseView, ChangeView};

/// A likely cause of the denial, and the change that would mend it.
pub(super) fn draw(cause: &CauseView, act: &Act) -> Html {
    html! {
        <section class="cause" key={cause.id}>
            <h3 class="cause-title">
                { "Likely cause" }<span class="cause-id value">{ cause.id }</span>
            </h3>
            <p>{ sentence(&cause.means) }</p>
            { for cause.changes.iter().map(draw_change) }
            if let Some(effect) = &cause.effect {
                <p class="soft">
                    if let [change] = &*cause.changes {
                        { format!("Line {}. ", change.line) }
                    }
                    { sentence(effect) }
                </p>
            }
            if let Some(text) = &cause.elsewhere {
                <pre class="change"><ins class="change-new">{ text.clone() }</ins></pre>
            }
            if let Some(fixed) = &cause.fixed {
                <div class="actions">
                    <button
                        class="button"
                        onclick={on_click(act, Action::Policy(fixed.clone()))}
                    >
                        { "Change the policy" }
                    </button>
                </div>
            }
        </section>
    }
}

fn draw_change(change: &ChangeView) -> Html {
    html! {
        <div class="change">
            if !change.old.is_empty() {
                <del class="change-old">{ change.old.clone() }</del>
            }
            if !change.new.is_empty() {
                <ins class="change-new">{ change.new.clone() }</ins>
            }
        </div>
    }
}
