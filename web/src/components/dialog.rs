use yew::{AttrValue, Callback, Html, Properties, component, html, use_node_ref};

use crate::{icons, platform};

/// Properties of [`Dialog`].
#[derive(PartialEq, Properties)]
pub(crate) struct DialogProps {
    /// The id of the title.
    pub(crate) id: AttrValue,
    pub(crate) title: AttrValue,
    pub(crate) open: bool,
    pub(crate) close: Callback<()>,
    pub(crate) children: Html,
}

/// A sheet over the page, of which nothing is drawn until it is open.
#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    let place = use_node_ref();
    platform::use_dialog(&place, props.open, &props.close);
    html! {
        <dialog ref={place} class="dialog" aria-labelledby={&props.id}>
            if props.open {
                <div class="dialog-sheet">
                    <div class="dialog-head">
                        <h2 class="dialog-title" id={&props.id}>{ &props.title }</h2>
                        <button
                            class="button button-icon"
                            aria-label="Close"
                            title="Close"
                            onclick={props.close.reform(|_| ())}
                        >
                            { icons::cross() }
                        </button>
                    </div>
                    <div class="dialog-body">{ props.children.clone() }</div>
                </div>
            }
        </dialog>
    }
}
