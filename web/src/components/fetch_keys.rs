use std::cell::RefCell;
use std::rc::Rc;

use yew::platform::spawn_local;
use yew::{
    Callback, Html, Properties, UseStateHandle, component, html, use_effect_with, use_mut_ref,
    use_state,
};

use super::act::Act;
use super::message;
use crate::discovery;
use crate::icons;
use crate::inputs::Action;
use crate::platform::{FetchError, get_text};
use crate::tone::Tone;
use crate::words;

/// Properties of [`FetchKeys`].
#[derive(PartialEq, Properties)]
pub(crate) struct FetchKeysProps {
    /// The token's issuer, if it can be asked.
    pub(crate) issuer: Option<String>,
    pub(crate) act: Act,
}

/// How far the fetch is.
#[derive(Clone, PartialEq)]
enum Step {
    /// Nobody asked for it.
    Idle,
    /// Nothing is sent before the person has seen the address.
    MayAsk(String),
    /// The keys lie at another host than the issuer: that is a second question.
    MayAskKeys(String),
    Asking(String),
    Failed(String),
}

/// Fetches the issuer's keys through its discovery document, once the person agrees.
#[component]
pub(crate) fn FetchKeys(props: &FetchKeysProps) -> Html {
    let step = use_state(|| Step::Idle);
    // Counts what was started or called off: a task of an earlier number goes no further.
    let current = use_mut_ref(|| 0_u32);
    use_effect_with((), {
        let current = Rc::clone(&current);
        move |()| move || *current.borrow_mut() += 1
    });
    let Some(issuer) = props.issuer.clone() else { return Html::default() };
    let Some(url) = discovery::document_url(&issuer) else { return Html::default() };
    let to = |next: Step| {
        let step = step.clone();
        Callback::from(move |_| step.set(next.clone()))
    };
    let run = |url: &str, is_document: bool| {
        let (issuer, step, act) = (issuer.clone(), step.clone(), props.act.clone());
        let (current, url) = (Rc::clone(&current), url.to_owned());
        Callback::from(move |_| {
            *current.borrow_mut() += 1;
            let task = Task {
                issuer: issuer.clone(),
                step: step.clone(),
                act: act.clone(),
                number: *current.borrow(),
                current: Rc::clone(&current),
            };
            act.emit(Action::AskKeys(Some(issuer.clone())));
            spawn_local(task.run(url.clone(), is_document));
        })
    };
    let cancel = {
        let (step, act, current) = (step.clone(), props.act.clone(), Rc::clone(&current));
        Callback::from(move |_| {
            *current.borrow_mut() += 1;
            act.emit(Action::AskKeys(None));
            step.set(Step::Idle);
        })
    };
    let ask = |question: &str, url: &str, is_document| {
        html! {
            <div class="ask" role="group" aria-label="Fetch keys">
                <p>{ question.to_owned() }<code class="value">{ url.to_owned() }</code></p>
                <div class="actions">
                    <button class="button button-main" onclick={run(url, is_document)}>
                        { "Contact it" }
                    </button>
                    <button class="button" onclick={to(Step::Idle)}>{ "Cancel" }</button>
                </div>
            </div>
        }
    };
    match &*step {
        Step::Idle => html! {
            <div class="actions">
                <button class="button" onclick={to(Step::MayAsk(url))}>
                    { icons::download() }{ "Fetch from the issuer" }
                </button>
            </div>
        },
        Step::MayAsk(url) => ask("This page would contact ", url, true),
        Step::MayAskKeys(url) => ask("The issuer keeps its keys at another host: ", url, false),
        Step::Asking(url) => html! {
            <>
                { waiting(url) }
                <div class="actions">
                    <button class="button" onclick={cancel}>{ "Cancel" }</button>
                </div>
            </>
        },
        Step::Failed(why) => html! {
            <>
                { message::note(Tone::Caution, why) }
                <div class="actions">
                    <button class="button" onclick={to(Step::MayAsk(url))}>{ "Try again" }</button>
                </div>
            </>
        },
    }
}

struct Task {
    issuer: String,
    step: UseStateHandle<Step>,
    act: Act,
    number: u32,
    current: Rc<RefCell<u32>>,
}

impl Task {
    fn is_current(&self) -> bool {
        *self.current.borrow() == self.number
    }

    async fn run(self, url: String, is_document: bool) {
        self.step.set(Step::Asking(url.clone()));
        let outcome = if is_document { self.document(&url).await } else { self.keys(&url).await };
        if self.is_current() {
            self.step.set(outcome.unwrap_or_else(Step::Failed));
        }
    }

    async fn document(&self, url: &str) -> Result<Step, String> {
        let document = get_text(url).await.map_err(|error| failure(error, url))?;
        let keys = discovery::keys_url(&document, &self.issuer)?;
        if !self.is_current() {
            Ok(Step::Idle)
        } else if discovery::origin(&keys) == discovery::origin(url) {
            self.keys(&keys).await
        } else {
            Ok(Step::MayAskKeys(keys))
        }
    }

    async fn keys(&self, url: &str) -> Result<Step, String> {
        let keys = get_text(url).await.map_err(|error| failure(error, url))?;
        if self.is_current() {
            self.act.emit(Action::FetchedKeys { issuer: self.issuer.clone(), text: keys });
        }
        Ok(Step::Idle)
    }
}

fn waiting(url: &str) -> Html {
    message::note(Tone::Neutral, &format!("Waiting for `{}`.", words::value(url)))
}

fn failure(error: FetchError, url: &str) -> String {
    let url = words::value(url);
    match error {
        FetchError::Blocked => format!(
            "The browser could not read `{url}`. Most issuers do not let pages of another origin \
             read their keys. Open the address yourself and paste what it shows below."
        ),
        FetchError::Status(status) => format!("`{url}` answered with HTTP status {status}."),
        FetchError::TooLong => format!("`{url}` answered with more than 64 KiB."),
        FetchError::NotText => format!("What `{url}` answered is not text."),
    }
}
