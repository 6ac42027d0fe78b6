use yew::platform::spawn_local;
use yew::{Callback, Html, hook, html, use_callback, use_effect_with, use_mut_ref, use_state_eq};

use super::act::Act;
use crate::inputs::{Action, Case, View};
use crate::{icons, platform, saved};

/// Brings back what a link or this browser kept, says so, and keeps what the person does. `None` as long as a
/// link is being read.
#[hook]
pub(crate) fn use_keep(case: &Case, view: &View, act: &Act) -> Option<Html> {
    let View { own, undone, forgotten, .. } = *view;
    let said = use_state_eq(|| platform::has_fragment().then_some(READING));
    platform::use_draft(case, own, undone);
    let told = use_callback((), {
        let (said, act) = (said.setter(), act.clone());
        move |fragment: String, ()| {
            if fragment.is_empty() {
                let linked = platform::linked().map(|case| (case, FROM_LINK_BEFORE));
                let kept = linked.or_else(|| Some((platform::draft()?, FROM_BROWSER)));
                if let Some((case, from)) = kept {
                    act.emit(Action::Restore(Box::new(case)));
                    said.set(Some(from));
                }
                return;
            }
            let Some(packed) = fragment.strip_prefix("v1.").map(str::to_owned) else {
                said.set(Some(OTHER_FRAGMENT));
                return;
            };
            let (said, act) = (said.clone(), act.clone());
            spawn_local(async move {
                let text = platform::unpack(packed, saved::MOST_BYTES).await;
                match text.and_then(|text| saved::read(&text)) {
                    Some(case) => {
                        platform::keep_linked(&case);
                        act.emit(Action::Restore(Box::new(case)));
                        said.set(Some(FROM_LINK));
                    }
                    None => said.set(Some(BROKEN_LINK)),
                }
            });
        }
    });
    platform::use_fragment(told);
    let before = use_mut_ref(|| 0);
    use_effect_with((forgotten, own), {
        let said = said.clone();
        move |(forgotten, own)| {
            if before.replace(*forgotten) != *forgotten {
                said.set(Some(FORGOTTEN));
            } else if *own && *said == Some(FORGOTTEN) {
                // Something is kept again.
                said.set(None);
            }
        }
    });
    let words = *said;
    if words == Some(READING) {
        return None;
    }
    let dismiss = {
        let said = said.setter();
        Callback::from(move |_| said.set(None))
    };
    // The two change places, so that neither is lost.
    let (there, name, besides, has_other) = match words {
        Some(FROM_BROWSER) => (FROM_LINK_BEFORE, "Back to the link", "", platform::has_away()),
        Some(FROM_LINK | FROM_LINK_BEFORE) => {
            (FROM_BROWSER, "Back to what you had", BESIDE, platform::has_both())
        }
        _ => ("", "", "", false),
    };
    let back = {
        let (said, act, case) = (said.setter(), act.clone(), own.then(|| case.clone()));
        Callback::from(move |_| {
            // The last key may be but a moment ago.
            case.iter().for_each(platform::keep);
            if let Some(case) = platform::turn() {
                act.emit(Action::Restore(Box::new(case)));
                said.set(Some(there));
            }
        })
    };
    Some(html! {
        <div class="said" role="status">
            if let Some(words) = words {
                <p>{ words }{ if has_other { besides } else { "" } }</p>
                if has_other {
                    <button class="button" onclick={back}>{ name }</button>
                }
                <button
                    class="button button-icon"
                    aria-label="Dismiss"
                    title="Dismiss"
                    onclick={dismiss}
                >
                    { icons::cross() }
                </button>
            }
        </div>
    })
}

const FORGOTTEN: &str =
    "Forgotten: nothing of yours is kept here. Other tabs that are open keep their own.";

/// Said by nobody.
const READING: &str = "";

const FROM_BROWSER: &str = "What you had here last time is back. A token's signature is never kept; \
    paste the token again to have it checked.";

const FROM_LINK: &str = "A link brought this case. Nobody vouches for it, nor for the keys in it.";

const BESIDE: &str = " What you change in it is kept in this tab alone.";

const FROM_LINK_BEFORE: &str = "This is what became of the case that a link brought to this tab, without a token's \
    signature. Nobody vouches for what the link brought, nor for the keys in it.";

const BROKEN_LINK: &str =
    "The link cannot be read: a part of it is missing, or it was made elsewhere.";

const OTHER_FRAGMENT: &str =
    "The address does not hold a case that this version of the page can read.";
