//! Claims that AWS does not read.

use alloc::string::String;
use alloc::vec::Vec;

use crate::aws::provider_keys;
use crate::json::Object;

/// The names, in the order of the token, of what is neither a condition key nor read by STS
/// itself.
pub(super) fn claims(provider: &str, claims: &Object) -> Vec<String> {
    // `oaud` is a key that the claim `aud` fills.
    let keys: Vec<&str> = provider_keys::names(provider).filter(|key| *key != "oaud").collect();
    let is_read = |name: &str| {
        READ.contains(&name)
            || is_for_aws(name)
            || keys.iter().any(|key| provider_keys::fills(name, key))
    };
    let names = claims.iter().map(|member| &member.name);
    names.filter(|name| !is_read(name)).cloned().collect()
}

fn is_for_aws(name: &str) -> bool {
    name.strip_prefix("https://aws.amazon.com/").is_some_and(|name| {
        matches!(name, "tags" | "tags/transitive_tag_keys" | "source_identity" | "roles")
            || name.starts_with("tags/principal_tags/")
    })
}

/// What STS itself needs.
const READ: [&str; 6] = ["iss", "aud", "azp", "exp", "iat", "nbf"];
