//! How the case is looked at.

/// Choices that change no decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct View {
    pub(crate) tab: Tab,
    pub(crate) theme: Theme,
    pub(crate) claims_as: ClaimsAs,
    /// The stage that was asked about.
    pub(crate) stage: Option<usize>,
    /// The condition that was chosen.
    pub(crate) row: Option<usize>,
    /// How often one was.
    pub(crate) rows_chosen: u32,
    /// The issuer being asked for its keys, for the token and the keys as they are.
    pub(crate) asked: Option<String>,
    /// The person changed the case since it came from elsewhere.
    pub(crate) own: bool,
    /// All that they changed in an example was undone.
    pub(crate) undone: bool,
    /// How often all was forgotten.
    pub(crate) forgotten: u32,
    /// What lies over the page.
    pub(crate) sheet: Option<Sheet>,
}

/// What lies over the page when it is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sheet {
    /// The examples, and where an error message is pasted.
    Gallery,
    Compare,
    Share,
}

/// The panes, where only one fits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Tab {
    Token,
    #[default]
    Match,
    Policy,
}

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// How claims are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum ClaimsAs {
    /// With a sentence each.
    #[default]
    Explained,
    /// As JSON that can be edited.
    Json,
}
