//! The editor that `www/editor/` makes, owned by whoever holds a [`JsonEditor`].

use std::ops::Range;

use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Element;

use super::Written;
use crate::language::{Kind, Word};
use crate::report::{MarkView, NoteView};
use crate::tone::Tone;

#[wasm_bindgen(raw_module = "./editor-door.js")]
extern "C" {
    /// Fails where the file of the editor cannot be had.
    #[wasm_bindgen(catch, js_name = open)]
    async fn open_editor(
        place: &Element,
        text: &str,
        settings: &Object,
        calls: &Object,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = select)]
    fn select_text(id: &str, from: u32, to: u32);

    type Handle;

    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Handle, text: &str);

    #[wasm_bindgen(method)]
    fn show(this: &Handle, things: &Array);

    #[wasm_bindgen(method)]
    fn reveal(this: &Handle, line: u32);

    #[wasm_bindgen(method)]
    fn focus(this: &Handle);

    #[wasm_bindgen(method)]
    fn destroy(this: &Handle);
}

/// An editor in its place. Dropped, it is gone from the page.
pub(crate) struct JsonEditor {
    handle: Handle,
    _calls: Calls,
}

/// What an editor is told once.
pub(crate) struct Settings<'a> {
    /// The id of the field.
    pub(crate) id: &'a str,
    pub(crate) label: &'a str,
    pub(crate) placeholder: &'a str,
    /// Most UTF-16 units that it takes.
    pub(crate) most: usize,
}

/// What an editor asks and tells.
pub(crate) trait Listener: 'static {
    /// The text is now this.
    fn typed(&self, written: Written);
    /// The pointer is over this line, from 1; or over none.
    fn pointed(&self, line: Option<usize>);
    /// A sentence about a word, which is the name of a member or not.
    fn explain(&self, word: &str, is_name: bool) -> Option<String>;
    /// What can be written as a word of this kind.
    fn known(&self, kind: Kind) -> Vec<Word>;
}

/// Something to be seen in the text.
pub(crate) enum Seen<'a> {
    Mark(&'a MarkView),
    /// A line, and the classes that it gets.
    Line(usize, &'static str),
    /// A sign in the margin of a line.
    Sign(usize, Tone),
    Note(&'a NoteView),
}

impl JsonEditor {
    /// Fetches the editor if nobody has yet, and puts one into `place`.
    pub(crate) async fn open(
        place: &Element,
        text: &str,
        settings: &Settings<'_>,
        listener: impl Listener,
    ) -> Option<Self> {
        let (calls, object) = Calls::new(listener);
        let settings = object_of(&[
            ("id", settings.id.into()),
            ("label", settings.label.into()),
            ("hint", settings.placeholder.into()),
            ("most", number(settings.most)),
        ]);
        let handle = open_editor(place, text, &settings, &object).await.ok()?;
        Some(Self { handle: handle.unchecked_into(), _calls: calls })
    }

    /// The text becomes this one.
    pub(crate) fn set_text(&self, text: &str) {
        self.handle.set_text(text);
    }

    /// These things, and no others, are seen in the text.
    pub(crate) fn show<'a>(&self, things: impl Iterator<Item = Seen<'a>>) {
        self.handle.show(&things.map(|thing| JsValue::from(encoded(&thing))).collect());
    }

    /// Scrolls to a line, from 1.
    pub(crate) fn reveal(&self, line: usize) {
        self.handle.reveal(u32::try_from(line).unwrap_or(u32::MAX));
    }

    pub(crate) fn focus(&self) {
        self.handle.focus();
    }
}

impl Drop for JsonEditor {
    fn drop(&mut self) {
        self.handle.destroy();
    }
}

/// Selects a stretch of an editor's text, in UTF-16 units, brings it into view and gives it the focus, once
/// the page is drawn anew.
pub(crate) fn select_soon(id: &'static str, range: &Range<usize>) {
    let [from, to] = [range.start, range.end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
    super::once_drawn(Box::new(move || select_text(id, from, to)));
}

/// The functions that the editor calls, which live as long as it does.
struct Calls {
    _typed: Closure<dyn Fn(String, bool)>,
    _pointed: Closure<dyn Fn(u32)>,
    _explain: Closure<dyn Fn(String, bool) -> Option<String>>,
    _known: Closure<dyn Fn(String) -> Array>,
}

impl Calls {
    fn new(listener: impl Listener) -> (Self, Object) {
        let listener = std::rc::Rc::new(listener);
        let [a, b, c, d] = std::array::from_fn(|_| std::rc::Rc::clone(&listener));
        let typed = Closure::<dyn Fn(String, bool)>::new(move |text, again| {
            a.typed(Written { text, again });
        });
        let pointed = Closure::<dyn Fn(u32)>::new(move |line| {
            b.pointed(usize::try_from(line).ok().filter(|line| *line > 0));
        });
        let explain =
            Closure::<dyn Fn(String, bool) -> Option<String>>::new(move |word: String, is_name| {
                c.explain(&word, is_name)
            });
        let known = Closure::<dyn Fn(String) -> Array>::new(move |kind: String| {
            let kind = match &*kind {
                "operator" => Kind::Operator,
                "key" => Kind::Key,
                _ => Kind::Claim,
            };
            let word = |word: Word| {
                let means = word.means.map_or(JsValue::NULL, JsValue::from);
                JsValue::from(Array::of2(&word.text.into(), &means))
            };
            d.known(kind).into_iter().map(word).collect()
        });
        let object = object_of(&[
            ("typed", typed.as_ref().clone()),
            ("pointed", pointed.as_ref().clone()),
            ("explain", explain.as_ref().clone()),
            ("known", known.as_ref().clone()),
        ]);
        (Self { _typed: typed, _pointed: pointed, _explain: explain, _known: known }, object)
    }
}

/// As `www/editor/shown.js` reads it.
fn encoded(thing: &Seen<'_>) -> Array {
    match thing {
        Seen::Mark(MarkView { range, class }) => {
            row([text("mark"), number(range.start), number(range.end), text(class)])
        }
        Seen::Line(line, class) => row([text("line"), number(*line), text(class)]),
        Seen::Sign(line, tone) => row([text("sign"), number(*line), text(tone.class())]),
        Seen::Note(note) => {
            let severity = match note.tone {
                Tone::Bad => "error",
                Tone::Caution => "warning",
                Tone::Good | Tone::Neutral => "info",
            };
            let edits = note.fix.iter().flat_map(|fix| &fix.edits).map(|(range, new)| {
                JsValue::from(row([number(range.start), number(range.end), text(new)]))
            });
            row([
                text("note"),
                number(note.range.start),
                number(note.range.end),
                text(severity),
                text(&note.message),
                note.fix.as_ref().map_or(JsValue::NULL, |fix| text(fix.name)),
                edits.collect::<Array>().into(),
            ])
        }
    }
}

fn object_of(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a fresh object cannot fail.
        let _ = Reflect::set(&object, &JsString::from(*name), value);
    }
    object
}

fn row<const N: usize>(cells: [JsValue; N]) -> Array {
    cells.into_iter().collect()
}

fn text(text: &str) -> JsValue {
    text.into()
}

/// No text of the page is as long as four billion.
fn number(number: usize) -> JsValue {
    u32::try_from(number).unwrap_or(u32::MAX).into()
}
