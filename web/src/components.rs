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
mod foot;
mod json_editor;
mod keys;
mod lifetime;
mod meeting_pane;
mod message;
mod policy_pane;
mod row;
mod splitter;
mod stages;
mod stays;
mod tabs;
mod templates;
mod token_pane;
mod verdict;
#[cfg(test)]
mod tests;

pub(crate) use bar::Bar;
pub(crate) use foot::Foot;
pub(crate) use meeting_pane::MeetingPane;
pub(crate) use policy_pane::PolicyPane;
pub(crate) use splitter::Splitter;
pub(crate) use stages::Stages;
pub(crate) use tabs::Tabs;
pub(crate) use token_pane::TokenPane;
pub(crate) use verdict::Verdict;
