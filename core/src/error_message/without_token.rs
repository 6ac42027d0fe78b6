//! The workload got no token to present, so no relying party was asked.

use super::Family;
use crate::cause::token;

pub(super) static FAMILIES: &[Family] = &[FILE, NOT_CONFIGURED, ABSENT];

/// AWS's SDKs for Go: version 1 as in github.com/kubernetes-sigs/external-dns/pull/1185, version 2 as
/// `stscreds` writes it. A pod's user who may not read the file is by far the most frequent.
const FILE: Family = Family {
    id: "token.file",
    relying_party: None,
    phrases: &[
        "webidentityerr: unable to read file at <path:word>",
        "failed to retrieve jwt from provide source, unable to read file at <path:word>",
        "webidentityerr: failed fetching webidentity token: |caused by: webidentityerr: unable to read \
         file at <path:word>",
        "no such file or directory: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
    ],
    meaning: "the program could not read the file with its token; no cloud was asked yet",
    ruled_out: None,
    suspects: &[&token::FILE_NOT_READABLE, &token::FILE_ABSENT],
};

/// AWS's SDKs for JavaScript and Python.
const NOT_CONFIGURED: Family = Family {
    id: "token.not-configured",
    relying_party: None,
    phrases: &[
        "web identity configuration not specified",
        "configured to assume role with web identity but has no role arn configured",
        "partial credentials found in assume-role-with-web-identity",
    ],
    meaning: "the program was not told which file has its token, or which role it is to assume; no \
              cloud was asked yet",
    ruled_out: None,
    suspects: &[&token::NOT_CONFIGURED],
};

const ABSENT: Family = Family {
    id: "token.absent",
    relying_party: None,
    phrases: &[
        "failed to get id token. error code : <status> error message:",
        "failed to retrieve jwt from provide source",
        "unable to get actions_id_token_request_url",
        "unable to get actions_id_token_request_token",
        "github actions did not inject $actions_id_token_request_token",
        "please make sure to give write permissions to id-token in the workflow",
        "did you mean to set the id-token permission",
        "credentials could not be loaded, please check your action inputs: could not load \
         credentials from any providers",
    ],
    meaning: "there was no token to send; no cloud was asked yet",
    ruled_out: None,
    suspects: &[&token::ABSENT],
};
