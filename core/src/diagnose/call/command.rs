//! What to type elsewhere, word for word. Nothing that a shell or a YAML file would read otherwise
//! is put into it.

use alloc::format;
use alloc::string::String;

use crate::aws::Asked;
use crate::fix::Fix;
use crate::issuer::Profile;
use crate::visible::quotable;

/// The audience to ask for: the provider's, if it accepts only one.
pub(super) fn wanted(asked: &Asked) -> &str {
    match asked.client_ids.as_deref() {
        Some([single]) => single,
        _ => "sts.amazonaws.com",
    }
}

/// [CreateOpenIDConnectProvider](https://docs.aws.amazon.com/cli/latest/reference/iam/create-open-id-connect-provider.html)
pub(super) fn create_provider(issuer: &str, audience: &str) -> Option<String> {
    let fits = issuer.starts_with("https://") && is_word(issuer) && is_word(audience);
    fits.then(|| {
        format!(
            "aws iam create-open-id-connect-provider --url {issuer} --client-id-list {audience}"
        )
    })
}

/// [AddClientIDToOpenIDConnectProvider](https://docs.aws.amazon.com/cli/latest/reference/iam/add-client-id-to-open-id-connect-provider.html)
pub(super) fn add_client_id(asked: &Asked, audience: &str) -> Option<String> {
    let provider = &*asked.provider;
    let fits = provider.starts_with("arn:") && is_word(provider) && is_word(audience);
    fits.then(|| {
        format!(
            "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn \
             {provider} --client-id {audience}"
        )
    })
}

/// How a workload asks for a token with an audience: word for word, where the issuer's way is known.
pub(in crate::diagnose) fn ask_for(profile: Option<&Profile>, audience: &str) -> Fix {
    let effect = format!("ask for a token with the audience `{}`", quotable(audience));
    let known = profile.filter(|_| is_word(audience));
    Fix { elsewhere: known.and_then(|it| it.ask_for_audience(audience)), ..Fix::advice(effect) }
}

/// One word to a shell, and a plain text to YAML and JSON.
pub(in crate::diagnose) fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(plain)
        && !text.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_copied_that_a_shell_would_read() {
        let fly = Profile::of("https://oidc.fly.io/acme");
        assert!(ask_for(fly, "sts.amazonaws.com").elsewhere.is_some());
        for text in [
            "a;b", "$(a)", "a b", "a'b", "`a`", "-a", "--a", "a\nb", "", "a\\b", "a*", "{a,b}",
            "a:",
        ] {
            assert_eq!(ask_for(fly, text).elsewhere, None, "{text:?}");
            assert_eq!(
                create_provider(&format!("https://example.com/{text}"), text),
                None,
                "{text:?}"
            );
        }
        assert!(create_provider("https://oidc.fly.io/acme", "sts.amazonaws.com").is_some());
        assert!(create_provider("http://oidc.fly.io/acme", "sts.amazonaws.com").is_none());
    }
}
