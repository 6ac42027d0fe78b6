use yew::{Html, html};

use crate::icons;

/// What can be seen of a part that is folded away.
#[inline(never)]
pub(super) fn summary(title: &'static str, aside: &str) -> Html {
    html! {
        <summary>
            { icons::fold() }{ title }
            <span class="fold-aside soft small">{ aside.to_owned() }</span>
        </summary>
    }
}
