//! Tokens inside a longer text, such as a command, a line of a log or a mail.

/// The tokens in a text: three parts of base64url, the first of which begins with `{"`. Each as it stands
/// there, perhaps with line breaks inside.
pub(crate) fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(START)) {
        at += start;
        let rest = text.get(at..).unwrap_or_default();
        // What begins within a word did not begin where the line did.
        let is_word = !text.get(..at).is_some_and(|before| before.ends_with(belongs));
        let (length, looked_at) = length(rest, is_word);
        found.extend(length.and_then(|length| rest.get(..length)));
        at += length.unwrap_or(looked_at);
    }
    found
}

/// How a token begins: base64url of `{"` and a letter.
pub(super) const START: &str = "eyJ";

/// Whether nothing of a signature is missing.
pub(super) fn is_whole(token: &str) -> bool {
    let signature = token.rsplit('.').next().unwrap_or_default();
    LENGTHS.contains(&signature.chars().filter(|c| belongs(*c)).count())
}

/// How long the token is with which a text begins, if one is there; and how much of the text cannot begin
/// another.
fn length(text: &str, may_be_wrapped: bool) -> (Option<usize>, usize) {
    let (mut end, mut dots, mut found) = (0, 0, None);
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let run = rest.find(|c: char| {
            dots += usize::from(c == '.');
            dots > 2 || c != '.' && !belongs(c)
        });
        end += run.unwrap_or(rest.len());
        let (token, after) = text.split_at(end);
        let is_whole = dots >= 2 && is_whole(token);
        if dots >= 2 && (found.is_none() || is_whole) {
            found = Some(end);
        }
        let next = next_line(after).filter(|next| {
            // Another token begins there, unless these are the claims.
            let is_another = next.starts_with(START) && !(dots == 1 && token.ends_with('.'));
            !is_another && next.starts_with(|c| c == '.' || belongs(c))
        });
        match next {
            Some(next) if may_be_wrapped && dots <= 2 && !is_whole => {
                end = text.len() - next.len();
            }
            _ => return (found, end),
        }
    }
}

/// What follows a line break, or one of a mail in quoted-printable (RFC 2045, 6.7).
fn next_line(text: &str) -> Option<&str> {
    let text = text.strip_prefix('=').unwrap_or(text);
    text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n'))
}

fn belongs(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_".contains(c)
}

/// How long signatures are in base64url: of HMAC, ECDSA and EdDSA, and of RSA with 1024 to 4096 bits.
const LENGTHS: [usize; 9] = [43, 64, 86, 128, 171, 176, 342, 512, 683];
