//! The icons, drawn for this page: 16 px, a line of 1.5 px. They are ornament; the word beside
//! each says the same.

use yew::{Html, html};

use crate::tone::Tone;

/// The icon of a tone.
pub(crate) fn of_tone(tone: Tone) -> Html {
    match tone {
        Tone::Good => check(),
        Tone::Bad => cross(),
        Tone::Caution => warning(),
        Tone::Neutral => dash(),
    }
}

pub(crate) fn check() -> Html {
    icon(html! { <path d="M3 8.5 6.5 12 13 4.5" /> })
}

pub(crate) fn cross() -> Html {
    icon(html! { <path d="m4 4 8 8M12 4l-8 8" /> })
}

pub(crate) fn dash() -> Html {
    icon(html! { <path d="M4 8h8" /> })
}

pub(crate) fn warning() -> Html {
    icon(html! { <path d="M8 2.5 14.5 13.5h-13zM8 6.5v3.25M8 11.75v0" /> })
}

pub(crate) fn clock() -> Html {
    icon(html! { <><circle cx="8" cy="8" r="6" /><path d="M8 4.75V8l2.25 1.5" /></> })
}

pub(crate) fn wrench() -> Html {
    icon(html! {
        <path d="M10 2.25a3.75 3.75 0 0 0-3.4 5.3L2.5 11.7 4.3 13.5l4.15-4.1A3.75 3.75 0 0 0 13.7 5.5L11.5 7.5 9 7 8.5 4.5l2-2.2z" />
    })
}

pub(crate) fn shield() -> Html {
    icon(html! {
        <path d="M8 1.75 13.25 3.5v4.25c0 3.25-2.25 5.5-5.25 6.5-3-1-5.25-3.25-5.25-6.5V3.5z" />
    })
}

pub(crate) fn lock() -> Html {
    icon(html! {
        <>
            <rect x="3.5" y="7" width="9" height="6.5" rx="1.5" />
            <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
        </>
    })
}

pub(crate) fn copy() -> Html {
    icon(html! {
        <>
            <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
            <path
                d="M3.5 10.5h-.25a.75.75 0 0 1-.75-.75v-6.5a.75.75 0 0 1 .75-.75h6.5a.75.75 0 0 1 .75.75v.25"
            />
        </>
    })
}

pub(crate) fn download() -> Html {
    icon(html! { <path d="M8 2.5v7.75M4.75 7.25 8 10.5l3.25-3.25M3 13.5h10" /> })
}

pub(crate) fn share() -> Html {
    icon(html! {
        <path d="M8 9.75V2.25M5 5 8 2.25 11 5M4.5 7.5h-1v6.25h9V7.5h-1" />
    })
}

pub(crate) fn compare() -> Html {
    icon(html! { <path d="M2.25 3.5h4.5v9h-4.5zM9.25 3.5h4.5v9h-4.5z" /> })
}

pub(crate) fn book() -> Html {
    icon(html! {
        <path d="M8 4.25c-1.25-1-3-1.5-5.75-1.5v9.5c2.75 0 4.5.5 5.75 1.5 1.25-1 3-1.5 5.75-1.5v-9.5C11 2.75 9.25 3.25 8 4.25zM8 4.25v9.5" />
    })
}

pub(crate) fn search() -> Html {
    icon(html! { <><circle cx="7" cy="7" r="4.25" /><path d="m10.25 10.25 3.5 3.5" /></> })
}

pub(crate) fn person() -> Html {
    icon(html! {
        <>
            <circle cx="8" cy="5" r="2.5" />
            <path d="M3 13.75c.5-3 2.5-4.25 5-4.25s4.5 1.25 5 4.25" />
        </>
    })
}

pub(crate) fn undo() -> Html {
    icon(html! { <path d="M6 2.75 2.75 6 6 9.25M3 6h6.5a3.75 3.75 0 0 1 0 7.5H6" /> })
}

pub(crate) fn down() -> Html {
    icon(html! { <path d="M3.5 6 8 10.5 12.5 6" /> })
}

/// Turns when what it leads to is open.
pub(crate) fn fold() -> Html {
    html! {
        <svg class="icon icon-turns" viewBox="0 0 16 16" aria-hidden="true">
            <path d="m6 3.5 4.5 4.5L6 12.5" />
        </svg>
    }
}

pub(crate) fn system() -> Html {
    icon(html! {
        <>
            <circle cx="8" cy="8" r="5.75" />
            <path d="M8 2.25v11.5a5.75 5.75 0 0 0 0-11.5z" fill="currentColor" />
        </>
    })
}

pub(crate) fn sun() -> Html {
    icon(html! {
        <>
            <circle cx="8" cy="8" r="2.75" />
            <path
                d="M8 1.5v1.25M8 13.25v1.25M1.5 8h1.25M13.25 8h1.25M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9"
            />
        </>
    })
}

pub(crate) fn moon() -> Html {
    icon(html! {
        <path d="M13.25 9.5A5.75 5.75 0 0 1 6.5 2.75a5.75 5.75 0 1 0 6.75 6.75z" />
    })
}

/// The project's mark: two halves that meet.
pub(crate) fn logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 24 24" aria-hidden="true">
            <path d="M10.5 4.5v15a7.5 7.5 0 0 1 0-15z" fill="currentColor" />
            <path
                d="M13.5 5.25a6.75 6.75 0 0 1 0 13.5z"
                fill="none"
                stroke="currentColor"
                stroke-width="1.5"
                stroke-linejoin="round"
            />
        </svg>
    }
}

fn icon(shape: Html) -> Html {
    html! { <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{ shape }</svg> }
}
