mod versions;

use yew::{Callback, Html, InputEvent, Properties, classes, component, html, use_memo};

use super::act::Act;
use super::message::{self, sentence};
use crate::compare::{self, Compared, Corpus};
use crate::inputs::Case;
use crate::report::VerdictView;
use crate::tone::Tone;
use crate::{icons, platform, words};

/// Properties of [`Compare`].
#[derive(PartialEq, Properties)]
pub(crate) struct CompareProps {
    pub(crate) case: Case,
    /// The moment of the decisions.
    pub(crate) at: i64,
    pub(crate) corpus: String,
    pub(crate) set_corpus: Callback<String>,
    /// The other version of the policy, if there is one.
    pub(crate) other: Option<String>,
    pub(crate) set_other: Callback<Option<String>>,
    pub(crate) act: Act,
    pub(crate) close: Callback<()>,
}

/// Many tokens against the policy, and against another version of it.
#[component]
pub(crate) fn Compare(props: &CompareProps) -> Html {
    let corpus = use_memo(props.corpus.clone(), |text| Corpus::new(text));
    // The clock alone is no reason to decide them all again.
    let at = props.at;
    let given = (props.case.clone(), props.corpus.clone(), props.other.clone());
    let rows = use_memo(given, |(case, text, other)| {
        compare::compared(case, &Corpus::new(text), other.as_deref(), at)
    });
    let oninput = props.set_corpus.reform(|event: InputEvent| platform::typed(&event));
    let changed = rows.iter().filter(|row| row.changes()).count();
    html! {
        <>
            <label class="field">
                <span>{ "Tokens, one a line, or a JSON array of tokens or claims" }</span>
                <textarea
                    class="area value"
                    rows="4"
                    autofocus={true}
                    autocomplete="off"
                    spellcheck="false"
                    maxlength={compare::FIELD.to_string()}
                    placeholder="eyJhbGciOi…"
                    value={props.corpus.clone()}
                    {oninput}
                />
            </label>
            if corpus.cut {
                { message::note(Tone::Caution, &format!("Only the first {} are looked at.", compare::MOST)) }
            }
            <versions::Versions
                policy={props.case.policy.readable.clone()}
                other={props.other.clone()}
                set_other={&props.set_other}
                act={&props.act}
                close={&props.close}
            />
            <p class="compared-sum" role="status">{ summary(&rows, changed, props.other.is_some()) }</p>
            if !rows.is_empty() { { table(&rows, props.other.is_some()) } }
        </>
    }
}

fn summary(rows: &[Compared], changed: usize, has_other: bool) -> String {
    if rows.is_empty() {
        return String::from("Nothing is presented yet. Paste some tokens above.");
    }
    let all = words::count(rows.len(), "token");
    if !has_other {
        let fits = rows.iter().filter(|row| row.verdict.tone != Tone::Bad).count();
        return format!("{fits} of {all} would get in.");
    }
    match changed {
        0 => format!("The other version changes no answer for {all}."),
        1 => format!("The other version changes 1 answer of {}.", rows.len()),
        _ => format!("The other version changes {changed} answers of {}.", rows.len()),
    }
}

fn table(rows: &[Compared], has_other: bool) -> Html {
    let row = |row: &Compared| {
        html! {
            <tr class={classes!(row.changes().then_some("changed"))}>
                <th scope="row" class="value">{ row.who.clone() }</th>
                { cell(&row.verdict) }
                { for row.other.as_ref().map(cell) }
            </tr>
        }
    };
    html! {
        <div class="compared" tabindex="0" role="region" aria-label="Answers">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "Subject" }</th>
                        <th scope="col">{ "This policy" }</th>
                        if has_other { <th scope="col">{ "The other version" }</th> }
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn cell(verdict: &VerdictView) -> Html {
    html! {
        <td>
            <span class={classes!("mark", verdict.tone.class())}>
                { icons::of_tone(verdict.tone) }{ verdict.word }
            </span>
            <p>{ sentence(&verdict.why) }</p>
        </td>
    }
}
