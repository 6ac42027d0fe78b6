//! What each finding is called, what it means in any case, and what to do.

/// A stable name, what it means in any case, and what to do.
pub(in crate::analyze) type Verdict = (&'static str, &'static str, &'static str);

pub(super) const NO_SUBJECT: Verdict = (
    "trust.no-subject",
    "whoever gets a token chooses its audience, so only the subject says whose it is",
    "ask for the subject with `StringEquals` or `StringLike`",
);

/// The same where the audience is the tenant's.
pub(super) const NO_SUBJECT_OF_TENANT: Verdict = (
    NO_SUBJECT.0,
    "the audience says whose tokens are meant, and only the subject says of which workload",
    NO_SUBJECT.2,
);

pub(super) const NO_AUDIENCE: Verdict = (
    "trust.no-audience",
    "all customers of the issuer have tokens of it, and only the audience says whose one is",
    "ask for the audience with `StringEquals`",
);

pub(super) const GUESTS: Verdict = (
    "trust.guests",
    "an identity pool may have guests, whose tokens say `unauthenticated` in `amr`",
    "ask for `authenticated` in `amr`, with `ForAnyValue:StringEquals`",
);

pub(super) const ANY_SUBJECT: Verdict = (
    "trust.any-subject",
    "whoever gets a token of this issuer may assume the role",
    "write which subjects are meant",
);

pub(super) const VACUOUS: Verdict = (
    "trust.vacuous",
    "`ForAllValues`, `IfExists` and negated operators hold for a token that lacks the key",
    "ask for a claim that AWS reads, with an operator that needs it",
);

pub(super) const ONLY_EXCLUDES: Verdict = (
    "trust.only-excludes",
    "whoever is not excluded is admitted, and anybody can be somebody else",
    "say with `StringEquals` or `StringLike` who is meant",
);

pub(in crate::analyze) const CALLED_WORKFLOW: Verdict = (
    "trust.called-workflow",
    "every repository that may call the workflow has the same `job_workflow_ref`",
    "ask for the subject or the repository's id too",
);

pub(super) const CALLER_CHOSEN: Verdict = (
    "trust.caller-chosen",
    "AWS does not check what the caller writes into the request",
    "ask for the subject too",
);

pub(super) const CUSTOM_SUBJECT: Verdict = (
    "trust.subject-without-owner",
    "the owner of any repository may have its subjects put together like this",
    "begin the subject with `repo:`, or name the owner in it",
);

pub(super) const ANY_OWNER: Verdict = (
    "trust.any-owner",
    "all customers of the issuer have tokens of it, and each chooses the names of what it owns",
    "write whose subjects are meant before the first wildcard",
);

pub(super) const OWNER_PREFIX: Verdict = (
    "trust.owner-prefix",
    "anybody can take a name that begins or ends in the same way",
    "write the whole name",
);

pub(super) const WHOLE_ORGANIZATION: Verdict = (
    "trust.whole-organization",
    "whoever may create a new one under the same owner can assume the role from it",
    "name what is meant",
);

pub(super) const NAME_PREFIX: Verdict = (
    "trust.name-prefix",
    "whoever may create something there can give it a name that begins or ends so",
    "write the whole name",
);

pub(super) const WHOLE_GROUP: Verdict = (
    "trust.whole-group",
    "whoever may create a new one in the same place can assume the role from it",
    "name what is meant",
);

pub(super) const ANY_ID: Verdict = (
    "trust.any-id",
    "the id after a name tells a later owner from the first; a wildcard takes that away",
    "write the id",
);

pub(super) const ANY_CONTEXT: Verdict = (
    "trust.any-context",
    "whoever may push a branch or name an environment decides what runs with the role",
    "name the branch or the environment",
);

pub(super) const ANY_TAG: Verdict = (
    "trust.any-tag",
    "whoever may push a tag decides what runs with the role",
    "name the branch, or begin the tag's name",
);

pub(in crate::analyze) const PULL_REQUEST: Verdict = (
    "trust.pull-request",
    "the subject of a pull request has neither branch nor number, and the code is not reviewed yet",
    "give pull requests a role that only reads",
);

pub(super) const ANY_PHASE: Verdict = (
    "trust.any-run-phase",
    "a plan runs before anybody approves it",
    "give `plan` and `apply` roles of their own",
);

pub(super) const ENVIRONMENT: Verdict = (
    "trust.environment-without-branch",
    "an environment stands in the subject in place of the branch",
    "limit the environment to chosen branches, or ask for `ref` too",
);

pub(super) const FORK: Verdict = (
    "trust.fork-builds",
    "where builds of forks get secrets, only `vcs-origin` tells a fork from the original",
    "end the pattern with `/vcs-origin/`, the repository and `/vcs-ref/*`",
);

/// What it means where the issuer is one server's or one enterprise's own.
pub(super) const OF_ONE_CUSTOMER: &str = "whoever may run workloads on the same server, or in the same enterprise, has tokens of the issuer";

pub(super) const NAMES_ONLY: Verdict = (
    "trust.names-only",
    "a name that is given up can be taken by somebody else, who then has the same subject",
    "ask for the ids too",
);
