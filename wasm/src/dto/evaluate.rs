use serde::Deserialize;
use tsify::Tsify;

use super::RequestContext;

/// What is asked of a trust policy. The doors declare its TypeScript type, as a context may also be
/// one of their handles; it then comes apart from the rest.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluateInput {
    /// The condition keys, exactly these.
    #[serde(default)]
    pub context: Option<RequestContext>,
    /// The action; `sts:AssumeRoleWithWebIdentity` if left out.
    #[serde(default)]
    pub action: Option<String>,
    /// The caller; the first `Federated` principal of the policy if left out.
    #[serde(default)]
    pub principal: Option<FederatedPrincipal>,
}

/// An identity provider as a principal.
#[derive(Debug, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FederatedPrincipal {
    /// Its ARN, or bare name.
    pub federated: String,
}
