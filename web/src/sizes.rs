//! How much is read, and how much the fields of the page take.

use assumable::Limits;

/// The bounds of everything that is read here. A token may be as long as the simulated call takes
/// it, so that no part of the page refuses what another part decides on.
pub(crate) fn limits() -> Limits {
    // API_AssumeRoleWithWebIdentity: `WebIdentityToken` has at most 20,000 characters.
    Limits { token_bytes: 20_000, ..Limits::default() }
}

/// Most UTF-16 code units that a field of tokens or claims takes. Every field takes a little more
/// than is read, so that too long a text is said to be so.
pub(crate) const TOKEN_FIELD: usize = 24 * 1024;

/// The same of a key set.
pub(crate) const KEYS_FIELD: usize = 72 * 1024;

/// The same of a trust policy.
pub(crate) const POLICY_FIELD: usize = 136 * 1024;

/// Whether a text fills its field, so that the end of what was pasted is probably missing.
pub(crate) fn fills(text: &str, field: usize) -> bool {
    text.len() >= field && text.encode_utf16().count() >= field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_measured_as_the_browser_does() {
        assert!(fills("ab", 2) && !fills("a", 2));
        // One unit in UTF-16, two bytes in UTF-8; and two units, four bytes.
        assert!(!fills("ü", 2) && fills("😀", 2) && !fills("😀", 3));
    }

    #[test]
    fn every_field_takes_more_than_is_read() {
        let limits = limits();
        assert!(TOKEN_FIELD > limits.token_bytes && KEYS_FIELD > limits.key_set_bytes);
        assert!(POLICY_FIELD > limits.policy_bytes);
    }
}
