mod versions;

use std::rc::Rc;

use yew::{
    Callback, Html, InputEvent, UseStateHandle, classes, hook, html, use_memo, use_state_eq,
};

use super::act::{Act, on_click};
use super::message::{self, sentence};
use crate::compare::{self, Compared, Corpus, Presented};
use crate::inputs::{Action, Case, Clock};
use crate::report::VerdictView;
use crate::tone::Tone;
use crate::{icons, platform};

/// Many tokens against the policy, and against another version of it. What was pasted stays while the
/// page does.
#[hook]
pub(super) fn use_compare(
    is_open: bool,
    case: &Case,
    at: i64,
    act: &Act,
    close: &Callback<()>,
) -> Html {
    let pasted = use_state_eq(String::new);
    let other = use_state_eq(|| None::<String>);
    // The clock alone is no reason to decide them all again.
    let given = is_open.then(|| (case.clone(), (*pasted).clone(), (*other).clone()));
    let compared = use_memo(given, |given| {
        let Some((case, text, other)) = given else { return Default::default() };
        let corpus = Corpus::new(text);
        (compare::compared(case, &corpus, other.as_deref(), at), corpus.cut)
    });
    if !is_open {
        return Html::default();
    }
    draw(case, &compared, &pasted, &other, act, close)
}

/// Nothing of it is in the module that the page begins with.
#[inline(never)]
fn draw(
    case: &Case,
    compared: &(Vec<Compared>, bool),
    pasted: &UseStateHandle<String>,
    other: &UseStateHandle<Option<String>>,
    act: &Act,
    close: &Callback<()>,
) -> Html {
    let (rows, cut) = compared;
    let oninput = {
        let pasted = pasted.setter();
        move |event: InputEvent| pasted.set(platform::typed(&event))
    };
    let set_other = {
        let other = other.setter();
        Callback::from(move |text| other.set(text))
    };
    let load = {
        let (case, act, close) = (Rc::new(case.clone()), act.clone(), close.clone());
        Callback::from(move |presented: Presented| {
            act.emit(Action::Present(Box::new(presented.in_case(&case))));
            close.emit(());
        })
    };
    let own = &case.policy.readable;
    let as_issued = case.clock == Clock::Issued;
    let (other_clock, other_moment) = match as_issued {
        true => (Clock::Now, "Each is decided as of its issue: decide all now"),
        false => (Clock::Issued, "Decide each as issued"),
    };
    html! {
        <>
            <label class="field">
                <span>{ format!("Tokens, one a line, or a JSON array of tokens or claims; at most {}", compare::MOST) }</span>
                <textarea
                    class="area value"
                    rows="4"
                    autofocus={true}
                    autocomplete="off"
                    spellcheck="false"
                    maxlength={compare::FIELD.to_string()}
                    placeholder="eyJhbGciOi…"
                    value={(**pasted).clone()}
                    {oninput}
                />
            </label>
            <p class="soft small">{ "These tokens stay in this page and go into no link. Policy, settings and time are those of the page." }</p>
            if *cut {
                { message::note(Tone::Caution, &format!("Only the first {} are looked at.", compare::MOST)) }
            }
            { match &**other {
                None => versions::offered(own, &set_other),
                Some(other) => versions::draw(own, other, &set_other, act, close),
            } }
            <p class="compared-sum" role="status">{ compare::summary(rows) }</p>
            if as_issued || rows.iter().any(|row| row.verdict.only_late) {
                <div class="actions">
                    <button class="button" onclick={on_click(act, Action::Clock(other_clock))}>
                        { icons::clock() }{ other_moment }
                    </button>
                </div>
            }
            if !rows.is_empty() { { table(rows, other.is_some(), &load) } }
        </>
    }
}

/// One row for each workload; `load` puts what it presents into the page.
pub(super) fn table(rows: &[Compared], has_other: bool, load: &Callback<Presented>) -> Html {
    let row = |row: &Compared| {
        let changed = row.changes();
        html! {
            <tr class={classes!(changed.then_some("changed"))}>
                <th scope="row">
                    <span class="value">{ row.who.clone() }</span>
                    if changed { <span class="changed-word small">{ " changed" }</span> }
                    { match &row.presented {
                        Some(presented) => load_button(presented, &row.who, load),
                        None => html! { <span class="soft small">{ "the one in the page" }</span> },
                    } }
                </th>
                { cell(THIS, &row.verdict, "") }
                { for row.other.as_ref().map(|other| cell(OTHER, other, row.lacks())) }
            </tr>
        }
    };
    html! {
        <div class="compared" tabindex="0" role="region" aria-label="Answers">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "Subject" }</th>
                        <th scope="col">{ THIS }</th>
                        if has_other { <th scope="col">{ OTHER }</th> }
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn load_button(presented: &Presented, who: &str, load: &Callback<Presented>) -> Html {
    let (word, load) = (format!("Load {who}"), on_click(load, presented.clone()));
    html! {
        <button class="button button-quiet" aria-label={word} onclick={load}>{ "Load" }</button>
    }
}

/// On a phone the answers stand one above the other, each with its column's name.
fn cell(column: &'static str, verdict: &VerdictView, lacks: &str) -> Html {
    html! {
        <td>
            <span class="compared-of soft" aria-hidden="true">{ column }</span>
            <span class={classes!("mark", verdict.tone.class())} title={verdict.means()}>
                { icons::of_tone(verdict.tone) }{ verdict.word }
            </span>
            <p>{ sentence(&verdict.why) }{ " " }{ lacks }</p>
        </td>
    }
}

const THIS: &str = "This policy";

const OTHER: &str = "The other version";
