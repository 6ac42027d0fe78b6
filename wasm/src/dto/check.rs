use serde::Serialize;
use tsify::Tsify;

/// One check of a verification, with both sides of its comparison.
#[derive(Clone, Debug, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What was checked: `size`, `form`, `header`, `payload`, `issuer`, `type`, `algorithm`, `key`,
    /// `signature`, `claims`, `expiry`, `not-before`, `issued-at`, `audience`, in this order.
    pub name: &'static str,
    /// How it ended.
    pub outcome: CheckOutcome,
    /// What would pass.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub expected: Option<String>,
    /// What there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub actual: Option<String>,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum CheckOutcome {
    /// It holds.
    Passed,
    /// It does not; the token is refused for this.
    Failed,
    /// An earlier check failed.
    NotReached,
    /// Whoever set up the verifier left it out.
    NotAsked,
}

impl From<&assumable::Check> for Check {
    fn from(check: &assumable::Check) -> Self {
        let side = |evidence: &assumable::Evidence| {
            let text = evidence.to_string();
            (!text.is_empty()).then_some(text)
        };
        Self {
            name: check.name.as_str(),
            outcome: match check.outcome {
                assumable::CheckOutcome::Passed => CheckOutcome::Passed,
                assumable::CheckOutcome::Failed => CheckOutcome::Failed,
                assumable::CheckOutcome::NotReached => CheckOutcome::NotReached,
                assumable::CheckOutcome::NotAsked => CheckOutcome::NotAsked,
            },
            expected: side(&check.expected),
            actual: side(&check.actual),
        }
    }
}
