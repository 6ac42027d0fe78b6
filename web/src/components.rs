//! The parts of the page. Each draws a slice of the report; none knows the engine.

mod act;
mod bar;
mod call_form;
mod cause;
mod checks;
mod claims;
mod clock;
mod editor;
mod error_message;
mod fetch_keys;
pub(crate) mod foot;
mod json_editor;
mod keys;
mod lifetime;
mod meeting_pane;
mod message;
pub(crate) mod policy_pane;
mod row;
mod splitter;
pub(crate) mod stages;
mod stays;
pub(crate) mod tabs;
mod templates;
pub(crate) mod token_pane;
pub(crate) mod verdict;
#[cfg(test)]
mod tests;

pub(crate) use bar::Bar;
pub(crate) use meeting_pane::MeetingPane;
pub(crate) use splitter::Splitter;
