use std::rc::Rc;

use yew::{Html, Properties, component, html, use_node_ref};

use super::act::{Act, on_click};
use super::compare::use_compare;
use super::dialog;
use super::gallery::use_gallery;
use super::share::use_share;
use crate::inputs::{Action, Case, Sheet};
use crate::report::Report;
use crate::{icons, platform};

/// Properties of [`Tools`].
#[derive(PartialEq, Properties)]
pub(crate) struct ToolsProps {
    pub(crate) case: Case,
    pub(crate) report: Rc<Report>,
    pub(crate) open: Option<Sheet>,
    pub(crate) act: Act,
}

/// The buttons that open the examples, the comparison and what can be taken along, and the sheet that
/// they open. What is on it are hooks, not components: each component costs 2 KB of transfer.
#[component]
pub(crate) fn Tools(props: &ToolsProps) -> Html {
    let place = use_node_ref();
    let ToolsProps { case, report, open, act } = props;
    let close = act.reform(|()| Action::Sheet(None));
    let is_open = |sheet| *open == Some(sheet);
    platform::use_dialog(&place, open.is_some(), &close);
    let gallery = use_gallery(is_open(Sheet::Gallery), act, &close);
    let compare = use_compare(is_open(Sheet::Compare), case, report.clock.at, act, &close);
    let share = use_share(is_open(Sheet::Share), case, report, act, &close);
    let tool = |sheet, icon: Html, word: &'static str| {
        let onclick = on_click(act, Action::Sheet(Some(sheet)));
        html! {
            <button class="button tool" title={word} aria-haspopup="dialog" {onclick}>
                { icon }<span class="tool-word">{ word }</span>
            </button>
        }
    };
    html! {
        <>
            <div class="tools">
                { tool(Sheet::Gallery, icons::book(), "Examples") }
                { tool(Sheet::Compare, icons::compare(), "Compare") }
                { tool(Sheet::Share, icons::share(), "Share") }
            </div>
            <dialog ref={place} class="dialog" aria-labelledby={dialog::TITLE}>
                { match *open {
                    None => Html::default(),
                    Some(Sheet::Gallery) => dialog::draw("Examples and error messages", gallery, &close),
                    Some(Sheet::Compare) => dialog::draw("Compare", compare, &close),
                    Some(Sheet::Share) => dialog::draw("Share and keep", share, &close),
                } }
            </dialog>
        </>
    }
}
