//! The claims every issuer shares: RFC 7519 section 4.1 and OpenID Connect Core section 2.

use super::ClaimNote;
use super::Stability::{Reclaimable, Transient};

pub(super) static CLAIMS: &[ClaimNote] = &[
    ClaimNote {
        claim: "iss",
        meaning: "Who minted the token; its keys are published under this address.",
        stability: Reclaimable,
    },
    ClaimNote {
        claim: "sub",
        meaning: "The workload the token speaks for.",
        stability: Reclaimable,
    },
    ClaimNote {
        claim: "aud",
        meaning: "Who should accept the token; everyone else must refuse it.",
        stability: Transient,
    },
    ClaimNote {
        claim: "azp",
        meaning: "The party the token was issued to; AWS reads it in place of aud.",
        stability: Transient,
    },
    ClaimNote {
        claim: "exp",
        meaning: "From this moment on the token must be refused.",
        stability: Transient,
    },
    ClaimNote {
        claim: "nbf",
        meaning: "Before this moment the token must be refused.",
        stability: Transient,
    },
    ClaimNote { claim: "iat", meaning: "When the token was minted.", stability: Transient },
    ClaimNote { claim: "jti", meaning: "An id of this one token.", stability: Transient },
    ClaimNote { claim: "amr", meaning: "How the workload proved who it is.", stability: Transient },
    ClaimNote {
        claim: "https://aws.amazon.com/tags",
        meaning: "Session tags for AWS; the role must allow sts:TagSession.",
        stability: Transient,
    },
    ClaimNote {
        claim: "https://aws.amazon.com/tags/*",
        meaning: "Session tags for AWS; the role must allow sts:TagSession.",
        stability: Transient,
    },
    ClaimNote {
        claim: "https://aws.amazon.com/source_identity",
        meaning: "The source identity for AWS; the role must allow sts:SetSourceIdentity.",
        stability: Transient,
    },
    ClaimNote {
        claim: "https://aws.amazon.com/roles",
        meaning: "The only roles that AWS may give for this token.",
        stability: Transient,
    },
    ClaimNote { claim: "email", meaning: "An e-mail address.", stability: Reclaimable },
];
