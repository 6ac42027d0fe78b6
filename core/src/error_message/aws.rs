//! AWS STS. The texts are those of `vectors/aws/sts-calls.json` and of reports from the field.

use super::Family;
use crate::cause::{audience, elsewhere, per_party, policy, provider, subject, token};

const AWS: Option<&str> = Some("AWS");

pub(super) static FAMILIES: &[Family] = &[
    Family {
        id: "aws.tags-denied",
        relying_party: AWS,
        phrases: &[
            "accessdenied) when calling the assumerolewithwebidentity operation: not authorized to \
             perform sts:tagsession",
            "not authorized to perform sts:tagsession",
            "not authorized to perform: sts:tagsession",
        ],
        meaning: "the token sets session tags, and the role's trust policy does not allow that",
        ruled_out: None,
        suspects: &[&policy::TAG_SESSION],
    },
    Family {
        id: "aws.source-identity-denied",
        relying_party: AWS,
        phrases: &[
            "accessdenied) when calling the assumerolewithwebidentity operation: not authorized to \
             perform sts:setsourceidentity",
            "not authorized to perform sts:setsourceidentity",
            "not authorized to perform: sts:setsourceidentity",
        ],
        meaning: "the token sets a source identity, and the role's trust policy does not allow that",
        ruled_out: None,
        suspects: &[&policy::SET_SOURCE_IDENTITY],
    },
    Family {
        id: "aws.access-denied",
        relying_party: AWS,
        phrases: &[
            "not authorized to perform sts:assumerolewithw|ebidentity",
            "not authorized to perform: sts:assumerolewithw|ebidentity",
            "accessdenied) when calling the assumerolewithwebidentity",
        ],
        meaning: "the role's trust policy does not admit this token, or there is no such role; AWS \
                  does not say which",
        ruled_out: Some(
            "AWS has other messages for an expired token, for an issuer without a provider and for \
             an audience that the provider does not know",
        ),
        suspects: &[
            &subject::ENVIRONMENT_REPLACES_REF,
            &subject::OTHER,
            &subject::OTHER_REF,
            &subject::NO_CONTEXT,
            &subject::PULL_REQUEST,
            &subject::CASE,
            &subject::GITHUB_IMMUTABLE,
            &policy::WILDCARD_IN_EQUALS,
            &policy::TAG_SESSION,
            &subject::KUBERNETES,
            &policy::KEY_IS_ARN,
            &policy::WRONG_CLAIM_KEY,
            &policy::NOT_A_CONDITION_KEY,
            &policy::ACTION_OR_PRINCIPAL,
            &per_party::AWS_DEFAULT_KNOWN,
            &policy::SET_OPERATOR,
            &elsewhere::CREDENTIALS_CONFLICT,
            &elsewhere::PROPAGATION,
            &subject::CUSTOM_TEMPLATE,
            &subject::GITHUB_IMMUTABLE_INVERSE,
            &subject::PULL_REQUEST_SPELLING,
            &elsewhere::ROLE_NAME,
        ],
    },
    Family {
        id: "aws.incorrect-audience",
        relying_party: AWS,
        phrases: &["incorrect token audience"],
        meaning: "the token's audience is not among the client ids of the IAM provider; the trust \
                  policy was not asked",
        ruled_out: Some("the issuer has a provider in the role's account"),
        suspects: &[
            &audience::NOT_IN_PROVIDER,
            &audience::DEFAULT_USED,
            &audience::TYPO,
            &audience::PARTITION,
        ],
    },
    Family {
        id: "aws.not-validated",
        relying_party: AWS,
        phrases: &["the web identity token provided could not be validated"],
        meaning: "AWS does not accept the token itself; it uses this text for several reasons, a \
                  wrong audience among them",
        ruled_out: Some("the trust policy was not the reason"),
        suspects: &[
            &audience::NOT_IN_PROVIDER,
            &audience::DEFAULT_USED,
            &audience::TYPO,
            &audience::PARTITION,
            &token::CLOCK,
        ],
    },
    Family {
        id: "aws.several-audiences",
        relying_party: AWS,
        phrases: &["token audience contains more than one audience"],
        meaning: "the token names several audiences and no authorized party",
        ruled_out: Some("the trust policy was not the reason"),
        suspects: &[&audience::SEVERAL],
    },
    Family {
        id: "aws.no-provider",
        relying_party: AWS,
        phrases: &["no openidconnect provider found in your account |for <issuer>"],
        meaning: "the role's account has no IAM provider for the token's issuer",
        ruled_out: Some("the trust policy was not the reason"),
        suspects: &[
            &provider::MISSING,
            &provider::TRAILING_SLASH,
            &provider::OTHER_SPELLING,
            &provider::FLY_PERSONAL,
            &provider::ENTERPRISE,
            &provider::VERCEL_MODE,
            &provider::ENTRA_VERSION,
        ],
    },
    Family {
        id: "aws.no-key",
        relying_party: AWS,
        phrases: &[
            "couldn't retrieve verification key from your identity provider",
            "idpcommunicationerror|exception",
            "identity provider (idp) that was asked to verify the incoming identity token could not \
             be reached",
        ],
        meaning: "AWS did not get the key that the token is signed with: the issuer did not answer, \
                  or has no such key",
        ruled_out: Some("the issuer has a provider in the role's account"),
        suspects: &[&provider::KEYS_UNREACHABLE, &provider::KEY_UNKNOWN],
    },
    // <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>
    Family {
        id: "aws.rejected-claim",
        relying_party: AWS,
        phrases: &[
            "idprejectedclaim) when calling the assumerolewithwebidentity",
            "idprejectedclaimexception",
        ],
        meaning: "the token did not pass as its issuer's: it is not valid, expired, or was revoked",
        ruled_out: Some("the issuer has a provider in the role's account"),
        suspects: &[&token::EXPIRED, &token::FILE_NOT_REREAD, &elsewhere::CREDENTIALS_CONFLICT],
    },
    Family {
        id: "aws.thumbprint",
        relying_party: AWS,
        phrases: &["https certificate doesn't match configured thumbprint"],
        meaning: "the certificate of the issuer's web server is not the one the IAM provider expects",
        ruled_out: Some("the issuer has a provider in the role's account"),
        suspects: &[&provider::THUMBPRINT],
    },
    Family {
        id: "aws.expired",
        relying_party: AWS,
        phrases: &[
            "token expired: current date/time |<now> must be before the expiration date/time <expiry>",
            "expiredtokenexception) when calling the assumerolewithwebidentity |operation: token \
             expired: current date/time <now> must be before the expiration date/time <expiry>",
        ],
        meaning: "the token is too old; AWS grants five minutes, and so writes a time that is five \
                  minutes behind",
        ruled_out: Some("the text that was sent is a token; the trust policy was not the reason"),
        suspects: &[&token::EXPIRED, &token::FILE_NOT_REREAD, &token::CLOCK],
    },
    Family {
        id: "aws.not-a-token",
        relying_party: AWS,
        phrases: &["the id token provided is not a valid jwt"],
        meaning: "the text that was sent is no token of three parts",
        ruled_out: None,
        suspects: &[&token::MALFORMED_FILE, &elsewhere::CREDENTIALS_CONFLICT, &token::ABSENT],
    },
    Family {
        id: "aws.missing-audience",
        relying_party: AWS,
        phrases: &["missing a required claim: aud"],
        meaning: "the token names nobody it is for",
        ruled_out: Some("the text that was sent is a token"),
        suspects: &[&audience::GITLAB_NONE],
    },
    Family {
        id: "aws.missing-claim",
        relying_party: AWS,
        phrases: &["missing a required claim: <claim>"],
        meaning: "AWS needs `iss`, `sub`, `aud`, `iat` and `exp`",
        ruled_out: Some("the text that was sent is a token"),
        suspects: &[&token::FORM, &elsewhere::CREDENTIALS_CONFLICT],
    },
    Family {
        id: "aws.timestamp",
        relying_party: AWS,
        phrases: &["invalid timestamp in token claims"],
        meaning: "a time of the token is not a whole number of seconds",
        ruled_out: Some("the text that was sent is a token"),
        suspects: &[&token::TIMESTAMP],
    },
    Family {
        id: "aws.tags-form",
        relying_party: AWS,
        phrases: &["principal_tags passed in claim is not in correct format"],
        meaning: "the token sets session tags in a form that AWS does not read",
        ruled_out: Some("the trust policy was not the reason"),
        suspects: &[&token::TAGS_FORM],
    },
    Family {
        id: "aws.session-too-long",
        relying_party: AWS,
        phrases: &["requested durationseconds exceeds the maxsessionduration |set for this role"],
        meaning: "the session that was asked for is longer than the role allows",
        ruled_out: Some("the trust policy was not the reason"),
        suspects: &[&elsewhere::SESSION_LENGTH],
    },
    Family {
        id: "aws.packed-size",
        relying_party: AWS,
        phrases: &["packedpolicytoolarge", "packed size of session tags consumes"],
        meaning: "session policies and session tags, packed together, are longer than AWS takes",
        ruled_out: None,
        suspects: &[&elsewhere::PACKED_SIZE],
    },
    Family {
        id: "aws.role-arn",
        relying_party: AWS,
        phrases: &[
            "request arn is invalid",
            "at rolearn failed to satisfy constraint",
            "invalid length for parameter rolearn",
        ],
        meaning: "what was sent as the role's ARN is none",
        ruled_out: Some("nothing of a token was read"),
        suspects: &[&elsewhere::ROLE_ARN],
    },
    // <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html>
    Family {
        id: "aws.other-credentials",
        relying_party: AWS,
        phrases: &[
            "user: <user:word> is not authorized to perform: sts:assumerole on resource|: <role>",
            "user: <user:word> is not authorized to perform: sts:tagsession on resource|: <role>",
        ],
        meaning: "a caller with credentials of AWS asked for the role; no token was presented",
        ruled_out: Some("nothing of a token was read"),
        suspects: &[&elsewhere::CREDENTIALS_CONFLICT],
    },
    // <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>
    Family {
        id: "aws.region",
        relying_party: AWS,
        phrases: &[
            "regiondisabledexception) when calling the assumerolewithwebidentity",
            "sts is not activated in this region for account",
        ],
        meaning: "the account has not activated STS in the region that was asked",
        ruled_out: Some("nothing of a token was read"),
        suspects: &[&elsewhere::REGION],
    },
    Family {
        id: "aws.session-name",
        relying_party: AWS,
        phrases: &[
            "at rolesessionname failed to satisfy constraint",
            "invalid length for parameter rolesessionname",
        ],
        meaning: "AWS does not take the name that the call gives the session",
        ruled_out: Some("nothing of a token was read"),
        suspects: &[&elsewhere::SESSION_NAME],
    },
    Family {
        id: "aws.session-length",
        relying_party: AWS,
        phrases: &[
            "at durationseconds failed to satisfy constraint",
            "invalid range for parameter durationseconds",
        ],
        meaning: "no role has sessions of the length that was asked for",
        ruled_out: Some("nothing of a token was read"),
        suspects: &[&elsewhere::SESSION_BOUNDS],
    },
    Family {
        id: "aws.policy-actions",
        relying_party: AWS,
        phrases: &["assumerole policy may only specify sts assumerole actions"],
        meaning: "IAM does not store the trust policy: a statement names another action than those \
                  that assume a role",
        ruled_out: Some("no token was asked about"),
        suspects: &[&policy::ACTION_OR_PRINCIPAL],
    },
    Family {
        id: "aws.policy-principal",
        relying_party: AWS,
        phrases: &[
            "federated principals must be valid domain names or saml metadata arns",
            "invalid principal in policy: federated:<provider>",
        ],
        meaning: "IAM does not store the trust policy: what stands under `Federated` is no provider",
        ruled_out: Some("no token was asked about"),
        suspects: &[&policy::FEDERATED],
    },
    Family {
        id: "aws.policy-resource",
        relying_party: AWS,
        phrases: &["has prohibited field resource", "assumerole policy must not contain resources"],
        meaning: "IAM does not store the trust policy: a statement names a resource",
        ruled_out: Some("no token was asked about"),
        suspects: &[&policy::RESOURCE],
    },
    Family {
        id: "aws.policy-size",
        relying_party: AWS,
        phrases: &["cannot exceed quota for aclsizeperrole|: <quota>"],
        meaning: "IAM does not store the trust policy: it is longer than the account's quota",
        ruled_out: Some("no token was asked about"),
        suspects: &[&policy::SIZE],
    },
    Family {
        id: "aws.open-to-all",
        relying_party: AWS,
        phrases: &[
            "must evaluate, using stringequals, stringlike or stringequalsignorecase, |<key> which is \
             not scoped to all",
        ],
        meaning: "IAM does not store the trust policy: many share the issuer, and it leaves open whose \
                  tokens are meant",
        ruled_out: Some("no token was asked about"),
        suspects: &[&policy::OPEN_TO_ALL],
    },
    Family {
        id: "aws.empty-token",
        relying_party: AWS,
        phrases: &[
            "invalid length for parameter webidentitytoken",
            "at webidentitytoken failed to satisfy constraint",
        ],
        meaning: "the text that was sent is shorter or longer than any token",
        ruled_out: None,
        suspects: &[&token::ABSENT, &token::MALFORMED_FILE],
    },
];

/// Codes that AWS has many messages for: what they mean where none of these is found.
pub(super) static BY_CODE: &[Family] = &[
    Family {
        id: "aws.invalid-token",
        relying_party: AWS,
        phrases: &["invalididentitytoken) when calling the assumerolewithwebidentity"],
        meaning: "AWS does not accept the token itself, or has no provider for its issuer; the text \
                  beside the code says which",
        ruled_out: Some("the trust policy was not the reason"),
        suspects: &[
            &provider::MISSING,
            &audience::NOT_IN_PROVIDER,
            &audience::DEFAULT_USED,
            &audience::TYPO,
            &provider::TRAILING_SLASH,
            &provider::OTHER_SPELLING,
            &provider::KEYS_UNREACHABLE,
            &provider::KEY_UNKNOWN,
            &provider::THUMBPRINT,
            &token::MALFORMED_FILE,
            &elsewhere::CREDENTIALS_CONFLICT,
            &audience::SEVERAL,
            &audience::GITLAB_NONE,
            &audience::PARTITION,
            &provider::FLY_PERSONAL,
            &provider::ENTERPRISE,
            &provider::VERCEL_MODE,
            &provider::ENTRA_VERSION,
            &token::FORM,
            &token::TIMESTAMP,
            &token::TAGS_FORM,
            &token::CLOCK,
        ],
    },
    Family {
        id: "aws.malformed-policy",
        relying_party: AWS,
        phrases: &[
            "malformedpolicydocument) when calling the updateassumerolepolicy",
            "malformedpolicydocument) when calling the createrole",
        ],
        meaning: "IAM does not store the trust policy as it is written; the text beside the code says why",
        ruled_out: Some("no token was asked about"),
        suspects: &[
            &policy::ACTION_OR_PRINCIPAL,
            &policy::FEDERATED,
            &policy::RESOURCE,
            &policy::OPEN_TO_ALL,
        ],
    },
];
