//! The claim `https://aws.amazon.com/roles`: a list of role ARNs, or one text with semicolons
//! between them. Everything here is recorded (`aws-roles/*`).

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Authorized, Wrong, present};
use crate::aws::sts::{AwsError, provider};
use crate::json::{Kind, Object, Value};
use crate::visible::quotable;

pub(super) fn read(claims: &Object, role: Option<&str>) -> Result<Authorized, Wrong> {
    // Null is as good as nothing.
    let Some(claim) = present(claims, "https://aws.amazon.com/roles") else {
        return Ok(Authorized::No);
    };
    let entries: Vec<&str> = match &claim.kind {
        Kind::String(text) => text.split(';').collect(),
        Kind::Array(elements) => elements.iter().filter_map(Value::as_str).collect(),
        _ => {
            let evidence =
                format!("the claim for roles is {}, not a list or a text", claim.json_type());
            return Err((AwsError::roles_format(), evidence));
        }
    };
    // Entries that are no role ARNs do not count.
    let named = entries.into_iter().map(str::trim).filter(|arn| provider::role_in(arn).is_some());
    let named: Vec<&str> = named.collect();
    let Some(first) = named.first() else {
        let evidence = "the claim for roles names none".to_string();
        return Err((AwsError::no_valid_role(), evidence));
    };
    match role {
        None => Ok(Authorized::Unknown),
        Some(role) if named.contains(&role) => Ok(Authorized::Yes),
        Some(role) => {
            let (is, first) = (quotable(role), quotable(first));
            let more = match named.len() {
                1 => format!("`{first}`"),
                count => format!("`{first}` and {} more", count - 1),
            };
            let evidence = format!("the role is `{is}`; the token is for {more}");
            Err((AwsError::role_not_listed(), evidence))
        }
    }
}
