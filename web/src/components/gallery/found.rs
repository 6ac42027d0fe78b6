use yew::{Callback, Html, classes, html};

use super::super::error_message;
use super::super::message::sentence;
use crate::gallery::{self, Entry, Group};
use crate::icons;
use crate::report::{self, ErrorView, SuspectView};

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

/// What a message means, what it rules out, what leads to it, and the cases that show that; if it is no
/// more than an error code, all that end with it.
pub(super) fn by_message(
    error: &ErrorView,
    text: &str,
    groups: &[Group],
    open: &Callback<String>,
) -> Html {
    let cases = |suspect: &SuspectView| {
        gallery::showing(groups, suspect.id, error.ends).map(|entry| item(entry, open)).collect()
    };
    let code = report::bare_code(text);
    let same = code.map(|code| gallery::with_words(groups, code)).unwrap_or_default();
    let explained = error_message::draw_with(error, &cases);
    if same.is_empty() {
        return explained;
    }
    html! {
        <>
            { explained }
            <h3 class="section-title same">{ "All examples that end so" }</h3>
            { by_words(&same, open) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::tests::page_of;

    const INDEX: &str = r#"[{"title": "GitHub Actions", "cases": [
        {"id": "a", "title": "`x` <b>", "description": "d", "outcome": "denied", "shows": ["sub.case", "AccessDenied"]},
        {"id": "b", "title": "Another", "description": "d", "outcome": "denied", "shows": ["AccessDenied"]}
    ]}]"#;

    #[test]
    fn a_case_says_how_it_ends_also_to_those_who_do_not_see() {
        let page = page_of(by_words(&gallery::groups(INDEX).unwrap(), &Callback::noop()));
        for part in ["GitHub Actions", "&lt;b&gt;", "<code class=\"value\">x</code>", ", denied"] {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
        assert_eq!(page.matches("<button").count(), 2);
        assert!(page_of(by_words(&[], &Callback::noop())).contains("No example has these words"));
    }

    #[test]
    fn a_message_leads_to_the_cases_of_its_causes() {
        let message = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
        let groups = gallery::groups(INDEX).unwrap();
        for (text, cases, lists) in [(message, 1, 0), ("AccessDenied", 3, 1)] {
            let error = report::error_message(text).unwrap();
            let page = page_of(by_message(&error, text, &groups, &Callback::noop()));
            assert_eq!(page.matches("<button").count(), cases, "{page}");
            assert_eq!(page.matches("All examples").count(), lists, "{page}");
        }
    }
}
