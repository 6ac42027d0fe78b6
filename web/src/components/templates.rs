use yew::{Html, hook, html, use_node_ref};

use super::act::Act;
use crate::inputs::Action;
use crate::template::Template;
use crate::{icons, platform};

/// Claims of each family of issuers, for who has no token.
#[hook]
pub(crate) fn use_templates(act: &Act) -> Html {
    let menu = use_node_ref();
    platform::use_dismissal(&menu);
    let item = |template: Template| {
        let (act, menu) = (act.clone(), menu.clone());
        let onclick = move |_| {
            platform::close(&menu);
            if let Some(claims) = template.claims(platform::now()) {
                act.emit(Action::Template(claims));
            }
        };
        html! {
            <li><button class="menu-item" {onclick}>{ template.workload }</button></li>
        }
    };
    html! {
        <details class="menu menu-start" ref={&menu}>
            <summary class="button button-quiet">{ "No token?" }{ icons::down() }</summary>
            <div class="menu-list">
                <p class="menu-note soft small">{ "Start from the claims of" }</p>
                <ul>{ for Template::all().map(item) }</ul>
            </div>
        </details>
    }
}
