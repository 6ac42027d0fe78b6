use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::Explain;
use crate::span::Span;
use crate::visible::quotable;

/// Why no trust policy can be suggested. Tokens are counted from 1.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SuggestError {
    /// There is no token to admit.
    NoTokens,
    /// More tokens than are read.
    TooManyTokens {
        /// How many there are.
        actual: usize,
        /// The most that are read.
        limit: usize,
    },
    /// A claim that STS needs is not there.
    MissingClaim {
        /// Which token.
        token: usize,
        /// Which claim.
        claim: &'static str,
    },
    /// A claim that STS cannot read.
    WrongClaim {
        /// Which token.
        token: usize,
        /// Which claim.
        claim: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// Several audiences without `azp`: STS takes none of them.
    SeveralAudiences {
        /// Which token.
        token: usize,
    },
    /// An issuer of which AWS makes no provider.
    Issuer {
        /// Which token.
        token: usize,
        /// The issuer.
        issuer: String,
    },
    /// Claims for AWS that STS refuses, whatever the policy.
    AwsClaim {
        /// Which token.
        token: usize,
        /// What is wrong, as a sentence.
        evidence: String,
    },
    /// A text that may not go into a policy.
    Text {
        /// Which token.
        token: usize,
        /// The claim it is from.
        claim: &'static str,
        /// The text.
        text: String,
        /// What is wrong with it.
        flaw: TextFlaw,
    },
    /// Not the 12 digits of an account.
    Account {
        /// What was given.
        account: String,
    },
    /// No partition of AWS, such as `aws` or `aws-cn`.
    Partition {
        /// What was given.
        partition: String,
    },
}

/// Why a text may not go into a policy.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TextFlaw {
    /// It has a character that is not seen, or moves others.
    Hidden,
    /// It has a character beyond U+00FF, which IAM does not store.
    NotStored,
    /// It has `&{` or `%{`, which Terraform would not leave as it is.
    Template,
}

impl Explain for SuggestError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoTokens => "suggest-no-tokens",
            Self::TooManyTokens { .. } => "suggest-too-many-tokens",
            Self::MissingClaim { .. } => "suggest-missing-claim",
            Self::WrongClaim { .. } => "suggest-wrong-claim",
            Self::SeveralAudiences { .. } => "suggest-several-audiences",
            Self::Issuer { .. } => "suggest-issuer",
            Self::AwsClaim { .. } => "suggest-aws-claim",
            Self::Text { .. } => "suggest-text",
            Self::Account { .. } => "suggest-account",
            Self::Partition { .. } => "suggest-partition",
        }
    }

    fn span(&self) -> Option<Span> {
        None
    }

    fn help(&self) -> Option<&'static str> {
        match self {
            Self::SeveralAudiences { .. } => {
                Some("ask the issuer for a token with one audience, such as sts.amazonaws.com")
            }
            Self::Issuer { .. } => Some("AWS takes `https://`, a host without port, and a path"),
            _ => None,
        }
    }
}

impl fmt::Display for SuggestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTokens => f.write_str("there is no token to suggest a policy for"),
            Self::TooManyTokens { actual, limit } => {
                write!(f, "there are {actual} tokens; at most {limit} are read")
            }
            Self::MissingClaim { token, claim } => {
                write!(f, "token {token} has no claim `{claim}`, without which AWS refuses it")
            }
            Self::WrongClaim { token, claim, expected } => {
                write!(f, "the claim `{claim}` of token {token} must be {expected}")
            }
            Self::SeveralAudiences { token } => write!(
                f,
                "token {token} has several audiences and no `azp`; AWS refuses such a token, \
                 whatever the policy"
            ),
            Self::Issuer { token, issuer } => write!(
                f,
                "AWS makes no provider of the issuer `{}` of token {token}",
                quotable(issuer)
            ),
            Self::AwsClaim { token, evidence } => {
                write!(f, "AWS refuses token {token}, whatever the policy: {evidence}")
            }
            Self::Text { token, claim, text, flaw } => {
                let flaw = match flaw {
                    TextFlaw::Hidden => "it has characters that cannot be seen",
                    TextFlaw::NotStored => "IAM stores no character beyond U+00FF",
                    TextFlaw::Template => "Terraform would not leave `&{` or `%{` as it is",
                };
                write!(
                    f,
                    "`{}` of the claim `{claim}` of token {token} may not go into a policy: {flaw}",
                    quotable(text)
                )
            }
            Self::Account { account } => {
                write!(f, "`{}` is not the 12 digits of an account", quotable(account))
            }
            Self::Partition { partition } => {
                write!(f, "`{}` is no partition of AWS, such as `aws`", quotable(partition))
            }
        }
    }
}

impl Error for SuggestError {}
