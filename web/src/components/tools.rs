use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_state, use_state_eq};

use super::act::Act;
use super::compare::Compare;
use super::dialog::Dialog;
use super::gallery::Gallery;
use super::share::Share;
use crate::icons;
use crate::inputs::Case;
use crate::report::Report;

/// Properties of [`Tools`].
#[derive(PartialEq, Properties)]
pub(crate) struct ToolsProps {
    pub(crate) case: Case,
    pub(crate) report: Rc<Report>,
    pub(crate) act: Act,
}

/// What lies over the page when it is open.
#[derive(Clone, Copy, PartialEq)]
enum Sheet {
    Gallery,
    Compare,
    Share,
}

/// The buttons that open the examples, the comparison and what can be taken along.
#[component]
pub(crate) fn Tools(props: &ToolsProps) -> Html {
    let open = use_state_eq(|| None::<Sheet>);
    // What was pasted to be compared stays while the page does.
    let corpus = use_state(String::new);
    let other = use_state(|| None::<String>);
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    let is_open = |sheet| *open == Some(sheet);
    let tool = |sheet, icon: Html, word: &'static str| {
        let onclick = {
            let open = open.setter();
            move |_| open.set(Some(sheet))
        };
        html! {
            <button class="button tool" title={word} aria-haspopup="dialog" {onclick}>
                { icon }<span class="tool-word">{ word }</span>
            </button>
        }
    };
    let (case, report, act) = (props.case.clone(), &props.report, &props.act);
    let set_corpus = {
        let corpus = corpus.setter();
        Callback::from(move |text| corpus.set(text))
    };
    let set_other = {
        let other = other.setter();
        Callback::from(move |text| other.set(text))
    };
    html! {
        <>
            <div class="tools">
                { tool(Sheet::Gallery, icons::book(), "Examples") }
                { tool(Sheet::Compare, icons::compare(), "Compare") }
                { tool(Sheet::Share, icons::share(), "Share") }
            </div>
            <Dialog id="gallery-title" title="Examples" open={is_open(Sheet::Gallery)} close={&close}>
                <Gallery act={act} close={&close} />
            </Dialog>
            <Dialog id="compare-title" title="Compare" open={is_open(Sheet::Compare)} close={&close}>
                <Compare
                    case={case.clone()}
                    at={report.clock.at}
                    corpus={(*corpus).clone()}
                    {set_corpus}
                    other={(*other).clone()}
                    {set_other}
                    act={act}
                    close={&close}
                />
            </Dialog>
            <Dialog id="share-title" title="Share and keep" open={is_open(Sheet::Share)} close={&close}>
                <Share {case} report={report} act={act} close={&close} />
            </Dialog>
        </>
    }
}
