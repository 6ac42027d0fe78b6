use std::rc::Rc;

use yew::platform::spawn_local;
use yew::{Callback, Html, hook, html, use_callback, use_mut_ref, use_state, use_state_eq};

use super::act::Act;
use crate::inputs::{Action, Case};
use crate::{icons, platform, saved};

/// A case that was put aside for another, and whether a link brought it.
#[derive(Clone)]
struct Aside {
    case: Rc<Case>,
    linked: bool,
}

/// Brings back what a link or this browser kept, says so, and keeps what the person does. `own`: the
/// person changed the case since it came from elsewhere. `None` as long as a link is being read.
#[hook]
pub(crate) fn use_keep(case: &Case, own: bool, act: &Act) -> Option<Html> {
    let said = use_state_eq(|| None::<&'static str>);
    let reading = use_state_eq(platform::has_fragment);
    let aside = use_state(|| None::<Aside>);
    let latest = use_mut_ref(|| (case.clone(), own));
    latest.replace((case.clone(), own));
    platform::use_draft(case, own);
    let told = use_callback((), {
        let (said, act, reading) = (said.setter(), act.clone(), reading.setter());
        let (aside, latest) = (aside.setter(), latest.clone());
        move |fragment: String, ()| {
            if fragment.is_empty() {
                let draft = platform::draft();
                let linked = platform::linked().map(|case| (case, FROM_LINK_BEFORE));
                if linked.is_some() {
                    aside.set(draft.clone().map(Aside::own));
                }
                if let Some((case, from)) = linked.or_else(|| Some((draft?, FROM_BROWSER))) {
                    act.emit(Action::Restore(Box::new(case)));
                    said.set(Some(from));
                }
                return;
            }
            let Some(packed) = fragment.strip_prefix("v1.").map(str::to_owned) else {
                said.set(Some(OTHER_FRAGMENT));
                reading.set(false);
                return;
            };
            let (said, act, reading) = (said.clone(), act.clone(), reading.clone());
            let (aside, latest) = (aside.clone(), latest.clone());
            spawn_local(async move {
                let text = platform::unpack(packed, saved::MOST_BYTES).await;
                match text.and_then(|text| saved::read(&text)) {
                    Some(case) => {
                        aside.set(put_aside(&latest.borrow()));
                        platform::keep_linked(&case);
                        act.emit(Action::Restore(Box::new(case)));
                        said.set(Some(FROM_LINK));
                    }
                    None => said.set(Some(BROKEN_LINK)),
                }
                reading.set(false);
            });
        }
    });
    platform::use_fragment(told);
    let dismiss = {
        let said = said.setter();
        Callback::from(move |_| said.set(None))
    };
    // The two change places, so that neither is lost; but who forgot everything has nothing to go back to.
    let other = (*aside).clone().filter(|_| platform::has_draft());
    let back = other.map(|other| {
        let words = if other.linked { "Back to the link" } else { "Back to what you had" };
        let (said, aside, act, latest) =
            (said.setter(), aside.setter(), act.clone(), latest.clone());
        let onclick = Callback::from(move |_| {
            let case = Rc::new(latest.borrow().0.clone());
            aside.set(Some(Aside { case, linked: !other.linked }));
            match other.linked {
                true => platform::keep_linked(&other.case),
                false => platform::forget_linked(),
            }
            act.emit(Action::Restore(Box::new((*other.case).clone())));
            said.set(Some(if other.linked { FROM_LINK } else { BACK }));
        });
        html! { <button class="button" {onclick}>{ words }</button> }
    });
    let drawn = html! {
        <div class="said" role="status">
            if let Some(words) = *said {
                <p>
                    { words }
                    if let (Some(_), FROM_LINK | FROM_LINK_BEFORE) = (&back, words) {
                        { " What you had is kept, whatever you change here." }
                    }
                </p>
                if words != BROKEN_LINK && words != OTHER_FRAGMENT { { for back } }
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
    };
    (!*reading).then_some(drawn)
}

/// What a link takes the place of: what the person has here, or had here last time.
fn put_aside((case, own): &(Case, bool)) -> Option<Aside> {
    if !own {
        return platform::draft().map(Aside::own);
    }
    let linked = platform::linked().is_some();
    if !linked {
        platform::keep_draft(case);
    }
    Some(Aside { case: Rc::new(case.clone()), linked })
}

impl Aside {
    fn own(case: Case) -> Self {
        Self { case: Rc::new(case), linked: false }
    }
}

const FROM_BROWSER: &str = "What you had here last time is back. A token's signature is never kept; \
    paste the token again to have it checked.";

const BACK: &str = "What you had is back. What the link brought is kept until this page is closed.";

const FROM_LINK: &str = "A link brought this case. Nobody vouches for it, nor for the keys in it.";

const FROM_LINK_BEFORE: &str = "This is what the link brought, without a token's signature. Nobody vouches for \
    it, nor for the keys in it.";

const BROKEN_LINK: &str =
    "The link cannot be read: a part of it is missing, or it was made elsewhere.";

const OTHER_FRAGMENT: &str =
    "The address does not hold a case that this version of the page can read.";
