use yew::{Callback, Html, Properties, classes, component, html};

use super::act::Act;
use super::message::{paragraph, pieces};
use crate::icons;
use crate::inputs::Action;
use crate::platform;
use crate::report::{RowView, SideView, Sides};
use crate::tone::Tone;

/// Properties of [`Row`].
#[derive(PartialEq, Properties)]
pub(crate) struct RowProps {
    pub(crate) row: RowView,
    pub(crate) lit: bool,
    pub(crate) hover: Callback<Option<usize>>,
    pub(crate) act: Act,
}

/// One thing that a statement demands, and what the token says to it.
#[component]
pub(crate) fn Row(props: &RowProps) -> Html {
    let row = &props.row;
    let (id, line) = (row.id, *row.lines.start());
    let enter = props.hover.reform(move |_| Some(id));
    let leave = props.hover.reform(|_| None);
    let (focus, blur) = (props.hover.reform(move |_| Some(id)), props.hover.reform(|_| None));
    let onclick = {
        let act = props.act.clone();
        move |_| {
            act.emit(Action::Row(id));
            platform::reveal_soon(format!("policy-line-{line}"), "policy-title");
        }
    };
    let lit = props.lit.then_some("lit");
    // What both sides say alike needs no two lines.
    let brief = (row.tone == Tone::Good && row.note.is_none()).then_some(&row.sides);
    let brief = matches!(brief, Some(Sides::Both(_))).then_some("brief");
    html! {
        <li
            class={classes!("row", row.tone.class(), brief, lit)}
            onmouseenter={enter}
            onmouseleave={leave}
        >
            { icons::of_tone(row.tone) }
            <button class="row-pick" {onclick} onfocus={focus} onblur={blur}>
                <span>
                    <span class="row-operator">{ row.name.clone() }</span>
                    if let Some(key) = &row.key {
                        { " " }<span class="row-key value">{ key }</span>
                    }
                    if row.is_marked_by_tone() {
                        <span class="unseen">{ ", " }{ row.mark }{ "," }</span>
                    } else {
                        { " " }<span class="row-mark">{ row.mark }</span>
                    }
                </span>
                <span class="row-line">{ format!("line {line}") }</span>
            </button>
            <dl class="sides">{ sides(&row.sides) }</dl>
            { for row.note.as_deref().map(|note| paragraph("row-note", note)) }
        </li>
    }
}

fn sides(sides: &Sides) -> Html {
    match sides {
        Sides::Both(text) => html! {
            <><dt>{ "both" }</dt><dd class="value">{ text.clone() }</dd></>
        },
        Sides::Apart { whose, given, none, policy } => html! {
            <>
                <dt>{ *whose }</dt>
                if given.is_empty() {
                    <dd class="soft small">{ none.clone() }</dd>
                } else {
                    { for given.iter().map(side) }
                }
                <dt>{ "policy" }</dt>
                { for policy.iter().map(side) }
            </>
        },
    }
}

fn side(side: &SideView) -> Html {
    let fits = side.fits.map(Tone::of);
    html! {
        <dd class="value">
            { pieces(&side.pieces) }
            if let Some(tone) = fits {
                <span class={classes!("side-fits", tone.class())}>{ icons::of_tone(tone) }</span>
            }
        </dd>
    }
}
