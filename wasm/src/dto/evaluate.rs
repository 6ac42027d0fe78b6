use serde::Deserialize;
use tsify::Tsify;

use super::RequestContext;

/// What is asked of a trust policy.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluateInput {
    /// The condition keys, exactly these.
    pub context: RequestContext,
    /// The action; `sts:AssumeRoleWithWebIdentity` if left out.
    #[serde(default)]
    #[tsify(optional)]
    pub action: Option<String>,
    /// The caller; the first `Federated` principal of the policy if left out.
    #[serde(default)]
    #[tsify(optional)]
    pub principal: Option<FederatedPrincipal>,
}

/// An identity provider as a principal.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FederatedPrincipal {
    /// Its ARN, or bare name.
    pub federated: String,
}
