use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Storage, window};
use yew::{hook, use_effect_with, use_mut_ref};

use super::storage;
use crate::inputs::Case;
use crate::saved::{self, Keep};

/// Keeps the case in this browser, once the person pauses; never a token's signature, wherever it stands, and no
/// secret key. What became of a link's case is kept in its place as long as there is a draft that it would replace.
/// What was kept since the case was not the person's `own` does not outlast that it was `undone`.
#[hook]
pub(crate) fn use_draft(case: &Case, own: bool, undone: bool) {
    let kept = use_mut_ref(|| false);
    use_effect_with((case.clone(), own, undone), move |(case, own, undone)| {
        if !own && kept.replace(false) && *undone {
            drop_draft(case);
        }
        let case = own.then(|| case.clone());
        let keep = Closure::once(move || {
            if let Some(case) = case {
                keep(&case);
                kept.replace(true);
            }
        });
        let after = keep.as_ref().unchecked_ref();
        let timer = window().filter(|_| *own).and_then(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(after, PAUSE).ok()
        });
        move || {
            if let (Some(window), Some(timer)) = (window(), timer) {
                window.clear_timeout_with_handle(timer);
            }
            drop(keep);
        }
    });
}

/// Keeps it now.
pub(crate) fn keep(case: &Case) {
    if has_both() {
        return keep_linked(case);
    }
    // It takes the place of what a link brought.
    remove(session(), LINKED_KEY);
    for storage in [storage(), session()] {
        put(storage, DRAFT_KEY, case);
    }
}

/// What was kept is gone. Beside a draft, it gives way to what is shown: the draft is still there to go back to.
fn drop_draft(shown: &Case) {
    match has_both() {
        true => keep_linked(shown),
        false => [storage(), session()].into_iter().for_each(|it| remove(it, DRAFT_KEY)),
    }
}

/// Keeps what a link brought, in this tab only: a reload shows it again, and the person's own draft stays
/// as it is.
pub(crate) fn keep_linked(case: &Case) {
    put(session(), LINKED_KEY, case);
}

/// What a link brought to this tab.
pub(crate) fn linked() -> Option<Case> {
    got(session(), LINKED_KEY)
}

/// Whether what a link brought was put away.
pub(crate) fn has_away() -> bool {
    has(session(), AWAY_KEY)
}

fn has_linked() -> bool {
    has(session(), LINKED_KEY)
}

/// Whether a link brought what is shown, and something of the person's own is kept beside it.
pub(crate) fn has_both() -> bool {
    has_linked() && has(storage(), DRAFT_KEY)
}

/// What was kept last time: in this tab, or else in another.
pub(crate) fn draft() -> Option<Case> {
    let case = got(session(), DRAFT_KEY).or_else(|| got(storage(), DRAFT_KEY))?;
    if saved::kept_keys(&case).is_none() {
        // An earlier version of the page kept any keys.
        put(storage(), DRAFT_KEY, &case);
    }
    Some(case)
}

/// Puts the link's case away for the person's own, or the other way round; gives the one that is to be shown.
pub(crate) fn turn() -> Option<Case> {
    let session = session()?;
    let (from, to) = match has_linked() {
        true => (LINKED_KEY, AWAY_KEY),
        false => (AWAY_KEY, LINKED_KEY),
    };
    let text = session.get_item(from).ok().flatten()?;
    session.set_item(to, &text).ok()?;
    session.remove_item(from).ok()?;
    linked().or_else(draft)
}

/// Removes all that this page keeps of a person.
pub(crate) fn forget() {
    let kept = [
        (session(), LINKED_KEY),
        (session(), AWAY_KEY),
        (session(), WHOLE_KEY),
        (session(), DRAFT_KEY),
        (storage(), DRAFT_KEY),
        (storage(), super::THEME_KEY),
    ];
    kept.into_iter().for_each(|(storage, key)| remove(storage, key));
}

/// What is not there need not be removed.
fn remove(storage: Option<Storage>, key: &str) {
    let _ = storage.map(|storage| storage.remove_item(key));
}

/// A full or closed storage keeps nothing: no reason to complain.
fn put(storage: Option<Storage>, key: &str, case: &Case) {
    let _ = storage.map(|storage| storage.set_item(key, &saved::written(case, Keep::Claims)));
}

fn has(storage: Option<Storage>, key: &str) -> bool {
    storage.is_some_and(|storage| storage.get_item(key).is_ok_and(|it| it.is_some()))
}

fn got(storage: Option<Storage>, key: &str) -> Option<Case> {
    saved::read(&storage?.get_item(key).ok().flatten()?)
}

fn session() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// The number changes with the form of the text.
const DRAFT_KEY: &str = "assumable-draft-v1";

/// In the storage of the tab.
const LINKED_KEY: &str = "assumable-linked-v1";

/// There too: what a link brought, while the person's own is shown.
const AWAY_KEY: &str = "assumable-linked-away-v1";

/// There too, by `www/later.js`.
const WHOLE_KEY: &str = "assumable-whole";

/// In milliseconds.
const PAUSE: i32 = 400;
