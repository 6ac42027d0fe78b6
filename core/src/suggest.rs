//! The tightest trust policy that admits given workloads.
//!
//! What a token says is pinned, except for the parts of its subject that differ from one token of
//! the same workload to the next; what differs between the given tokens becomes a list. Text of a
//! token never becomes a wildcard or a variable.

mod literal;
mod workload;
mod statement;
mod json;
mod terraform;
mod notes;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::SuggestError;
use crate::json::Object;
use statement::Statement;
use workload::Workload;

/// Which workloads a role is to trust.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The claims of a token of each. They are believed: whoever asks says that these are the ones.
    pub tokens: &'a [&'a Object],
    /// The id of the role's account.
    pub account: Option<&'a str>,
    /// The partition of the role's account; `aws` if it is not said.
    pub partition: Option<&'a str>,
}

/// A trust policy, in two languages, and what there is to know about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Suggestion {
    /// The policy as JSON, as `JSON.stringify(policy, null, 2)` writes it.
    pub policy: String,
    /// The same policy as Terraform's data source `aws_iam_policy_document`.
    pub terraform: String,
    /// Whom it admits, what it leaves open, what can change hands, what else has to be set up.
    pub notes: Vec<Note>,
}

/// One thing to know about a suggested policy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note {
    /// A stable name, such as `left-open`.
    pub id: &'static str,
    /// One line: lower case, no final period, outside text in backticks.
    pub text: String,
}

/// The tightest trust policy that admits workloads of which these tokens are examples: one
/// statement for each issuer.
///
/// ```
/// use assumable::{Wanted, json, suggest};
///
/// let claims = json::parse(
///     r#"{
///       "iss": "https://oidc.fly.io/acme",
///       "sub": "acme:cat-api:quiet-river-4821",
///       "aud": "sts.amazonaws.com"
///     }"#,
///     4,
/// )?;
/// let tokens = [claims.as_object().unwrap()];
/// let suggestion = suggest(&Wanted { tokens: &tokens, ..Wanted::default() })?;
/// assert!(suggestion.policy.contains(r#""oidc.fly.io/acme:sub": "acme:cat-api:*""#));
/// assert_eq!(
///     suggestion.notes[0].text,
///     "admits every Fly.io Machine of organization `acme`, app `cat-api`, with the audience \
///      `sts.amazonaws.com`",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A [`SuggestError`] if no policy could admit one of the tokens, or none could be written down.
pub fn suggest(wanted: &Wanted<'_>) -> Result<Suggestion, SuggestError> {
    let actual = wanted.tokens.len();
    if actual == 0 {
        return Err(SuggestError::NoTokens);
    }
    if actual > MOST_TOKENS {
        return Err(SuggestError::TooManyTokens { actual, limit: MOST_TOKENS });
    }
    let owner = Owner::of(wanted)?;
    let workloads =
        wanted.tokens.iter().zip(1..).map(|(claims, token)| Workload::read(token, claims));
    let workloads: Vec<Workload<'_>> = workloads.collect::<Result<_, _>>()?;
    let groups = by_issuer(&workloads);
    let statements = groups.iter().map(|group| Statement::admitting(group));
    let statements: Vec<Statement> = statements.collect::<Result<_, _>>()?;
    let policy = json::write(&statements, &owner);
    let notes = notes::about(&groups, &statements, &owner, &policy);
    Ok(Suggestion { terraform: terraform::write(&statements, &owner), policy, notes })
}

/// Where the role is, and with it the providers that it trusts.
struct Owner<'a> {
    account: Option<&'a str>,
    partition: &'a str,
}

impl<'a> Owner<'a> {
    fn of(wanted: &Wanted<'a>) -> Result<Self, SuggestError> {
        let is_account =
            |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(account) = wanted.account.filter(|account| !is_account(account)) {
            return Err(SuggestError::Account { account: account.into() });
        }
        let partition = wanted.partition.unwrap_or("aws");
        let is_name = |text: &str| text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'-'));
        let known = partition == "aws" || partition.starts_with("aws-");
        if !known || partition.len() > 32 || !is_name(partition) {
            return Err(SuggestError::Partition { partition: partition.into() });
        }
        Ok(Self { account: wanted.account, partition })
    }

    /// The principal for a provider; `account` is the text that stands for the account.
    fn principal<'p>(&self, provider: &'p str, account: &str) -> Cow<'p, str> {
        if crate::aws::is_built_in(provider) {
            return Cow::Borrowed(provider);
        }
        let partition = self.partition;
        Cow::Owned(alloc::format!("arn:{partition}:iam::{account}:oidc-provider/{provider}"))
    }
}

/// In the order in which the issuers come first.
fn by_issuer<'w, 'a>(workloads: &'w [Workload<'a>]) -> Vec<Vec<&'w Workload<'a>>> {
    let mut groups: Vec<Vec<&Workload<'a>>> = Vec::new();
    for workload in workloads {
        let same = |group: &&mut Vec<&Workload<'a>>| {
            group.iter().any(|other| other.provider() == workload.provider())
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(workload),
            None => groups.push(alloc::vec![workload]),
        }
    }
    groups
}

/// No policy has room for more.
const MOST_TOKENS: usize = 100;

/// The account of AWS's own examples, where none is given.
const EXAMPLE_ACCOUNT: &str = "123456789012";
