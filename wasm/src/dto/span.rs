use serde::Serialize;
use tsify::Tsify;

/// A place in a text: from `start` up to, not including, `end`, in UTF-16 code units, so that
/// `text.slice(start, end)` is what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Tsify)]
pub struct Span {
    /// The first unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
}
