use yew::{Html, MouseEvent, html};

use super::act::Act;
use crate::inputs::{Action, Tab};
use crate::platform;

/// Past the bar and the answer, to what can be pasted over: seen once the focus comes to it.
pub(crate) fn draw(act: &Act) -> Html {
    html! {
        <nav class="skip" aria-label="Skip">
            { link(act, Tab::Token, ["token", "token-title"], ["#token", "Skip to the token"]) }
            { link(act, Tab::Policy, ["policy", "policy-title"], ["#policy", "Skip to the policy"]) }
        </nav>
    }
}

fn link(act: &Act, tab: Tab, [field, title]: [&'static str; 2], text: [&'static str; 2]) -> Html {
    let act = act.clone();
    // What stands behind `#` in the address of this page is a case.
    let onclick = move |event: MouseEvent| {
        event.prevent_default();
        act.emit(Action::Tab(tab));
        platform::focus_soon(field, title);
    };
    let [href, words] = text;
    html! { <a {href} {onclick}>{ words }</a> }
}
