use yew::{Callback, Html, InputEvent, classes, html};

use super::message;
use crate::icons;
use crate::platform::{self, Written};
use crate::report::Line;

/// What is drawn.
#[derive(Default)]
pub(super) struct Shown<'a> {
    /// The id of the text field; lines are named `{id}-line-1` and so on.
    pub(super) id: &'a str,
    /// What the text is, for those who cannot see its place.
    pub(super) label: &'a str,
    pub(super) class: &'a str,
    pub(super) text: &'a str,
    /// The same text, coloured. Empty if it is too long for that.
    pub(super) lines: &'a [Line],
    /// The text cannot be read.
    pub(super) wrong: bool,
    /// The condition whose lines are lit.
    pub(super) lit: Option<usize>,
    pub(super) placeholder: &'a str,
    /// Most characters that can be typed or pasted.
    pub(super) most: usize,
    pub(super) on_text: Callback<Written>,
}

/// A text that can be edited and is coloured: a transparent text field over its coloured copy.
pub(super) fn draw(props: &Shown<'_>) -> Html {
    let oninput = props.on_text.reform(|event: InputEvent| platform::written(&event));
    let plain = (props.lines.is_empty() && !props.text.is_empty()).then_some("plain");
    let wrong = props.wrong.then_some("bad");
    let lines = props.lines.iter().enumerate();
    html! {
        <div class={classes!("editor", props.class.to_owned(), plain, wrong)}>
            <div class="editor-sheet">
                <pre class="editor-copy" aria-hidden="true">
                    { for lines.map(|(index, line)| self::line(props, index + 1, line)) }
                </pre>
                <textarea
                    id={props.id.to_owned()}
                    class="editor-text"
                    aria-label={props.label.to_owned()}
                    aria-invalid={props.wrong.to_string()}
                    autocapitalize="off"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength={props.most.to_string()}
                    placeholder={props.placeholder.to_owned()}
                    value={props.text.to_owned()}
                    {oninput}
                />
            </div>
        </div>
    }
}

fn line(props: &Shown<'_>, number: usize, line: &Line) -> Html {
    let lit = props.lit.is_some_and(|row| line.rows.contains(&row)).then_some("lit");
    let failing = line.failing.then_some("failing");
    html! {
        <div
            key={number}
            id={format!("{}-line-{number}", props.id)}
            class={classes!("line", lit, failing)}
            data-number={number.to_string()}
        >
            if let Some(tone) = line.sign {
                <span class={classes!("line-sign", tone.class())}>{ icons::of_tone(tone) }</span>
            }
            { message::pieces(&line.pieces) }
        </div>
    }
}
