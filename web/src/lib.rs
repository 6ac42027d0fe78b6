//! The inspector: what a person did becomes a report, and the report becomes the page.
//!
//! ```text
//! Inputs ─▶ Report ─▶ components
//!   now ─────┘
//! ```
//!
//! A module uses only modules above it in the list below. Nothing above `platform` knows of a
//! browser or of yew, so all of it is tested natively; `platform` is the only file that names the
//! browser.

mod tone;
mod words;
mod language;
mod json_text;
mod paste;
mod sizes;
mod edit;
mod call;
mod example;
mod gallery;
mod template;
mod inputs;
mod secrets;
mod saved;
mod discovery;
mod report;
mod export;
mod compare;
mod platform;
mod icons;
mod components;
mod app;

/// Draws the inspector into the page's element `app`, and keeps it up to date.
pub fn run() {
    if let Some(root) = platform::root() {
        yew::Renderer::<app::App>::with_root(root).render();
    }
}
