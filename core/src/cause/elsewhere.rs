//! Causes at other relying parties than AWS, and those that neither token nor policy shows.

use super::Cause;

pub(crate) static GCP_PROVIDER_NAME: Cause = Cause::new(
    "gcp.provider-name",
    "Google Cloud expects the full name of the provider: with the project's number, and not of the \
     pool",
    "write `//iam.googleapis.com/projects/<number>/locations/global/workloadIdentityPools/<pool>/\
     providers/<provider>`",
);

pub(crate) static GCP_CONDITION: Cause = Cause::new(
    "gcp.attribute-condition",
    "the provider's attribute condition is false for this token",
    "compare owner and repository in the condition with the token's claims, with letter case",
);

pub(crate) static GCP_PRINCIPAL_SET: Cause = Cause::new(
    "gcp.principalset",
    "a pool admits tokens; each service account says for itself who may act as it",
    "grant `roles/iam.workloadIdentityUser` to `principalSet://…/attribute.<name>/<value>` with an \
     attribute that the provider maps, in the pool's own project number; a person needs \
     `roles/iam.serviceAccountTokenCreator`",
);

pub(crate) static GCP_SUBJECT_LENGTH: Cause = Cause::new(
    "gcp.subject-127",
    "`google.subject` has at most 127 bytes",
    "map a shorter claim to `google.subject`, such as `assertion.repository_id`, or shorten the \
     branch's name",
);

pub(crate) static GCP_SUBJECT_UNMAPPED: Cause = Cause::new(
    "gcp.subject-unmapped",
    "the mapping of `google.subject` gives nothing for this token",
    "map a claim that every token of the issuer has, such as `google.subject=assertion.sub`",
);

pub(crate) static AZURE_WILDCARD: Cause = Cause::new(
    "azure.no-wildcard",
    "a federated credential compares issuer, subject and audience exactly; `*` is a plain character",
    "name one subject without `*` per credential, or use a flexible credential where there is one",
);

pub(crate) static AZURE_LIMIT: Cause = Cause::new(
    "azure.credential-limit",
    "an application has at most 20 federated credentials",
    "look whether a credential for this subject was made at all; share an environment's subject \
     among jobs",
);

pub(crate) static AZURE_APPLICATION: Cause = Cause::new(
    "azure.other-tenant",
    "an application is known by its client id, in its own tenant only",
    "compare the client id with the application's, not with its object id, and the tenant's id with \
     that of the directory the application is in",
);

/// <https://learn.microsoft.com/en-us/entra/workload-id/workload-identity-federation-considerations>
pub(crate) static AZURE_ENTERPRISE: Cause = Cause::new(
    "azure.enterprise-claim",
    "a tenant can ask that GitHub's tokens have an `enterprise` claim, with one of a few values",
    "run the workflow in a repository of an organization whose enterprise the message names; other \
     repositories have no such claim",
);

pub(crate) static VAULT_BOUND: Cause = Cause::new(
    "vault.aud-or-sub",
    "a role must name the audience if the token has one, and `bound_subject` is compared exactly",
    "compare `bound_audiences`, `bound_subject` and `bound_claims` of the role with the token",
);

pub(crate) static VAULT_ROLE: Cause = Cause::new(
    "vault.no-role",
    "each mount of the method has roles of its own, in each namespace",
    "list the roles where you log in, `vault list auth/<path>/role`, and compare path and namespace",
);

pub(crate) static VAULT_POD: Cause = Cause::new(
    "vault.other-pod",
    "a role of the Kubernetes method names the service accounts and the namespaces it is for",
    "compare `bound_service_account_names` and `bound_service_account_namespaces` of the role with the \
     pod's `serviceAccountName` and namespace",
);

pub(crate) static VAULT_STATIC_KEYS: Cause = Cause::new(
    "vault.static-keys",
    "the method was given public keys, and the issuer signs with another one, perhaps a new one",
    "compare `jwt_validation_pubkeys` with the keys that the issuer publishes, or set \
     `oidc_discovery_url` or `jwks_url` instead, so that Vault follows them",
);

pub(crate) static CREDENTIALS_CONFLICT: Cause = Cause::new(
    "creds.conflict",
    "other credentials than the meant ones were used, or another token was sent",
    "look for access keys in the environment, and whether the token's `iss` and `sub` are the ones \
     you mean",
);

pub(crate) static ROLE_NAME: Cause = Cause::new(
    "role.name-githubactions",
    "a role that is named exactly `GitHubActions` was seen to fail",
    "give the role another name",
);

pub(crate) static PROPAGATION: Cause = Cause::new(
    "propagation-delay",
    "a change of a policy, a provider or a pool takes up to some minutes to reach every server",
    "if something was changed just now, wait five minutes and try again",
);

pub(crate) static SESSION_LENGTH: Cause = Cause::new(
    "session.too-long",
    "a role has a longest session, of one hour unless somebody raised it",
    "ask for a shorter session, or raise the role's `MaxSessionDuration`",
);

pub(crate) static SESSION_NAME: Cause = Cause::new(
    "session.name",
    "a session's name has 2 to 64 letters, digits or `_=,.@+-`",
    "give the session another name; one that is made of a branch may have `/` in it, or be too long",
);

pub(crate) static SESSION_BOUNDS: Cause = Cause::new(
    "session.bounds",
    "a session lasts from 15 minutes to 12 hours",
    "ask for 900 to 43200 seconds, and for no more than the role's `MaxSessionDuration`",
);

pub(crate) static REGION: Cause = Cause::new(
    "sts.region",
    "an administrator can switch STS off for a region, and regions that are opted into have it off at \
     first",
    "activate STS for the region in the account's settings of IAM, or call the endpoint of another region",
);

pub(crate) static PACKED_SIZE: Cause = Cause::new(
    "session.packed-size",
    "AWS packs session policies and session tags together, and the packed text has a limit",
    "send fewer or shorter session tags in the token, or a shorter session policy",
);

pub(crate) static ROLE_ARN: Cause = Cause::new(
    "role.arn",
    "a role is named by its whole ARN, not by its name",
    "write `arn:aws:iam::<account>:role/<name>`; look whether the variable that holds it is empty",
);

pub(super) static ALL: &[&Cause] = &[
    &GCP_PROVIDER_NAME,
    &GCP_CONDITION,
    &GCP_PRINCIPAL_SET,
    &GCP_SUBJECT_LENGTH,
    &GCP_SUBJECT_UNMAPPED,
    &AZURE_WILDCARD,
    &AZURE_LIMIT,
    &AZURE_APPLICATION,
    &AZURE_ENTERPRISE,
    &VAULT_BOUND,
    &VAULT_ROLE,
    &VAULT_POD,
    &VAULT_STATIC_KEYS,
    &CREDENTIALS_CONFLICT,
    &ROLE_NAME,
    &PROPAGATION,
    &SESSION_LENGTH,
    &SESSION_NAME,
    &SESSION_BOUNDS,
    &REGION,
    &PACKED_SIZE,
    &ROLE_ARN,
];
