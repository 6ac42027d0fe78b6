use yew::{AttrValue, Callback, Classes, Html, InputEvent, Properties, classes, component, html};

use super::message;
use crate::icons;
use crate::platform;
use crate::report::Line;

/// Properties of [`Editor`].
#[derive(PartialEq, Properties)]
pub(crate) struct EditorProps {
    /// The id of the text field; lines are named `{id}-line-1` and so on.
    pub(crate) id: AttrValue,
    /// What the text is, for those who cannot see its place.
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) class: Classes,
    pub(crate) text: AttrValue,
    /// The same text, coloured. Empty if it is too long for that.
    pub(crate) lines: Vec<Line>,
    /// The text cannot be read.
    #[prop_or_default]
    pub(crate) wrong: bool,
    /// The condition whose lines are lit.
    #[prop_or_default]
    pub(crate) lit: Option<usize>,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    /// Most characters that can be typed or pasted.
    pub(crate) most: usize,
    pub(crate) on_text: Callback<String>,
}

/// A text that can be edited and is coloured: a transparent text field over its coloured copy.
///
/// Another editor can take its place by taking the same properties.
#[component]
pub(crate) fn Editor(props: &EditorProps) -> Html {
    let oninput = props.on_text.reform(|event: InputEvent| platform::typed(&event));
    let plain = (props.lines.is_empty() && !props.text.is_empty()).then_some("plain");
    let wrong = props.wrong.then_some("bad");
    let lines = props.lines.iter().enumerate();
    html! {
        <div class={classes!("editor", props.class.clone(), plain, wrong)}>
            <div class="editor-sheet">
                <pre class="editor-copy" aria-hidden="true">
                    { for lines.map(|(index, line)| self::line(props, index + 1, line)) }
                </pre>
                <textarea
                    id={&props.id}
                    class="editor-text"
                    aria-label={&props.label}
                    aria-invalid={props.wrong.to_string()}
                    autocapitalize="off"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength={props.most.to_string()}
                    placeholder={&props.placeholder}
                    value={&props.text}
                    {oninput}
                />
            </div>
        </div>
    }
}

fn line(props: &EditorProps, number: usize, line: &Line) -> Html {
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
