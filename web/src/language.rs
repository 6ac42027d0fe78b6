//! What the words of a trust policy and of a token mean, and which can be written. Said in the words of
//! the engine, for the issuer of the token.

use assumable::aws::{Operator, condition_keys, provider_name};
use assumable::issuer::{Profile, claim_note};

use crate::words;

/// The words that are known, given who issued the token.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Language {
    issuer: String,
    subject: String,
}

/// What can be written somewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A condition operator.
    Operator,
    /// A condition key.
    Key,
    /// A claim.
    Claim,
}

/// A word, and a sentence about it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) means: Option<String>,
}

impl Language {
    /// Either is empty if it is not known.
    pub(crate) fn new(issuer: &str, subject: &str) -> Self {
        Self { issuer: issuer.to_owned(), subject: subject.to_owned() }
    }

    /// What a word of a trust policy means; `None` for a text that is no word of the language.
    pub(crate) fn of_policy(&self, word: &str) -> Option<String> {
        let fixed = ELEMENTS.iter().find(|(name, _)| *name == word).map(|(_, means)| *means);
        fixed
            .map(str::to_owned)
            .or_else(|| Operator::from_name(word).map(sentence))
            .or_else(|| self.key(word))
    }

    /// What a claim means.
    pub(crate) fn of_claim(&self, claim: &str) -> Option<String> {
        let means = claim_note(self.profile(), claim)?.meaning;
        let key = condition_keys(self.provider()).any(|key| key == claim);
        let read = if key {
            format!("AWS reads it, as the condition key `{}:{claim}`.", self.provider())
        } else {
            String::from("AWS makes no condition key of it.")
        };
        Some(format!("{means} {read}"))
    }

    /// All words of a kind that make sense for this issuer.
    pub(crate) fn known(&self, kind: Kind) -> Vec<Word> {
        match kind {
            Kind::Operator => Operator::all()
                .map(|operator| Word {
                    text: operator.to_string(),
                    means: Some(sentence(operator)),
                })
                .collect(),
            Kind::Key if self.issuer.is_empty() => global_keys().collect(),
            Kind::Key => condition_keys(self.provider())
                .map(|claim| format!("{}:{claim}", self.provider()))
                .map(|text| Word { means: self.key(&text), text })
                .chain(global_keys())
                .collect(),
            Kind::Claim => self
                .profile()
                .into_iter()
                .flat_map(|profile| profile.claims())
                .filter(|note| !note.claim.ends_with('*'))
                .map(|note| Word {
                    text: note.claim.to_owned(),
                    means: Some(note.meaning.to_owned()),
                })
                .collect(),
        }
    }

    fn profile(&self) -> Option<&'static Profile> {
        Profile::recognise(&self.issuer, &self.subject)
    }

    fn provider(&self) -> &str {
        provider_name(&self.issuer)
    }

    /// A condition key, of whatever provider.
    fn key(&self, key: &str) -> Option<String> {
        if let Some((_, means)) = KEYS.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)) {
            return Some((*means).to_owned());
        }
        let (provider, claim) = key.rsplit_once(':')?;
        if !provider.contains('.') || provider.starts_with("arn:") {
            return None;
        }
        let own = provider.eq_ignore_ascii_case(self.provider());
        let profile = if own { self.profile() } else { Profile::of(provider) };
        let known = condition_keys(provider).any(|name| name.eq_ignore_ascii_case(claim));
        if !known {
            return Some(format!(
                "AWS makes no condition key of the claim `{}` of this issuer: the key is always \
                 missing.",
                words::value(claim)
            ));
        }
        let means = claim_note(profile, claim).map_or("", |note| note.meaning);
        Some(format!("The claim `{}` of the token. {means}", words::value(claim)).trim().to_owned())
    }
}

fn sentence(operator: Operator) -> String {
    let meaning = operator.meaning();
    // `Null` says what each of its two values asks for.
    if meaning.starts_with('`') {
        words::sentence(&meaning)
    } else {
        format!("Matches if {meaning}.")
    }
}

fn global_keys() -> impl Iterator<Item = Word> {
    KEYS.iter()
        .map(|(key, means)| Word { text: (*key).to_owned(), means: Some((*means).to_owned()) })
}

/// IAM's elements of a trust policy, and the actions that one has to do with.
const ELEMENTS: [(&str, &str); 13] = [
    ("Version", "The version of the policy language. Without `2012-10-17` there are no variables."),
    ("Id", "A name for the policy; it decides nothing."),
    ("Statement", "What is allowed or denied. A matching `Deny` wins over every `Allow`."),
    ("Sid", "A name for the statement; it decides nothing."),
    ("Effect", "`Allow` or `Deny`, if everything else in the statement matches."),
    ("Principal", "Who may call: for a workload with a token, its OIDC provider as `Federated`."),
    ("NotPrincipal", "Everybody but these."),
    ("Federated", "The OIDC provider whose tokens count, as the ARN it has in this account."),
    ("Action", "What may be done; for a workload with a token, `sts:AssumeRoleWithWebIdentity`."),
    ("NotAction", "Everything but these."),
    ("Condition", "What must hold of the call. All operators and all of their keys must match."),
    ("sts:AssumeRoleWithWebIdentity", "To get the role's credentials for an OIDC token."),
    ("sts:TagSession", "To give the session tags. A token with AWS's claim of tags needs it too."),
];

/// The keys of every call that conditions of trust policies use most.
const KEYS: [(&str, &str); 6] = [
    ("aws:SourceIp", "The address that the call comes from, unless through a VPC endpoint."),
    ("aws:RequestedRegion", "The region of the endpoint that is called."),
    ("aws:SecureTransport", "Whether the call is made over TLS. AWS's endpoints take no other."),
    ("aws:CurrentTime", "The date and time of the call."),
    ("aws:UserAgent", "What the client calls itself. Anybody can write anything there."),
    ("sts:RoleSessionName", "The name that the caller gives to the session."),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fly() -> Language {
        Language::new("https://oidc.fly.io/acme", "acme:foo-bar:m")
    }

    #[test]
    fn words_of_a_policy_are_explained_for_the_issuer() {
        let words = [
            "StringLike",
            "ForAllValues:StringEquals",
            "Null",
            "Federated",
            "oidc.fly.io/acme:sub",
            "oidc.fly.io/acme:app_name",
            "token.actions.githubusercontent.com:repository_id",
            "aws:sourceip",
        ];
        let lines: Vec<String> = words
            .iter()
            .map(|word| format!("{word}: {}", fly().of_policy(word).unwrap()))
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
        for none in
            ["acme:foo-bar:*", "Allow", "", "arn:aws:iam::1:oidc-provider/a.b", "2012-10-17"]
        {
            assert_eq!(fly().of_policy(none), None, "{none}");
        }
    }

    #[test]
    fn what_can_be_written_is_the_issuers_own() {
        let texts =
            |kind| -> Vec<String> { fly().known(kind).into_iter().map(|word| word.text).collect() };
        assert_eq!(texts(Kind::Operator).len(), 27);
        assert!(texts(Kind::Key).contains(&"oidc.fly.io/acme:sub".to_owned()));
        assert!(!texts(Kind::Key).contains(&"oidc.fly.io/acme:app_name".to_owned()));
        assert!(texts(Kind::Claim).contains(&"app_name".to_owned()));
        let nobody: Vec<Word> = Language::default().known(Kind::Key);
        assert!(nobody.iter().all(|word| !word.text.starts_with(':')));
    }

    #[test]
    fn a_claim_says_whether_aws_reads_it() {
        let sub = fly().of_claim("sub").unwrap();
        assert!(sub.ends_with("as the condition key `oidc.fly.io/acme:sub`."), "{sub}");
        let app = fly().of_claim("app_name").unwrap();
        assert!(app.ends_with("AWS makes no condition key of it."), "{app}");
    }
}
