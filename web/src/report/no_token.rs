//! What is often pasted for a token, and is none.

use super::Problem;

/// What the text is, and what to paste instead.
pub(super) fn recognised(text: &str) -> Option<Problem> {
    let is_masked = MASKS.iter().any(|mask| text.contains(mask));
    // `NAME=value`, perhaps in quotes.
    let value = text.split_once('=').map_or("", |(_, value)| value.trim_start_matches(QUOTED));
    let starts = |start: &str| text.starts_with(start) || value.starts_with(start);
    let (message, help) = if is_masked {
        ("The CI has hidden the token in its log.", SEE_CLAIMS)
    } else if starts(TWICE) {
        ("This is a token in base64 once more, as a Kubernetes Secret has it.", DECODE)
    } else {
        OTHERS.iter().find(|(start, ..)| starts(start)).map(|(_, is, how)| (*is, *how))?
    };
    let help = Some(String::from(help));
    Some(Problem { help, ..Problem::plain(String::from(message)) })
}

const QUOTED: [char; 3] = [' ', '"', '\''];

/// What GitHub, GitLab and Buildkite write in place of a secret.
const MASKS: [&str; 3] = ["***", "[MASKED]", "[REDACTED]"];

const SEE_CLAIMS: &str = "Its claims are enough here, and no secret: paste what the job prints for \
    `cut -d. -f2 <<< \"$TOKEN\" | tr _- /+ | base64 -d || true`.";

/// The base64 of [`eyJ`](https://www.rfc-editor.org/rfc/rfc7519#section-3.1), with which a token begins.
const TWICE: &str = "ZXlK";

const DECODE: &str = "Paste what `base64 -d` makes of it.";

/// Other secrets of the services that issue tokens: how they begin, what they are, and where the token is.
const OTHERS: [(&str, &str, &str); 10] = [
    ("ghs_", GITHUB, FROM_GITHUB),
    ("ghp_", GITHUB, FROM_GITHUB),
    ("gho_", GITHUB, FROM_GITHUB),
    ("ghr_", GITHUB, FROM_GITHUB),
    ("ghu_", GITHUB, FROM_GITHUB),
    ("github_pat_", GITHUB, FROM_GITHUB),
    ("glpat-", GITLAB, FROM_GITLAB),
    ("glcbt-", GITLAB, FROM_GITLAB),
    ("FlyV1 ", FLY, FROM_FLY),
    ("fm2_", FLY, FROM_FLY),
];

const GITHUB: &str = "This is a token for the API of GitHub. No cloud takes it for a role.";

const FROM_GITHUB: &str =
    "The one that clouds take is a job's OIDC token; the job needs `permissions: id-token: write`.";

const GITLAB: &str = "This is a token for the API of GitLab. No cloud takes it for a role.";

const FROM_GITLAB: &str =
    "The one that clouds take is the job's ID token: see `id_tokens` in `.gitlab-ci.yml`.";

const FLY: &str = "This is a token for the API of Fly.io. No cloud takes it for a role.";

const FROM_FLY: &str =
    "The one that clouds take is the Machine's OIDC token, from `/v1/tokens/oidc`.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;

    #[test]
    fn what_is_no_token_is_called_by_its_name() {
        for (text, what) in [
            ("***", "hidden"),
            ("TOKEN=[MASKED]", "hidden"),
            ("ZXlKaGJHY2lPaUpTVXpJMU5pSjkuZTMwLkFB", "base64 once more"),
            ("ghs_16C7e42F292c6912E7710c838347Ae178B4a", "API of GitHub"),
            ("github_pat_11ABC", "API of GitHub"),
            (
                "ghr_1B4a2e77838347a7E420ce178F2E7c6912E169246c34E1ccbF66C46812d16D5B1A9Dc86A1498",
                "API of GitHub",
            ),
            ("TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a", "API of GitHub"),
            ("export X='ghs_16C7e42F292c6912E7710c838347Ae178B4a'", "API of GitHub"),
            ("CI_TOKEN: x = \"glpat-abc\"", "API of GitLab"),
            ("TOKEN=ZXlKaGJHY2lPaUpTVXpJMU5pSjkuZTMwLkFB", "base64 once more"),
            ("glpat-abc", "API of GitLab"),
            ("FlyV1 fm2_lJPE", "API of Fly.io"),
        ] {
            assert!(recognised(text).unwrap().message.contains(what), "{text}");
        }
        for text in ["", "a.b.c", "not a token", &Example::first().token] {
            assert_eq!(recognised(text), None, "{text}");
        }
    }
}
