//! The parts of the page. Each draws a slice of the report; none knows the engine.

mod act;
pub(crate) mod bar;
mod call_form;
mod cause;
mod checks;
mod claims;
mod clock;
mod compare;
mod dialog;
mod editor;
mod error_message;
mod fetch_keys;
mod findings;
pub(crate) mod foot;
mod gallery;
mod json_editor;
mod keep;
mod keys;
mod lifetime;
mod meeting_pane;
mod message;
pub(crate) mod policy_pane;
mod row;
mod share;
mod splitter;
pub(crate) mod stages;
mod start;
mod stays;
pub(crate) mod tabs;
mod templates;
mod term;
pub(crate) mod token_pane;
mod tools;
pub(crate) mod undo;
pub(crate) mod verdict;
#[cfg(test)]
mod tests;

pub(crate) use keep::use_keep;
pub(crate) use meeting_pane::MeetingPane;
pub(crate) use splitter::{Border, use_splitter};
pub(crate) use templates::use_templates;
