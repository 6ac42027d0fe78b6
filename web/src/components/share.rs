use std::cell::Cell;
use std::rc::Rc;

use yew::platform::spawn_local;
use yew::{
    Callback, Html, InputEvent, UseStateHandle, UseStateSetter, classes, hook, html,
    use_effect_with, use_state_eq,
};

use super::act::{Act, PLAIN, button};
use super::message;
use crate::inputs::{Action, Case};
use crate::report::Report;
use crate::saved::{self, Keep};
use crate::tone::Tone;
use crate::{export, icons, platform};

/// A link, an explanation, a file; and what this browser keeps.
#[hook]
pub(super) fn use_share(
    is_open: bool,
    case: &Case,
    report: &Rc<Report>,
    act: &Act,
    close: &Callback<()>,
) -> Html {
    let keep = use_state_eq(Keep::default);
    let link = use_state_eq(|| None::<Result<String, ()>>);
    // Who copied what last: the button says so.
    let copied = use_state_eq(|| None::<&'static str>);
    use_effect_with(is_open.then(|| (case.clone(), *keep)), {
        let (link, copied, keep) = (link.setter(), copied.setter(), keep.setter());
        move |shared| {
            // A link of before may have more in it than this one.
            link.set(None);
            copied.set(None);
            // Set once this is no longer what is shared.
            let past = Rc::new(Cell::new(false));
            match shared {
                // Whoever opens the sheet again chooses again.
                None => keep.set(Keep::default()),
                Some((case, keep)) => pack(saved::written(case, *keep), link, past.clone()),
            }
            move || past.set(true)
        }
    });
    if !is_open {
        return Html::default();
    }
    draw(Shared { case, report, keep: &keep, link: link.as_ref(), copied: &copied }, act, close)
}

fn pack(text: String, link: UseStateSetter<Option<Result<String, ()>>>, past: Rc<Cell<bool>>) {
    spawn_local(async move {
        let packed = platform::pack(text).await;
        let address = |packed| format!("{}#v1.{packed}", platform::address());
        if !past.get() {
            link.set(Some(packed.map(address).ok_or(())));
        }
    });
}

/// What is shared, and how far that is.
struct Shared<'a> {
    case: &'a Case,
    report: &'a Rc<Report>,
    keep: &'a UseStateHandle<Keep>,
    link: Option<&'a Result<String, ()>>,
    copied: &'a UseStateHandle<Option<&'static str>>,
}

type Written = Rc<dyn Fn() -> String>;

/// Nothing of it is in the module that the page begins with.
#[inline(never)]
fn draw(shared: Shared<'_>, act: &Act, close: &Callback<()>) -> Html {
    let Shared { case, report, keep, link, copied } = shared;
    let copy = |what: &'static str, text: Written| {
        let copied = copied.clone();
        Callback::from(move |_| {
            platform::copy(text());
            copied.set(Some(what));
        })
    };
    let copy_word = |what| if **copied == Some(what) { "Copied" } else { "Copy" };
    let save = |name: &'static str, media_type: &'static str, text: Written| {
        Callback::from(move |_| platform::save(name, media_type, &text()))
    };
    // Much of a case takes long to be written: nothing is before it is wanted.
    let written = |write: fn(&Case, &Report, Keep) -> String| -> Written {
        let (case, report, keep) = (case.clone(), Rc::clone(report), **keep);
        Rc::new(move || write(&case, &report, keep))
    };
    let of_link = |link: &String| -> Written {
        let link = link.clone();
        Rc::new(move || link.clone())
    };
    let forget = {
        let (act, close) = (act.clone(), close.clone());
        move |_| {
            platform::forget();
            act.emit(Action::Forget);
            close.emit(());
        }
    };
    let (markdown, vector) = (written(export::markdown), written(export::vector));
    let has_token = !case.token.trim().is_empty();
    html! {
        <div class="share">
            <fieldset class="share-keep">
                <legend class="group-title">{ "What goes along" }</legend>
                <p class="soft">{ "The policy, the public keys, the role and the settings always. The token only as you say:" }</p>
                { choice(keep, Keep::Nothing, "No token", "Nobody learns whose token it was.", true) }
                { choice(keep, Keep::Claims, "Its claims", "Without the signature: to look at, of no other use.", true) }
                { choice(keep, Keep::Token, "The whole token", "Whoever has it can use it until it expires.", has_token) }
                if saved::kept_keys(case).is_none() {
                    { message::note(Tone::Caution, KEYS_STAY) }
                }
            </fieldset>
            <section>
                <h3 class="group-title">{ "As a link" }</h3>
                { match link {
                    Some(Ok(link)) => html! {
                        <div class="share-link">
                            <input
                                class="value"
                                aria-label="Link"
                                readonly={true}
                                value={link.clone()}
                            />
                            <button class="button button-main" onclick={copy("link", of_link(link))}>
                                { icons::copy() }{ copy_word("link") }
                            </button>
                        </div>
                    },
                    Some(Err(())) => message::note(Tone::Caution, NO_LINK),
                    None => html! { <div class="share-link" /> },
                } }
                <p class="soft small">
                    { "All of it stands behind the # of the address, which browsers send to nobody." }
                </p>
            </section>
            <section>
                <h3 class="group-title">{ "As a file" }</h3>
                <div class="share-row">
                    <span>{ "The explanation, in Markdown" }</span>
                    <button class="button" onclick={copy("markdown", markdown.clone())}>
                        { icons::copy() }{ copy_word("markdown") }
                    </button>
                    <button
                        class="button"
                        aria-label="Download the explanation"
                        onclick={save("explanation.md", "text/markdown", markdown)}
                    >
                        { icons::download() }{ "Download" }
                    </button>
                </div>
                <div class="share-row">
                    <span>{ "The case as JSON, as a test case for assumable" }</span>
                    <button
                        class="button"
                        aria-label="Download the case"
                        onclick={save("case.json", "application/json", vector)}
                    >
                        { icons::download() }{ "Download" }
                    </button>
                </div>
            </section>
            <section>
                <h3 class="group-title">{ "In this browser" }</h3>
                <div class="share-row">
                    <span>{ KEPT }</span>
                    { button(PLAIN, "Forget everything", Callback::from(forget)) }
                </div>
            </section>
        </div>
    }
}

fn choice(
    keep: &UseStateHandle<Keep>,
    value: Keep,
    name: &'static str,
    means: &'static str,
    possible: bool,
) -> Html {
    let oninput = {
        let keep = keep.clone();
        move |_: InputEvent| keep.set(value)
    };
    let danger = (value == Keep::Token).then_some("tone-caution");
    html! {
        <label class={classes!("share-choice", danger)}>
            <input
                type="radio"
                name="keep"
                checked={**keep == value}
                disabled={!possible}
                {oninput}
            />
            <span>{ name }<span class="soft small">{ means }</span></span>
        </label>
    }
}

const NO_LINK: &str = "This browser cannot compress, so it makes no links. A file does the same.";

const KEPT: &str = "What you change is kept here until you come back, what a link brought until you close the \
    tab; both without a token's signature and without secret keys.";

const KEYS_STAY: &str = "The keys stay in this page and go into no link, file or draft: one of them is secret, \
    or they cannot be read.";
