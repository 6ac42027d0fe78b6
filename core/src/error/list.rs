use core::fmt;

use crate::visible::quotable;

/// Names in backticks, separated by commas; the first few if there are many.
pub(super) struct List<'a, T>(pub(super) &'a [T]);

impl<T: AsRef<str>> fmt::Display for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nobody");
        }
        for (index, name) in self.0.iter().take(NAMES_SHOWN).enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}`{}`", quotable(name.as_ref()))?;
        }
        match self.0.len().checked_sub(NAMES_SHOWN + 1) {
            Some(more) => write!(f, " and {} more", more + 1),
            None => Ok(()),
        }
    }
}

/// A message is one line.
const NAMES_SHOWN: usize = 5;
