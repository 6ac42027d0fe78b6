//! `aud.…`: the token is for somebody else.

use super::Cause;

pub(crate) static NOT_IN_PROVIDER: Cause = Cause::new(
    "aud.not-in-provider",
    "the IAM provider has a list of the audiences it accepts, its client ids",
    "ask for a token with an audience of that list, or add this one to the client ids",
);

pub(crate) static DEFAULT_USED: Cause = Cause::new(
    "aud.default-used",
    "a workload that asks for no audience gets its issuer's default",
    "ask for the audience that is expected, mostly `sts.amazonaws.com`, where the token is made",
);

pub(crate) static TYPO: Cause = Cause::new(
    "aud.typo",
    "audiences are compared letter by letter",
    "compare what is asked for with what is expected; AWS's is `sts.amazonaws.com`, not \
     `sts.amazon.com` and not `amazonaws.com`",
);

pub(crate) static PARTITION: Cause = Cause::new(
    "aud.partition",
    "in China there are two audiences, `sts.amazonaws.com` and `sts.amazonaws.com.cn`, and issuers \
     differ in which they ask for",
    "compare the token's `aud` with the provider's client ids; both must have the same one",
);

pub(crate) static SEVERAL: Cause = Cause::new(
    "aud.several",
    "AWS takes one audience, whether or not the provider knows all of them",
    "ask the issuer for a token with one audience",
);

pub(crate) static AUTHORIZED_PARTY: Cause = Cause::new(
    "aud.authorized-party",
    "where a token has `azp`, AWS takes `azp` for the audience, not `aud`",
    "add the value of `azp` to the client ids of the provider",
);

pub(crate) static GITLAB_NONE: Cause = Cause::new(
    "gitlab.no-aud",
    "GitLab's old `CI_JOB_JWT` had no audience",
    "take a token from `id_tokens:` with an `aud` of its own",
);

pub(super) static ALL: &[&Cause] = &[
    &NOT_IN_PROVIDER,
    &DEFAULT_USED,
    &TYPO,
    &PARTITION,
    &SEVERAL,
    &AUTHORIZED_PARTY,
    &GITLAB_NONE,
];
