//! `token.…`: what was sent is too old, damaged, or not there.

use super::Cause;

pub(crate) static EXPIRED: Cause = Cause::new(
    "token.expired",
    "a token lives for minutes or hours; AWS takes it up to five minutes after its expiry",
    "ask the issuer for a new token just before the call, also before each retry",
);

pub(crate) static FILE_NOT_REREAD: Cause = Cause::new(
    "token.file-not-reread",
    "the file with the token is rewritten before the token expires; a program that read it once \
     keeps the first one",
    "read the file for every call, or let the SDK do so; compare the token's `iat` with the time of \
     the call",
);

pub(crate) static ABSENT: Cause = Cause::new(
    "token.absent",
    "the workload may not have a token, so none was sent",
    "with GitHub give the job `permissions: id-token: write`, in a reusable workflow the caller \
     too; runs for pull requests from forks get no token",
);

pub(crate) static FILE_NOT_READABLE: Cause = Cause::new(
    "token.file-not-readable",
    "the file with the token belongs to another user than the program's",
    "compare the file's owner, group and mode with the user of the process; in a pod set \
     `securityContext.fsGroup` to a group of that user",
);

pub(crate) static FILE_ABSENT: Cause = Cause::new(
    "token.file-absent",
    "there is no file where `AWS_WEB_IDENTITY_TOKEN_FILE` points",
    "look whether the container has the volume with the token; EKS adds it when a pod is made, if the \
     service account has the annotation `eks.amazonaws.com/role-arn` by then",
);

pub(crate) static NOT_CONFIGURED: Cause = Cause::new(
    "token.not-configured",
    "an SDK takes both from its environment, `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`, or from \
     a profile",
    "look whether both are set where the program runs; EKS sets them when a pod is made, if the service \
     account has the annotation `eks.amazonaws.com/role-arn` by then",
);

pub(crate) static MALFORMED_FILE: Cause = Cause::new(
    "token.malformed-file",
    "the text that was sent is more or less than a token",
    "look for a newline, quotes, `Bearer` or lines of a log around the token, and for a file that \
     was read while it was written",
);

pub(crate) static FORM: Cause = Cause::new(
    "token.form",
    "AWS takes a JWT of three parts with `iss`, `sub`, `aud`, `iat` and `exp`",
    "have the issuer make a token of this form, and send that one",
);

pub(crate) static CLOCK: Cause = Cause::new(
    "clock-skew",
    "the issuer's clock and the cloud's disagree",
    "compare the clock of the machine that makes the tokens with the right time, and correct it",
);

pub(crate) static TIMESTAMP: Cause = Cause::new(
    "token.timestamp",
    "AWS reads times as whole seconds since 1970",
    "have the issuer write `iat`, `nbf` and `exp` as whole numbers",
);

pub(crate) static TAGS_FORM: Cause = Cause::new(
    "tags.form",
    "AWS takes up to 50 session tags, nested ones as lists of one text",
    "write `{\"principal_tags\": {\"Team\": [\"a\"]}}`, or one claim for each tag: \
     `https://aws.amazon.com/tags/principal_tags/Team`",
);

pub(super) static ALL: &[&Cause] = &[
    &EXPIRED,
    &FILE_NOT_REREAD,
    &ABSENT,
    &FILE_NOT_READABLE,
    &FILE_ABSENT,
    &NOT_CONFIGURED,
    &MALFORMED_FILE,
    &FORM,
    &CLOCK,
    &TIMESTAMP,
    &TAGS_FORM,
];
