mod found;

use std::rc::Rc;

use yew::platform::spawn_local;
use yew::{
    Callback, Html, InputEvent, UseStateHandle, hook, html, use_effect_with, use_state,
    use_state_eq,
};

use super::act::Act;
use super::message;
use crate::example::Example;
use crate::gallery::{self, Group};
use crate::inputs::Action;
use crate::tone::Tone;
use crate::{icons, platform, report};

/// What came of asking for a file of the page.
enum File<T> {
    Awaited,
    Missing,
    Here(T),
}

/// The worked cases, to be looked through, searched, and found by an error message.
#[hook]
pub(super) fn use_gallery(is_open: bool, act: &Act, close: &Callback<()>) -> Html {
    let groups = use_state(|| File::<Rc<Vec<Group>>>::Awaited);
    let words = use_state_eq(String::new);
    let missing = use_state_eq(|| false);
    use_effect_with(is_open, {
        let (groups, words, missing) = (groups.setter(), words.setter(), missing.setter());
        move |is_open| {
            if !is_open {
                return;
            }
            words.set(String::new());
            missing.set(false);
            spawn_local(async move {
                let index = platform::get_own("./gallery/index.json").await;
                let read = index.and_then(|index| gallery::groups(&index));
                groups.set(read.map_or(File::Missing, |groups| File::Here(Rc::new(groups))));
            });
        }
    });
    if !is_open {
        return Html::default();
    }
    draw(&groups, &words, &missing, act, close)
}

/// Nothing of it is in the module that the page begins with.
#[inline(never)]
fn draw(
    groups: &File<Rc<Vec<Group>>>,
    words: &UseStateHandle<String>,
    missing: &UseStateHandle<bool>,
    act: &Act,
    close: &Callback<()>,
) -> Html {
    let open = {
        let (act, close, missing) = (act.clone(), close.clone(), missing.setter());
        Callback::from(move |id: String| {
            let (act, close, missing) = (act.clone(), close.clone(), missing.clone());
            spawn_local(async move {
                let file = platform::get_own(&format!("./gallery/{id}.json")).await;
                match file.and_then(|file| Example::parse(&file)) {
                    Some(example) => {
                        close.emit(());
                        act.emit(Action::Example(Box::new(example)));
                    }
                    None => missing.set(true),
                }
            });
        })
    };
    let oninput = {
        let words = words.setter();
        move |event: InputEvent| words.set(platform::typed(&event))
    };
    let shown = match groups {
        File::Awaited => message::note(Tone::Neutral, "The examples are on their way."),
        File::Missing => message::note(Tone::Caution, NO_INDEX),
        File::Here(groups) => match &report::error_message(words) {
            Some(error) => found::by_message(error, words, groups, &open),
            None => found::by_words(&gallery::with_words(groups, words), &open),
        },
    };
    html! {
        <>
            <label class="search">
                { icons::search() }
                <span class="unseen">{ "Search the examples, or paste an error message" }</span>
                <textarea
                    class="search-text"
                    rows="2"
                    autofocus={true}
                    autocomplete="off"
                    spellcheck="false"
                    maxlength={MOST_SEARCHED}
                    placeholder="Search, or paste an error message: Not authorized to perform sts:AssumeRoleWithWebIdentity"
                    value={(**words).clone()}
                    {oninput}
                />
            </label>
            if **missing { { message::note(Tone::Caution, NO_CASE) } }
            <div class="found" aria-live="polite">{ shown }</div>
        </>
    }
}

const MOST_SEARCHED: &str = "20000";

const NO_INDEX: &str = "The list of examples cannot be fetched. Without a network they are here only \
    after the page was opened once with one.";

const NO_CASE: &str = "This example cannot be fetched. Is there a network?";
