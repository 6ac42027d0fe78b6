//! `policy.…`: an AWS trust policy does not say what was meant.

use super::Cause;

pub(crate) static WILDCARD_IN_EQUALS: Cause = Cause::new(
    "policy.wildcard-in-equals",
    "only the operators with `Like` in their name know `*` and `?`",
    "if a value has `*`, its operator must be `StringLike`",
);

pub(crate) static WRONG_CLAIM_KEY: Cause = Cause::new(
    "policy.wrong-claim-key",
    "a condition compares the audience with a subject, or the subject with an audience",
    "look whether the values under `:aud` are audiences and those under `:sub` subjects",
);

pub(crate) static KEY_IS_ARN: Cause = Cause::new(
    "policy.condition-key-is-arn",
    "a condition key begins with the issuer's host and path, without scheme and without ARN",
    "write `<issuer without https://>:sub`, not the provider's ARN or URL",
);

pub(crate) static NOT_A_CONDITION_KEY: Cause = Cause::new(
    "claim.not-a-condition-key",
    "AWS makes condition keys of `aud`, `sub`, `amr` and `email`, and of a few claims more for some \
     issuers",
    "ask for claims that AWS reads of this issuer; everything else must be in the subject",
);

pub(crate) static SET_OPERATOR: Cause = Cause::new(
    "policy.set-operator",
    "`ForAnyValue` never matches where the claim is missing, and `ForAllValues` always does",
    "compare `aud` and `sub` without `ForAnyValue` and `ForAllValues`",
);

pub(crate) static ACTION_OR_PRINCIPAL: Cause = Cause::new(
    "policy.wrong-action-or-principal",
    "the policy names another action, another kind of principal or another provider",
    "expect `sts:AssumeRoleWithWebIdentity`, and `Federated` with the ARN of the issuer's provider",
);

pub(crate) static FEDERATED: Cause = Cause::new(
    "policy.federated-form",
    "`Federated` names a provider by its ARN, or one of AWS's own by its domain",
    "write `arn:aws:iam::<account>:oidc-provider/<issuer without https://>`; look whether a variable in \
     it is empty, and count the colons",
);

pub(crate) static TAG_SESSION: Cause = Cause::new(
    "policy.tag-session",
    "if a token sets session tags, AWS asks the trust policy for `sts:TagSession` too, and both actions \
     must be allowed",
    "if the token has `https://aws.amazon.com/tags`, allow `sts:TagSession` too",
);

pub(crate) static SET_SOURCE_IDENTITY: Cause = Cause::new(
    "policy.set-source-identity",
    "if a token sets a source identity, AWS asks the trust policy for `sts:SetSourceIdentity` too, and \
     both actions must be allowed",
    "if the token has `https://aws.amazon.com/source_identity`, allow `sts:SetSourceIdentity` too",
);

pub(crate) static OPEN_TO_ALL: Cause = Cause::new(
    "policy.open-to-all",
    "for an issuer that many share, a statement must say whose tokens it means",
    "name the owner before the first wildcard, with `StringEquals` or `StringLike`, in each statement",
);

pub(crate) static RESOURCE: Cause = Cause::new(
    "policy.resource",
    "a trust policy belongs to its role, which is the only resource it can be about",
    "take `Resource` and `NotResource` out of the trust policy; what the role may use stands in its \
     permissions",
);

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub(crate) static SIZE: Cause = Cause::new(
    "policy.size",
    "a trust policy has at most 2048 characters, unless the account's quota was raised",
    "write the values of one key as one list, in one statement; or give some workloads a role of their \
     own, or ask for a larger quota",
);

pub(super) static ALL: &[&Cause] = &[
    &WILDCARD_IN_EQUALS,
    &WRONG_CLAIM_KEY,
    &KEY_IS_ARN,
    &NOT_A_CONDITION_KEY,
    &SET_OPERATOR,
    &ACTION_OR_PRINCIPAL,
    &FEDERATED,
    &TAG_SESSION,
    &SET_SOURCE_IDENTITY,
    &OPEN_TO_ALL,
    &RESOURCE,
    &SIZE,
];
