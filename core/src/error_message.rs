//! From a cloud's error message, as it was pasted, to the causes that it is known to have.

mod aws;
mod azure;
mod folded;
mod go_oidc;
mod google;
mod kubernetes;
mod order;
mod phrase;
mod vault;
mod without_token;

use alloc::string::String;
use alloc::vec::Vec;

use folded::Folded;
use phrase::Gap;

use crate::cause::Cause;
use crate::visible::quotable;

/// What an error message means, and what may be behind it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ErrorExplanation {
    /// A stable name of the kind of message, such as `aws.access-denied`.
    pub id: &'static str,
    /// Whose message it is, such as `AWS`; `None` if no relying party was asked.
    pub relying_party: Option<&'static str>,
    /// What is meant by it, in one sentence.
    pub meaning: &'static str,
    /// What is then most likely right, because the same relying party has other messages for it.
    pub ruled_out: Option<&'static str>,
    /// What is known to lead to this message, the most frequent first. If the text names an issuer, causes
    /// that only this one's tokens have come before those of every issuer, and those of others last.
    pub suspects: Vec<&'static Cause>,
    /// The values that the message names.
    pub evidence: Vec<Named>,
}

/// A value that a message names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Named {
    /// What it is: `issuer`, `subject`, `role`.
    pub name: &'static str,
    /// The value, safe to print; the beginning of a long one.
    pub value: String,
}

/// Recognises the message of a cloud or an SDK in a text: a whole log, a line of it, JSON or XML.
///
/// Letter case, white space, quotes and escapes do not count. Of several messages the first counts.
/// What is not known is `None`; nothing is guessed. Only the first 64 KiB are read.
///
/// ```
/// use assumable::explain_error;
///
/// let text = "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity \
///             operation: No OpenIDConnect provider found in your account for https://oidc.fly.io/acme";
/// let explanation = explain_error(text).unwrap();
/// assert_eq!(explanation.id, "aws.no-provider");
/// assert_eq!(explanation.suspects[0].id, "provider.missing-or-other-account");
/// assert_eq!(explanation.evidence[0].value, "https://oidc.fly.io/acme");
/// assert!(explain_error("Access Denied").is_none());
/// ```
#[must_use]
pub fn explain_error(text: &str) -> Option<ErrorExplanation> {
    let folded = Folded::new(text);
    let (family, gaps) =
        [&FILES[..], &[aws::BY_CODE]].into_iter().find_map(|files| first(&folded, files))?;
    let text = folded.word_starts().next().unwrap_or_default();
    let suspects = order::suspects(family.suspects, text, &gaps);
    let named = |Gap { name, text }| Named { name, value: quotable(text) };
    let is_named = gaps.iter().any(|gap| gap.name == "role");
    let role = folded.role().filter(|_| !is_named).map(|text| Gap { name: "role", text });
    Some(ErrorExplanation {
        id: family.id,
        relying_party: family.relying_party,
        meaning: family.meaning,
        ruled_out: family.ruled_out,
        suspects,
        evidence: gaps.into_iter().chain(role).map(named).collect(),
    })
}

/// The first message that is one of a family, and what stands in its gaps.
fn first<'a>(
    text: &'a Folded,
    files: &[&'static [Family]],
) -> Option<(&'static Family, Vec<Gap<'a>>)> {
    text.word_starts().find_map(|rest| {
        files.iter().copied().flatten().find_map(|family| {
            let mut phrases = family.phrases.iter();
            phrases.find_map(|phrase| Some((family, phrase::read(phrase, rest)?)))
        })
    })
}

/// Messages that mean the same.
#[derive(Debug)]
struct Family {
    id: &'static str,
    relying_party: Option<&'static str>,
    /// See [`phrase::read`]; of two that begin alike the longer one comes first.
    phrases: &'static [&'static str],
    meaning: &'static str,
    ruled_out: Option<&'static str>,
    suspects: &'static [&'static Cause],
}

static FILES: [&[Family]; 7] = [
    aws::FAMILIES,
    azure::FAMILIES,
    google::FAMILIES,
    vault::FAMILIES,
    kubernetes::FAMILIES,
    go_oidc::FAMILIES,
    without_token::FAMILIES,
];

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;
    use std::time::{Duration, Instant};

    use super::*;

    fn all() -> impl Iterator<Item = &'static Family> {
        FILES.iter().copied().flatten().chain(aws::BY_CODE)
    }

    #[test]
    fn every_family_is_told_apart_and_says_something() {
        let families: Vec<&Family> = all().collect();
        for family in &families {
            assert_eq!(families.iter().filter(|other| other.id == family.id).count(), 1);
            assert!(!family.suspects.is_empty(), "{}", family.id);
            for sentence in [Some(family.meaning), family.ruled_out].into_iter().flatten() {
                assert!(!sentence.ends_with('.') && !sentence.contains('\n'), "{sentence}");
            }
            for phrase in family.phrases {
                // A phrase is recognised as itself, with something in its gaps.
                let text = phrase.replace('|', "").replace('<', "'x-").replace('>', "'");
                let found = explain_error(&text).map(|found| found.id);
                assert_eq!(found, Some(family.id), "{phrase}");
            }
        }
    }

    #[test]
    fn every_cause_is_suspected_of_something() {
        for cause in Cause::all() {
            let mut families = FILES.iter().copied().flatten();
            let suspected =
                families.any(|family| family.suspects.iter().any(|it| it.id == cause.id));
            // Diagnosed from a token and a policy; no message is theirs alone.
            let diagnosed = matches!(cause.id, "aud.authorized-party");
            assert!(suspected || diagnosed, "{}", cause.id);
        }
    }

    /// What AWS expects is wrong everywhere else, and so are the words of the others.
    #[test]
    fn nobody_is_told_what_another_party_expects() {
        let words: [(&str, &[&str]); 5] = [
            ("AWS", &["AWS", "IAM ", "amazonaws", "sts:"]),
            ("Microsoft Entra", &["AzureAD", "federated credential"]),
            ("Google Cloud", &["googleapis", "workloadIdentity", "pool"]),
            ("HashiCorp Vault", &["bound_", "Vault"]),
            ("Kubernetes", &["API server"]),
        ];
        for family in all() {
            let Some(party) = family.relying_party else { continue };
            let others = words.iter().filter(|(other, _)| *other != party);
            for word in others.flat_map(|(_, words)| *words) {
                for Cause { id, meaning, check } in family.suspects {
                    let said = [meaning, check].iter().any(|text| text.contains(word));
                    let is_general = *id == "propagation-delay";
                    assert!(!said || is_general, "{} suspects {id}: {word}", family.id);
                }
            }
        }
    }

    #[test]
    fn only_the_beginning_is_read() {
        let message = "Incorrect token audience";
        let at = |spaces: usize| explain_error(&("x ".repeat(spaces / 2) + message)).is_some();
        assert!(at(60 * 1024));
        assert!(!at(64 * 1024));
    }

    /// Texts that are made to begin as many phrases as often as they can.
    #[test]
    fn no_text_takes_long() {
        let begins = [
            "the issuer in ID Token ",
            "The audience in ID Token [",
            "error validating claims: claim ",
            "arn:aws:iam::1:role",
            "''''''''",
            "\\\\\\\\",
            "&quot;&amp;",
            "Permission ",
            "&#",
            "&#x",
            "claim 'x' ",
        ];
        for begin in begins {
            let text: String = begin.repeat(64 * 1024 / begin.len());
            let start = Instant::now();
            let _ = explain_error(&text);
            assert!(start.elapsed() < Duration::from_secs(2), "{begin}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_an_answer_that_can_be_printed(
            words in proptest::collection::vec(
                proptest::sample::select(alloc::vec![
                    "The issuer in ID Token", "does not match the expected ones:", "AADSTS70021",
                    "3", ":", "claim", "'", "\u{2019}", "\\u0027", "&quot;", "&#x", "\\", "<", ">",
                    "No OpenIDConnect provider found in your account for", "\u{1b}[3", "é", "…",
                    "error validating claims:", "is missing", "arn:aws:iam::1:role/", "\n", "│",
                ]),
                0..24,
            ),
            noise in "\\PC{0,20}",
        ) {
            let text = words.join(" ") + &noise;
            if let Some(found) = explain_error(&text) {
                for named in found.evidence {
                    assert_eq!(crate::visible::visible(&named.value).to_string(), named.value);
                }
            }
        }

        #[test]
        fn what_stands_around_a_message_does_not_matter(
            before in "[^\\PC]{0,30}|[a-z0-9:.{\\[(]{0,20}",
            after in "[ .,;)}\\]\n]{0,8}",
        ) {
            let text = alloc::format!("{before} Incorrect token audience{after}");
            assert_eq!(explain_error(&text).map(|found| found.id), Some("aws.incorrect-audience"));
        }
    }
}
