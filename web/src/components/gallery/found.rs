use yew::{Callback, Html, Properties, classes, component, html, use_state};

use super::super::message::sentence;
use crate::gallery::{self, Entry, Group};
use crate::icons;
use crate::report::{ErrorView, SuspectView};
use crate::words;

/// The groups with what is left of them.
pub(super) fn by_words(groups: &[Group], open: &Callback<String>) -> Html {
    if groups.is_empty() {
        return html! {
            <div class="empty">
                <p class="empty-title">{ "No example has these words" }</p>
                <p>
                    { "An error message is known if it is one of AWS, Microsoft Entra, Google Cloud, \
                       HashiCorp Vault, Kubernetes, or of their SDKs. Paste it whole." }
                </p>
            </div>
        };
    }
    let group = |group: &Group| {
        html! {
            <section class="group" key={group.title.clone()}>
                <h3 class="group-title">{ group.title.clone() }</h3>
                <ul class="group-list">
                    { for group.entries.iter().map(|entry| html! { <li>{ item(entry, open) }</li> }) }
                </ul>
            </section>
        }
    };
    html! { <div class="groups">{ for groups.iter().map(group) }</div> }
}

/// What a message means, what it rules out, what leads to it, and the cases that show that.
pub(super) fn by_message(error: &ErrorView, groups: &[Group], open: &Callback<String>) -> Html {
    let named = |(name, value): &(&'static str, String)| {
        html! { <><dt>{ *name }</dt><dd class="value">{ value.clone() }</dd></> }
    };
    let count = words::count(error.suspects.len(), "known cause");
    html! {
        <section class="meaning">
            <h3 class="group-title">{ "What this message means" }</h3>
            <p>{ sentence(&error.meaning) }</p>
            if let Some(ruled_out) = &error.ruled_out { <p class="soft">{ sentence(ruled_out) }</p> }
            if !error.evidence.is_empty() {
                <dl class="sides">{ for error.evidence.iter().map(named) }</dl>
            }
            <h3 class="group-title">{ format!("{count}, most frequent first") }</h3>
            <Suspects suspects={error.suspects.clone()} groups={groups.to_vec()} {open} />
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct SuspectsProps {
    suspects: Vec<SuspectView>,
    groups: Vec<Group>,
    open: Callback<String>,
}

/// The first causes, and the rest when asked for.
#[component]
fn Suspects(props: &SuspectsProps) -> Html {
    let all = use_state(|| false);
    let most = if *all { usize::MAX } else { FIRST };
    let left = props.suspects.len().saturating_sub(most);
    let show_all = {
        let all = all.setter();
        move |_| all.set(true)
    };
    let suspect = |suspect: &SuspectView| {
        let cases = gallery::showing(&props.groups, suspect.id);
        html! {
            <li class="suspect" key={suspect.id}>
                <p class="suspect-means">
                    { sentence(&suspect.means) }<span class="cause-id value">{ suspect.id }</span>
                </p>
                <p class="soft">{ sentence(&suspect.check) }</p>
                { for cases.map(|entry| item(entry, &props.open)) }
            </li>
        }
    };
    html! {
        <>
            <ol class="suspects">{ for props.suspects.iter().take(most).map(suspect) }</ol>
            if left > 0 {
                <button class="button" onclick={show_all}>
                    { format!("Show {}", words::count(left, "more cause")) }
                </button>
            }
        </>
    }
}

fn item(entry: &Entry, open: &Callback<String>) -> Html {
    let onclick = {
        let id = entry.id.clone();
        open.reform(move |_| id.clone())
    };
    let tone = entry.outcome.tone();
    html! {
        <button class="menu-item case" {onclick}>
            <span class={classes!("case-sign", tone.class())}>{ icons::of_tone(tone) }</span>
            <span class="menu-item-title">
                { sentence(&entry.title) }<span class="unseen">{ ", " }{ entry.outcome.word() }</span>
            </span>
            <span class="soft small">{ sentence(&entry.description) }</span>
        </button>
    }
}

/// As many causes as are read at a glance.
const FIRST: usize = 8;
