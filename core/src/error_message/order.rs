//! Which suspects come first: those about subjects of the issuer that the text names, then its others
//! and those that any issuer's tokens may have, then those of other issuers. Within each, and where no
//! issuer is named, the order is the family's. If the message itself names the token's issuer, causes of
//! others are none.

use alloc::vec::Vec;

use super::phrase::Gap;
use crate::cause::Cause;
use crate::sorted::sort_by_key;

pub(super) fn suspects(
    family: &'static [&'static Cause],
    text: &str,
    gaps: &[Gap<'_>],
) -> Vec<&'static Cause> {
    // A message about another claim says nothing of the subject.
    let claim = gaps.iter().find(|gap| gap.name == "claim").map(|gap| gap.text);
    let about_other_claim = claim.is_some_and(|claim| claim != "sub" && claim != "/sub");
    let is_of_subject =
        |cause: &Cause| cause.id.starts_with("sub.") || cause.id.starts_with("k8s.");
    let named: Vec<&Issuer> = ISSUERS.iter().filter(|issuer| issuer.is_named(text)).collect();
    let rank = |cause: &Cause| match ISSUERS.iter().find(|issuer| issuer.causes.contains(&cause.id))
    {
        Some(issuer) if named.iter().any(|named| named.causes == issuer.causes) => {
            u8::from(!is_of_subject(cause))
        }
        Some(_) if !named.is_empty() => OF_OTHERS,
        _ => 1,
    };
    let mut suspects: Vec<&Cause> = family.to_vec();
    suspects.retain(|cause| !(about_other_claim && is_of_subject(cause)));
    let of_token = gaps.iter().filter(|gap| ["issuer", "subject"].contains(&gap.name));
    let is_named = ISSUERS.iter().any(|issuer| of_token.clone().any(|it| issuer.is_named(it.text)));
    suspects.retain(|cause| !is_named || rank(cause) < OF_OTHERS);
    sort_by_key(&mut suspects, |cause| rank(cause));
    suspects
}

/// The rank of a cause that only tokens of issuers have which the text does not name.
const OF_OTHERS: u8 = 2;

/// An issuer, what shows in a log that it is about its tokens, and the causes that only these have.
struct Issuer {
    words: &'static [&'static str],
    causes: &'static [&'static str],
}

impl Issuer {
    fn is_named(&self, text: &str) -> bool {
        self.words.iter().any(|word| contains(text, word))
    }
}

fn contains(text: &str, word: &str) -> bool {
    let mut places = text.as_bytes().windows(word.len());
    places.any(|place| place.eq_ignore_ascii_case(word.as_bytes()))
}

/// `github.com` alone shows nothing: programs in Go have it in every stack trace.
static ISSUERS: [Issuer; 6] = [
    Issuer {
        words: &[
            "githubusercontent",
            "github actions",
            "aws-actions/",
            "actions_id_token",
            "repo:",
        ],
        causes: &[
            "sub.environment-replaces-ref",
            "sub.github-immutable",
            "sub.github-immutable-inverse",
            "sub.pull-request",
            "sub.pull-request-spelling",
            "sub.other-branch-or-tag",
            "sub.no-trailing-context",
            "sub.custom-template",
            "role.name-githubactions",
            "issuer.enterprise-slug",
        ],
    },
    Issuer {
        words: &["eks.amazonaws.com", "oidc.eks.", "system:serviceaccount", "serviceaccount/token"],
        causes: &["k8s.wrong-namespace-or-sa"],
    },
    Issuer { words: &["gitlab"], causes: &["gitlab.no-aud"] },
    Issuer { words: &["oidc.fly.io", "/.fly/"], causes: &["fly.personal-alias"] },
    Issuer { words: &["oidc.vercel.com"], causes: &["vercel.issuer-mode"] },
    Issuer { words: &["sts.windows.net", "/v2.0"], causes: &["entra.v1-v2"] },
];

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::error_message::explain_error;

    fn ids(text: &str) -> Vec<&'static str> {
        explain_error(text).unwrap().suspects.iter().map(|cause| cause.id).collect()
    }

    #[test]
    fn what_the_text_names_comes_first_and_without_a_name_the_most_frequent() {
        let message = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
        let place = |ids: &[&str], id: &str| ids.iter().position(|it| *it == id).unwrap();
        let (github, pod) = ("sub.environment-replaces-ref", "k8s.wrong-namespace-or-sa");
        let plain = ids(message);
        assert_eq!(plain[..2], [github, "sub.other"]);
        assert!(place(&plain, "sub.case") < place(&plain, "aud.default-used"));
        assert!(place(&plain, pod) < place(&plain, "creds.conflict"));
        let of_job =
            ids(&alloc::format!("Run aws-actions/configure-aws-credentials@v4\n{message}"));
        assert_eq!(of_job[0], github);
        assert_eq!(of_job.len(), plain.len());
        assert_eq!(of_job.last(), Some(&pod));
        let of_pod = ids(&alloc::format!(
            "{message} /var/run/secrets/eks.amazonaws.com/serviceaccount/token github.com/aws/aws-sdk-go"
        ));
        assert_eq!(of_pod[0], pod);
    }

    #[test]
    fn a_message_that_names_the_issuer_has_no_suspects_of_another() {
        let found = ids(
            "AADSTS70021: No matching federated identity record found for presented assertion. \
             Assertion Issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/AB'. Assertion Subject: \
             'system:serviceaccount:orders:reader'. Assertion Audience: 'api://AzureADTokenExchange'",
        );
        assert_eq!(found[0], "k8s.wrong-namespace-or-sa");
        assert!(!found.iter().any(|id| id.contains("github") || id.contains("pull-request")));
    }

    #[test]
    fn another_claim_has_no_suspects_of_the_subject() {
        let of = |claim: &str| {
            ids(&alloc::format!(
                "error validating claims: claim \"{claim}\" does not match any associated bound claim values"
            ))
        };
        assert_eq!(of("repository"), ["claim.other-value"]);
        assert!(of("sub").contains(&"sub.case"));
    }

    #[test]
    fn every_cause_that_is_listed_is_one() {
        for id in ISSUERS.iter().flat_map(|issuer| issuer.causes) {
            assert!(Cause::all().any(|cause| cause.id == *id), "{id}");
        }
    }
}
