use serde::{Deserialize, Deserializer};
use tsify::Tsify;

/// Which tokens a verifier believes.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifierOptions {
    /// Whose tokens.
    #[tsify(type = "IssuerOptions | IssuerOptions[]")]
    pub issuers: Vec<IssuerOptions>,
    /// How far clocks may differ, in seconds; 60 if left out.
    #[serde(default)]
    #[tsify(optional)]
    pub clock_tolerance_seconds: Option<u32>,
    /// Longest token that is read, in bytes; 16384 if left out.
    #[serde(default)]
    #[tsify(optional)]
    pub max_token_bytes: Option<u32>,
    /// Whether a token must have an expiry; `true` if left out.
    #[serde(default)]
    #[tsify(optional)]
    pub require_expiry: Option<bool>,
    /// How many verified tokens are remembered by their exact text, until they expire, until their
    /// keys are replaced or until others take their place; 0 if left out.
    #[serde(default)]
    #[tsify(optional)]
    pub cache_tokens: Option<u32>,
}

/// One issuer whose tokens are believed.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssuerOptions {
    /// The exact value of the claim `iss`.
    pub issuer: String,
    /// The audiences that are accepted. `null` leaves the check out.
    #[serde(deserialize_with = "present")]
    #[tsify(type = "string | string[] | null")]
    pub audience: Option<Vec<String>>,
    /// The issuer's keys; fetched if left out.
    #[serde(default)]
    #[tsify(optional, type = "JwkSet")]
    pub jwks: Option<String>,
    /// Where its keys are fetched; where its discovery document says if left out.
    #[serde(default)]
    #[tsify(optional)]
    pub jwks_uri: Option<String>,
    /// The values of `typ` that are accepted; none, `JWT`, `JOSE` and `at+jwt` if left out. `null`
    /// leaves the check out.
    #[serde(default, deserialize_with = "given")]
    #[tsify(optional, type = "string[] | null")]
    pub types: Option<Option<Vec<String>>>,
    /// The algorithms that are accepted; all that are supported if left out.
    #[serde(default)]
    #[tsify(
        optional,
        type = "(\"EdDSA\" | \"ES256\" | \"ES384\" | \"ES512\" | \"PS256\" | \"PS384\" | \"PS512\" | \"RS256\" | \"RS384\" | \"RS512\")[]"
    )]
    pub algorithms: Option<Vec<String>>,
}

/// What a signature check accepts.
#[derive(Debug, Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VerifyJwsOptions {
    /// The algorithms that are accepted; all that are supported if left out.
    #[serde(default)]
    #[tsify(
        optional,
        type = "(\"EdDSA\" | \"ES256\" | \"ES384\" | \"ES512\" | \"PS256\" | \"PS384\" | \"PS512\" | \"RS256\" | \"RS384\" | \"RS512\")[]"
    )]
    pub algorithms: Option<Vec<String>>,
}

/// A member that may be `null` but must be there: an absent `Option` would be `None`.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    T::deserialize(from)
}

/// A member that may be `null` or left out, which are not the same.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
