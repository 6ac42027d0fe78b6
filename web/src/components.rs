//! The parts of the page. Each draws a slice of the report; none knows the engine.

mod act;
mod bar;
mod call_form;
mod cause;
mod claims;
mod compare;
mod dialog;
mod editor;
mod fetch_keys;
mod findings;
mod foot;
mod gallery;
mod keep;
mod keys;
mod lifetime;
mod meeting_pane;
mod message;
mod policy_pane;
mod row;
mod share;
mod stages;
mod tabs;
mod token_pane;
mod tools;
mod verdict;
#[cfg(test)]
mod tests;

pub(crate) use bar::Bar;
pub(crate) use foot::Foot;
pub(crate) use keep::Keep;
pub(crate) use meeting_pane::MeetingPane;
pub(crate) use policy_pane::PolicyPane;
pub(crate) use stages::Stages;
pub(crate) use tabs::Tabs;
pub(crate) use token_pane::TokenPane;
pub(crate) use verdict::Verdict;
