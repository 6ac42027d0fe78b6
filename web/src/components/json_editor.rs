mod heard;

use std::cell::Cell;
use std::rc::Rc;

use yew::platform::spawn_local;
use yew::{
    AttrValue, Callback, Html, Properties, classes, component, html, use_effect_with, use_mut_ref,
    use_node_ref, use_state,
};

use self::heard::Heard;
use super::editor;
use crate::language::Language;
use crate::platform::{self, JsonEditor as Handle, Seen, Settings, Written};
use crate::report::{Line, MarkView, NoteView};

/// Properties of [`JsonEditor`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct JsonEditorProps {
    /// The id of the field.
    pub(crate) id: AttrValue,
    /// What the text is, for those who cannot see its place.
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) class: &'static str,
    pub(crate) text: AttrValue,
    /// The same text by lines. Empty if it is too long for that.
    pub(crate) lines: Rc<Vec<Line>>,
    #[prop_or_default]
    pub(crate) marks: Rc<Vec<MarkView>>,
    #[prop_or_default]
    pub(crate) notes: Rc<Vec<NoteView>>,
    /// The text cannot be read.
    #[prop_or_default]
    pub(crate) wrong: bool,
    /// The condition whose lines are lit.
    #[prop_or_default]
    pub(crate) lit: Option<usize>,
    /// A line to bring into view, from 1, and how often that was asked for.
    #[prop_or_default]
    pub(crate) reveal: Option<(usize, u32)>,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    /// Most characters that can be typed or pasted.
    pub(crate) most: usize,
    pub(crate) writes: Writes,
    pub(crate) language: Language,
    pub(crate) on_text: Callback<Written>,
    /// Told of the condition whose line is under the pointer.
    #[prop_or_default]
    pub(crate) hover: Callback<Option<usize>>,
}

/// What the text is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Writes {
    Policy,
    Claims,
}

/// JSON that can be edited with help. Until the helpful editor is there, and where it cannot be had,
/// it is the plain one.
#[component]
pub(crate) fn JsonEditor(props: &JsonEditorProps) -> Html {
    let place = use_node_ref();
    // The editor, and whether the plain field had the focus as it came.
    let handle = use_state(|| None::<(Rc<Handle>, bool)>);
    let latest = use_mut_ref(|| props.clone());
    latest.replace(props.clone());
    use_effect_with((), {
        let (place, handle, latest) = (place.clone(), handle.setter(), latest.clone());
        move |()| {
            // Taken away before the editor was there: it is dropped as soon as it comes.
            let wanted = Rc::new(Cell::new(true));
            let still = Rc::clone(&wanted);
            spawn_local(async move {
                let Some(place) = place.cast() else { return };
                let JsonEditorProps { id, label, placeholder, most, text, .. } =
                    latest.borrow().clone();
                let settings = Settings { id: &id, label: &label, placeholder: &placeholder, most };
                let opened = Handle::open(&place, &text, &settings, Heard::new(latest)).await;
                if let (Some(editor), true) = (opened, still.get()) {
                    handle.set(Some((Rc::new(editor), platform::has_focus(&id))));
                }
            });
            move || wanted.set(false)
        }
    });
    let is_there = handle.is_some();
    use_effect_with((is_there, props.clone()), {
        let handle = handle.clone();
        move |(_, props)| {
            if let Some((editor, _)) = &*handle {
                editor.set_text(&props.text);
                editor.show(seen(props));
            }
        }
    });
    use_effect_with((is_there, props.reveal), {
        let handle = handle.clone();
        move |(_, reveal)| {
            if let (Some((editor, _)), Some((line, _))) = (&*handle, reveal) {
                editor.reveal(*line);
            }
        }
    });
    use_effect_with(is_there, {
        let handle = handle.clone();
        move |_| {
            // It is shown now; what is hidden takes no focus.
            if let Some((editor, true)) = &*handle {
                editor.focus();
            }
        }
    });
    let ready = is_there.then_some("ready");
    let wrong = props.wrong.then_some("bad");
    html! {
        <div class={classes!("json-editor", props.class, ready)}>
            <div class={classes!("json-editor-place", "editor", wrong)} ref={place} />
            if !is_there {
                { editor::draw(&editor::Shown {
                    id: &props.id,
                    label: &props.label,
                    class: props.class,
                    text: &props.text,
                    lines: &props.lines,
                    wrong: props.wrong,
                    lit: props.lit,
                    placeholder: &props.placeholder,
                    most: props.most,
                    on_text: props.on_text.clone(),
                }) }
            }
            <p class="json-editor-keys soft" id={format!("{}-keys", props.id)}>
                <kbd>{ "Tab" }</kbd>{ " leaves, " }
                <kbd>{ "Ctrl" }</kbd>{ " " }<kbd>{ "Space" }</kbd>{ " completes, " }
                <kbd>{ "Ctrl" }</kbd>{ " " }<kbd>{ "." }</kbd>{ " fixes, " }
                <kbd>{ "Ctrl" }</kbd>{ " " }<kbd>{ "I" }</kbd>{ " explains" }
            </p>
        </div>
    }
}

fn seen(props: &JsonEditorProps) -> impl Iterator<Item = Seen<'_>> {
    let lines = props.lines.iter().zip(1..).flat_map(|(line, number)| {
        let lit = props.lit.is_some_and(|row| line.rows.contains(&row));
        let class = match (line.failing, lit) {
            (true, true) => Some("failing lit"),
            (true, false) => Some("failing"),
            (false, true) => Some("lit"),
            (false, false) => None,
        };
        let sign = line.sign.map(|tone| Seen::Sign(number, tone));
        class.map(|class| Seen::Line(number, class)).into_iter().chain(sign)
    });
    let marks = props.marks.iter().map(Seen::Mark);
    lines.chain(marks).chain(props.notes.iter().map(Seen::Note))
}
