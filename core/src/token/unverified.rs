/// A value that nobody vouches for.
///
/// It has no `Deref` on purpose: every look at it says `unverified` in the code that looks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Unverified<T>(T);

impl<T> Unverified<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. It is what somebody sent, no more.
    pub fn get_unverified(&self) -> &T {
        &self.0
    }

    /// The value. It is what somebody sent, no more.
    pub fn into_unverified(self) -> T {
        self.0
    }
}
