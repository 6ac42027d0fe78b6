mod task;

use yew::platform::spawn_local;
use yew::{
    Callback, Html, Properties, component, html, use_effect_with, use_mut_ref, use_node_ref,
    use_state,
};

use self::task::Task;
use super::act::{Act, PLAIN, button};
use super::message;
use crate::inputs::Action;
use crate::platform::CallOff;
use crate::tone::Tone;
use crate::{discovery, icons, platform, words};

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
    // The request that is under way. It is called off when another takes its place, and when the
    // issuer is another.
    let under_way = use_mut_ref(|| None::<CallOff>);
    let place = use_node_ref();
    use_effect_with((), {
        let under_way = under_way.clone();
        move |()| move || drop(under_way.take())
    });
    // The button that was pressed goes away with its step; the focus goes to the next one.
    let before = use_mut_ref(|| Step::Idle);
    use_effect_with((*step).clone(), {
        let place = place.clone();
        move |step| {
            if before.replace(step.clone()) != *step {
                platform::restore_focus(&place);
            }
        }
    });
    let Some(issuer) = props.issuer.clone() else { return Html::default() };
    let Some(url) = discovery::document_url(&issuer) else { return Html::default() };
    if !discovery::is_reachable(&url) {
        return message::note(Tone::Neutral, &task::out_of_reach(&url));
    }
    let to = |next: Step| {
        let (step, under_way, act) = (step.clone(), under_way.clone(), props.act.clone());
        Callback::from(move |_| {
            if under_way.borrow_mut().take().is_some() {
                act.emit(Action::AskKeys(None));
            }
            step.set(next.clone());
        })
    };
    let run = |url: &str, is_document: bool| {
        let (issuer, step, act) = (issuer.clone(), step.clone(), props.act.clone());
        let (under_way, url) = (under_way.clone(), url.to_owned());
        Callback::from(move |_| {
            let Some(call_off) = CallOff::new() else { return };
            let called = call_off.called();
            under_way.replace(Some(call_off));
            act.emit(Action::AskKeys(Some(issuer.clone())));
            let (issuer, step, act) = (issuer.clone(), step.clone(), act.clone());
            spawn_local(Task { issuer, step, act, called }.run(url.clone(), is_document));
        })
    };
    let cancel = || button(PLAIN, "Cancel", to(Step::Idle));
    let ask = |question: &str, url: &str, is_document| {
        html! {
            <div class="ask" role="group" aria-label="Fetch keys">
                <p>{ question.to_owned() }<code class="value">{ url.to_owned() }</code></p>
                <div class="actions">
                    { button("button button-main", "Contact it", run(url, is_document)) }
                    { cancel() }
                </div>
            </div>
        }
    };
    let shown = match &*step {
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
                { message::note(Tone::Neutral, &format!("Waiting for `{}`.", words::value(url))) }
                <div class="actions">{ cancel() }</div>
            </>
        },
        Step::Failed(why) => html! {
            <>
                { message::note(Tone::Caution, why) }
                <div class="actions">
                    { button(PLAIN, "Try again", to(Step::MayAsk(url))) }
                </div>
            </>
        },
    };
    html! { <div ref={place} aria-live="polite">{ shown }</div> }
}
