use assumable as core;
use serde::Serialize;
use tsify::Tsify;

use super::Problem;

/// What is to be done before a token can be verified: one of these.
#[derive(Debug, Serialize, Tsify)]
pub struct KeysNeeded {
    /// Keys are to be fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub fetch: Option<KeyFetch>,
    /// Somebody else is fetching them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub wait: Option<KeyWait>,
}

/// A fetch that the engine asks for.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct KeyFetch {
    /// What the engine knows it by.
    pub number: u32,
    /// Whose keys.
    pub issuer: String,
    /// Where to begin.
    pub url: String,
    /// Whether that is the discovery document, which says where the keys are.
    pub is_discovery: bool,
}

/// The fetches that are due.
#[derive(Debug, Serialize, Tsify)]
pub struct KeyFetches {
    /// One for each issuer.
    pub fetches: Vec<KeyFetch>,
}

/// A fetch to wait for.
#[derive(Debug, Serialize, Tsify)]
pub struct KeyWait {
    /// Whose keys.
    pub issuer: String,
}

/// For how long a key set may be kept.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StoredTimes {
    /// When it was fetched, in whole seconds since the Unix epoch.
    pub fetched_at: i64,
    /// For how long it is used without a refresh.
    pub fresh_for_seconds: u32,
    /// For how long it is of use at all.
    pub usable_for_seconds: u32,
}

/// What is held of an issuer whose keys are fetched. Times are whole seconds since the Unix epoch.
#[derive(Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct KeyState {
    /// The issuer.
    pub issuer: String,
    /// How many usable keys are held.
    pub keys: u32,
    /// When they were fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub fetched_at: Option<i64>,
    /// Until when they are used without a refresh.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub fresh_until: Option<i64>,
    /// Until when they are used at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub usable_until: Option<i64>,
    /// Whether a fetch is under way.
    pub fetching: bool,
    /// Why the last fetch failed, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub error: Option<Problem>,
}

/// What is held of every issuer whose keys are fetched.
#[derive(Debug, Serialize, Tsify)]
pub struct KeyStates {
    /// In the order of their names.
    pub states: Vec<KeyState>,
}

impl StoredTimes {
    /// `None` if there are no keys.
    pub(crate) fn new(state: &core::KeyState<'_>) -> Option<Self> {
        let fetched = state.fetched?;
        Some(Self {
            fetched_at: fetched.seconds(),
            fresh_for_seconds: state.fresh_until?.since(fetched).0,
            usable_for_seconds: state.usable_until?.since(fetched).0,
        })
    }
}
