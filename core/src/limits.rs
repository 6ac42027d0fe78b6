//! Bounds on size, depth and work. They are values, so that a host can choose them.

/// Every bound that parsing keeps.
///
/// ```
/// use assumable::Limits;
///
/// let small = Limits { token_bytes: 4096, ..Limits::default() };
/// assert!(small.token_bytes < Limits::default().token_bytes);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Longest token, in bytes.
    pub token_bytes: usize,
    /// Longest JWS header, in decoded bytes.
    pub header_bytes: usize,
    /// Longest key set or discovery document, in bytes.
    pub key_set_bytes: usize,
    /// Most keys in a key set.
    pub keys: usize,
    /// Longest policy document, in bytes.
    pub policy_bytes: usize,
    /// Most text in a policy's conditions: the lengths of all condition keys and values, and one
    /// more for each. Bounds the work of a decision together with the length of the token.
    pub condition_bytes: usize,
    /// Most text in a request context (the lengths of all names and values, and one more for each),
    /// or in claims without a token: the other factor of the work of a decision.
    pub context_bytes: usize,
    /// Deepest nesting of JSON arrays and objects.
    pub json_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Common servers refuse headers above 8 or 16 KiB; AWS STS stops at 20,000 characters
            // (API_AssumeRoleWithWebIdentity).
            token_bytes: 16 * 1024,
            // The largest header seen in the field is a 4096-bit x5c chain of three, under 8 KiB.
            header_bytes: 8 * 1024,
            // AWS keeps at most 100 RSA and 100 EC keys; 100 RSA-4096 keys are about 80 KB, but no
            // issuer of the catalogue serves more than a few.
            key_set_bytes: 64 * 1024,
            keys: 100,
            // IAM reads AssumeRolePolicyDocument up to 131,072 characters.
            policy_bytes: 128 * 1024,
            // Twice what the largest quota for a trust policy (8,192 characters) leaves room for.
            condition_bytes: 16 * 1024,
            // As much as the longest token that AWS STS reads could say.
            context_bytes: 20_000,
            // A trust policy nests six deep; claims of known issuers nest four deep.
            json_depth: 32,
        }
    }
}
