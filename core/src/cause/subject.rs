//! `sub.…`: the relying party expects another subject than the token has.

use super::Cause;

pub(crate) static ENVIRONMENT_REPLACES_REF: Cause = Cause::new(
    "sub.environment-replaces-ref",
    "a job that names an environment has it in its subject, in place of branch or event",
    "if the job has `environment:`, expect `repo:<owner>/<repository>:environment:<name>`",
);

pub(crate) static OTHER: Cause = Cause::new(
    "sub.other",
    "the token is of another workload than the one that is trusted, such as another repository or app",
    "compare the token's `sub` with the subject that is expected, part by part; `*` stands for any text \
     only where patterns are understood",
);

pub(crate) static CASE: Cause = Cause::new(
    "sub.case",
    "subjects are compared with letter case, also where the issuer's own names ignore it",
    "write owner, repository and environment with the letter case that the token has",
);

pub(crate) static PULL_REQUEST: Cause = Cause::new(
    "sub.pull-request",
    "a run for a pull request has no branch in its subject",
    "if the run is for a pull request, its subject ends in `:pull_request`; decide whether such \
     runs should get in",
);

pub(crate) static PULL_REQUEST_SPELLING: Cause = Cause::new(
    "sub.pull-request-spelling",
    "GitHub writes `pull_request` with an underscore",
    "look for `pull-request` or `pull_requests` in the expected subject",
);

pub(crate) static OTHER_REF: Cause = Cause::new(
    "sub.other-branch-or-tag",
    "the run is for another branch or tag than the one that is expected",
    "compare the end of the token's `sub` with the expected subject: branches are \
     `ref:refs/heads/…`, tags `ref:refs/tags/…`",
);

pub(crate) static NO_CONTEXT: Cause = Cause::new(
    "sub.no-trailing-context",
    "a subject goes on after the repository: with branch, environment or event",
    "if the expected subject ends with the repository, name branch or environment after it, or end \
     it in `:*` where patterns are understood",
);

pub(crate) static GITHUB_IMMUTABLE: Cause = Cause::new(
    "sub.github-immutable",
    "GitHub puts ids beside the names for repositories made, renamed or moved since 15 July 2026",
    "look for `@` and digits in the token's `sub`, and expect \
     `repo:<owner>@<id>/<repository>@<id>:…`",
);

pub(crate) static GITHUB_IMMUTABLE_INVERSE: Cause = Cause::new(
    "sub.github-immutable-inverse",
    "GitHub adds ids to an older repository's subjects only when it is told to",
    "if ids are expected and the token's `sub` has none, turn on immutable subjects for the \
     repository, or expect names",
);

pub(crate) static CUSTOM_TEMPLATE: Cause = Cause::new(
    "sub.custom-template",
    "an organization or a repository can choose which claims its subjects are made of",
    "compare the whole of the token's `sub` with what is expected; with GitHub see \
     `/repos/{owner}/{repo}/actions/oidc/customization/sub`",
);

pub(crate) static KUBERNETES: Cause = Cause::new(
    "k8s.wrong-namespace-or-sa",
    "a pod's subject names its namespace and its service account",
    "compare `system:serviceaccount:<namespace>:<name>` with the pod's `serviceAccountName` and \
     namespace",
);

pub(super) static ALL: &[&Cause] = &[
    &ENVIRONMENT_REPLACES_REF,
    &OTHER,
    &CASE,
    &PULL_REQUEST,
    &PULL_REQUEST_SPELLING,
    &OTHER_REF,
    &NO_CONTEXT,
    &GITHUB_IMMUTABLE,
    &GITHUB_IMMUTABLE_INVERSE,
    &CUSTOM_TEMPLATE,
    &KUBERNETES,
];
