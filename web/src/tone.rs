//! The four tones. None speaks by colour alone: an icon and a word come with each.

/// How a part of the page is meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Tone {
    /// As it should be.
    Good,
    /// What has to change.
    Bad,
    /// True only under a condition that is said beside it.
    Caution,
    /// Neither: nothing was checked.
    Neutral,
}

impl Tone {
    /// The class that sets the colours.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Good => "tone-good",
            Self::Bad => "tone-bad",
            Self::Caution => "tone-caution",
            Self::Neutral => "tone-neutral",
        }
    }

    /// Good or bad.
    pub(crate) fn of(good: bool) -> Self {
        if good { Self::Good } else { Self::Bad }
    }
}
