//! The workload got no token to present, so no relying party was asked.

use super::Family;
use crate::cause::token;

pub(super) static FAMILIES: &[Family] = &[Family {
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
}];
