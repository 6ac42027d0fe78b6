use yew::{Html, html};

use super::act::{Act, PLAIN, button, on_fix};
use super::message::paragraph;
use crate::report::{CauseView, ChangeView, MeetingView};
use crate::{icons, platform};

/// The likely causes of the denial, each with the change that would mend it; or where to look.
pub(super) fn draw(meeting: &MeetingView, act: &Act) -> Html {
    let of = meeting.causes.len();
    let cause = |(index, cause): (usize, &CauseView)| {
        let place = (of > 1).then(|| format!(" {} of {of}", index + 1));
        draw_cause(&format!("Likely cause{}", place.unwrap_or_default()), cause, act)
    };
    html! {
        <>
            { for meeting.causes.iter().enumerate().map(cause) }
            if let Some(where_to_look) = &meeting.last_resort {
                <section class="cause">
                    <h3 class="cause-title">{ "No known cause" }</h3>
                    { paragraph("", where_to_look) }
                </section>
            }
        </>
    }
}

fn draw_cause(title: &str, cause: &CauseView, act: &Act) -> Html {
    html! {
        <section class="cause">
            <h3 class="cause-title">
                { title.to_owned() }<span class="cause-id value">{ cause.id }</span>
            </h3>
            { for cause.summary.as_deref().map(|summary| paragraph("", summary)) }
            { paragraph("", &cause.means) }
            { for cause.changes.iter().map(draw_change) }
            { for cause.effect.as_deref().map(|effect| paragraph("soft", effect)) }
            { for cause.elsewhere.as_deref().map(draw_elsewhere) }
            if let Some(fixed) = &cause.fixed {
                <div class="actions">
                    { button(PLAIN, "Change the policy", on_fix(act, fixed)) }
                </div>
            }
        </section>
    }
}

pub(super) fn draw_change(change: &ChangeView) -> Html {
    html! {
        <div class="change">
            <span class="change-line">{ format!("line {}", change.line) }</span>
            if !change.old.is_empty() {
                <del class="change-old">{ change.old.clone() }</del>
            }
            if !change.new.is_empty() {
                <ins class="change-new">{ change.new.clone() }</ins>
            }
        </div>
    }
}

/// What to write somewhere else than in the policy, to be taken along.
pub(super) fn draw_elsewhere(text: &str) -> Html {
    let copy = {
        let text = text.to_owned();
        move |_| platform::copy(text.clone())
    };
    html! {
        <div class="elsewhere">
            <pre class="value">{ text.to_owned() }</pre>
            <button
                class="button button-icon"
                aria-label="Copy these lines"
                title="Copy these lines"
                onclick={copy}
            >
                { icons::copy() }
            </button>
        </div>
    }
}
