use yew::{Html, classes, html};

use super::act::{Act, on_text};
use super::editor;
use super::fetch_keys::FetchKeys;
use super::message::{self, sentence};
use crate::inputs::{Action, KeysFrom};
use crate::report::{KeyRow, KeysView};
use crate::tone::Tone;
use crate::{icons, sizes};

/// The keys that the signature is checked with.
pub(super) fn draw(keys: &KeysView, act: &Act) -> Html {
    html! {
        <div class="keys">
            <details class="fold" id="keys-fold">
                <summary>
                    { icons::fold() }{ "Keys" }
                    <span class="fold-aside soft small">{ keys.summary.clone() }</span>
                </summary>
                <div class="fold-body">
                    { for keys.rows.iter().map(row) }
                    <FetchKeys key={keys.issuer.clone().unwrap_or_default()} issuer={keys.issuer.clone()} {act} />
                    <p class="soft small">{ "Or paste the issuer's key set (JWKS):" }</p>
                    { editor::draw(&editor::Shown {
                        id: "keys",
                        label: "Key set",
                        class: "editor-small",
                        text: &keys.text,
                        lines: &keys.lines,
                        wrong: keys.problem.is_some(),
                        placeholder: "{\"keys\": [ … ]}",
                        most: sizes::KEYS_FIELD,
                        on_text: on_text(act, |text| Action::Keys(text, KeysFrom::Paste)),
                        ..editor::Shown::default()
                    }) }
                    { message::polite(keys.problem.as_ref()) }
                    if keys.secret { { message::note(Tone::Caution, SECRET) } }
                </div>
            </details>
        </div>
    }
}

fn row(row: &KeyRow) -> Html {
    html! {
        <div class={classes!("key-row", row.tone.class())}>
            { icons::of_tone(row.tone) }
            <p>
                <span class="value">{ row.id.clone() }</span>
                <span class="soft">{ " " }{ sentence(&row.note) }</span>
            </p>
        </div>
    }
}

const SECRET: &str =
    "One of these keys is secret, so they stay in this page and go into no link, file or draft.";
