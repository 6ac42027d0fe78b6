use assumable::{ErrorExplanation, explain_error};

use crate::gallery::Outcome;
use crate::words;

/// What an error message means that was pasted in place of a token or a policy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ErrorView {
    /// Whose message it is, and what it means.
    pub(crate) meaning: String,
    /// What it rules out.
    pub(crate) ruled_out: Option<String>,
    /// What the message names: what it is, and its value.
    pub(crate) evidence: Vec<(&'static str, String)>,
    /// What usually leads to it, most frequent first.
    pub(crate) suspects: Vec<SuspectView>,
    /// How every call ends that has this message, where that is certain.
    pub(crate) ends: Option<Outcome>,
}

/// A cause that an error message is known to have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SuspectView {
    pub(crate) id: &'static str,
    pub(crate) means: String,
    /// What to look at.
    pub(crate) check: String,
}

/// `None` for a text in which no message is recognised.
pub(super) fn view(text: &str) -> Option<ErrorView> {
    let message = bare_code(text).map(in_calls);
    let ErrorExplanation { id, relying_party, meaning, ruled_out, suspects, evidence } =
        explain_error(message.as_deref().unwrap_or(text))?;
    let whose = relying_party.map(|party| format!("An error message of {party}: "));
    let whose = whose.unwrap_or_else(|| String::from("An error message: "));
    let suspect = |cause: &&'static assumable::Cause| SuspectView {
        id: cause.id,
        means: words::sentence(cause.meaning),
        check: words::sentence(cause.check),
    };
    Some(ErrorView {
        meaning: words::sentence(&format!("{whose}{meaning}")),
        ruled_out: ruled_out.map(words::sentence),
        evidence: evidence.into_iter().map(|named| (named.name, named.value)).collect(),
        suspects: suspects.iter().map(suspect).collect(),
        ends: ends(id),
    })
}

/// STS comes to the trust policy last; IAM, which stores it, and other clouds answer no call of ours.
fn ends(id: &str) -> Option<Outcome> {
    let of_sts = id.strip_prefix("aws.")?;
    match of_sts {
        "access-denied" | "tags-denied" | "source-identity-denied" => Some(Outcome::Denied),
        "open-to-all" | "malformed-policy" => None,
        _ => (!of_sts.starts_with("policy-")).then_some(Outcome::Refused),
    }
}

/// A text that is nothing but an error code, without the ending that the SDK for JavaScript gives all of
/// them.
pub(super) fn bare_code<'t>(text: &'t str) -> Option<&'t str> {
    let trim = |text: &'t str| text.trim().trim_matches(['(', ')', '`', '"', '\'', ':', '.', ' ']);
    let code = trim(text);
    // As people copy it, from a program or from our own list.
    let word = code.split_once([':', ' ']).filter(|(word, _)| word.eq_ignore_ascii_case("error"));
    let code = word.map_or(code, |(_, rest)| trim(rest));
    let is_word = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_word.then(|| code.strip_suffix("Exception").unwrap_or(code))
}

/// The code in the calls that this page is about; AWS has that ending too, for some.
fn in_calls(code: &str) -> String {
    format!(
        "({code}) when calling the AssumeRoleWithWebIdentity operation; \
         ({code}Exception) when calling the AssumeRoleWithWebIdentity operation; \
         ({code}) when calling the UpdateAssumeRolePolicy operation"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_code_leads_to_its_causes() {
        for (code, first) in [
            ("AccessDenied", "sub.environment-replaces-ref"),
            (" `accessdenied`:\n", "sub.environment-replaces-ref"),
            ("AccessDenied.", "sub.environment-replaces-ref"),
            ("Error: AccessDenied", "sub.environment-replaces-ref"),
            ("error AccessDenied.\n", "sub.environment-replaces-ref"),
            ("ERROR:AccessDeniedException.", "sub.environment-replaces-ref"),
            ("InvalidIdentityToken", "provider.missing-or-other-account"),
            ("(InvalidIdentityTokenException)", "provider.missing-or-other-account"),
            ("ExpiredTokenException", "token.expired"),
            ("IDPRejectedClaim", "token.expired"),
            ("IDPRejectedClaimException", "token.expired"),
            ("IDPCommunicationError", "keys.unreachable"),
            ("IDPCommunicationErrorException", "keys.unreachable"),
            ("MalformedPolicyDocument", "policy.wrong-action-or-principal"),
            ("MalformedPolicyDocumentException", "policy.wrong-action-or-principal"),
            ("PackedPolicyTooLarge", "session.packed-size"),
            ("PackedPolicyTooLargeException", "session.packed-size"),
            ("RegionDisabledException", "sts.region"),
        ] {
            let found = view(code).and_then(|error| Some(error.suspects.first()?.id));
            assert_eq!(found, Some(first), "{code}");
        }
        for (text, ends) in [
            ("AccessDenied", Some(Outcome::Denied)),
            ("Not authorized to perform sts:TagSession", Some(Outcome::Denied)),
            ("InvalidIdentityToken", Some(Outcome::Refused)),
            ("Incorrect token audience", Some(Outcome::Refused)),
            ("MalformedPolicyDocument", None),
            ("AssumeRole policy must not contain resources", None),
            ("AADSTS70021: No matching federated identity record found", None),
        ] {
            assert_eq!(view(text).unwrap().ends, ends, "{text}");
        }
        for text in ["", "()", " . "] {
            assert_eq!((bare_code(text), view(text)), (None, None), "{text}");
        }
        for text in ["Error:", "Denied", "Exception", "AccessDeny", "AccessDenied s3", "eyJhbGciOi"]
        {
            assert_eq!(view(text), None, "{text}");
        }
    }
}
