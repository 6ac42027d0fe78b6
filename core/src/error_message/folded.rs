//! A pasted text with everything evened out that tools and people change about a message.

use alloc::string::String;

/// White space and control characters as single spaces, quotes of every kind as single `'`, escapes
/// undone, colours and frames gone. Letter case stays, for the values in it.
pub(super) struct Folded {
    text: String,
}

impl Folded {
    pub(super) fn new(source: &str) -> Self {
        let mut rest = source.get(..source.floor_char_boundary(MOST_BYTES)).unwrap_or_default();
        let mut folded = Self { text: String::with_capacity(rest.len()) };
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            rest = match c {
                '\\' => folded.escape(after),
                '&' => folded.entity(after),
                '\u{1b}' => past_colour(after),
                c => {
                    folded.push(c);
                    after
                }
            };
        }
        folded
    }

    /// The text from each of its words on.
    pub(super) fn word_starts(&self) -> impl Iterator<Item = &str> {
        let mut within = false;
        self.text.char_indices().filter_map(move |(at, c)| {
            let before = core::mem::replace(&mut within, c.is_ascii_alphanumeric());
            (within && !before).then(|| self.text.get(at..)).flatten()
        })
    }

    /// The first ARN of a role.
    pub(super) fn role(&self) -> Option<&str> {
        let arns = self.text.match_indices("arn:aws").take(MOST_ARNS);
        arns.filter_map(|(at, _)| self.text.get(at..)).find_map(|rest| {
            let bounded = rest.get(..rest.floor_char_boundary(LONGEST_ARN))?;
            let arn = bounded.split([' ', '\'', '<', ',', ')', ']', '}', '"']).next()?;
            let arn = arn.trim_end_matches(['.', ':', ';']);
            arn.split_once(":role/").is_some_and(|(_, name)| !name.is_empty()).then_some(arn)
        })
    }

    fn push(&mut self, c: char) {
        let c = match c {
            // Frames around messages, as Terraform draws them.
            c if c.is_whitespace() || c.is_control() || ('\u{2500}'..='\u{257f}').contains(&c) => {
                ' '
            }
            '"' | '`' | '´' | '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '′' | 'ʼ' => {
                '\''
            }
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' => return,
            c => c,
        };
        if !(matches!(c, ' ' | '\'') && self.text.ends_with(c)) {
            self.text.push(c);
        }
    }

    /// What follows a backslash: of JSON, of a shell, of JSON within JSON.
    fn escape<'a>(&mut self, after: &'a str) -> &'a str {
        if let Some(rest) = after.strip_prefix(['n', 'r', 't']) {
            self.push(' ');
            return rest;
        }
        let code = after.strip_prefix('u').and_then(|rest| rest.split_at_checked(4));
        let escaped = code.and_then(|(code, rest)| Some((character(code, 16)?, rest)));
        let Some((c, rest)) = escaped else { return after };
        self.push(c);
        rest
    }

    /// What follows an ampersand: of XML and HTML.
    fn entity<'a>(&mut self, after: &'a str) -> &'a str {
        let named = ENTITIES.iter().find_map(|(name, c)| Some((*c, after.strip_prefix(name)?)));
        let number = || {
            let after = after.strip_prefix('#')?;
            let end = after.bytes().take(MOST_DIGITS).position(|byte| byte == b';')?;
            let (digits, rest) = (after.get(..end)?, after.get(end.checked_add(1)?..)?);
            let hexadecimal = digits.strip_prefix(['x', 'X']).map(|digits| character(digits, 16));
            Some((hexadecimal.unwrap_or_else(|| character(digits, 10))?, rest))
        };
        let (c, rest) = named.or_else(number).unwrap_or(('&', after));
        self.push(c);
        rest
    }
}

fn character(digits: &str, radix: u32) -> Option<char> {
    let code = digits.bytes().all(|digit| digit.is_ascii_hexdigit()) && digits.len() <= 6;
    code.then(|| u32::from_str_radix(digits, radix).ok()).flatten().and_then(char::from_u32)
}

/// `[31m` after an escape character, and the like.
fn past_colour(after: &str) -> &str {
    let Some(parameters) = after.strip_prefix('[') else { return after };
    let rest = parameters.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    rest.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest)
}

const ENTITIES: [(&str, char); 6] =
    [("quot;", '"'), ("apos;", '\''), ("lt;", '<'), ("gt;", '>'), ("amp;", '&'), ("nbsp;", ' ')];

/// More than a message and the log around it.
const MOST_BYTES: usize = 64 * 1024;

/// With an `x` and the semicolon after them.
const MOST_DIGITS: usize = 8;

const MOST_ARNS: usize = 16;

/// AWS has no longer ones.
const LONGEST_ARN: usize = 2048;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tools_change_is_evened_out() {
        for (source, folded) in [
            ("a \t\n b", "a b"),
            ("Couldn\u{2019}t “x” `y` \"\"z\"\"", "Couldn't 'x' 'y' 'z'"),
            (r#"{\"a\":\"b\\r\\nc\"}"#, "{'a':'b c'}"),
            (r"Couldn\u0027t \u00e9 \u12 \ud800", "Couldn't é u12 ud800"),
            (
                "Couldn&apos;t &#39;a&#x27; &lt;b&gt; &amp; &c &#999999999;",
                "Couldn't 'a' <b> & &c &#999999999;",
            ),
            ("\u{1b}[31mError\u{1b}[0m: \u{1b}x", "Error: x"),
            ("╷\n│ Error: a\n│ b\n╵", " Error: a b "),
        ] {
            assert_eq!(Folded::new(source).text, folded, "{source:?}");
        }
    }

    #[test]
    fn a_role_is_found_wherever_it_stands() {
        let role = "arn:aws-cn:iam::123456789012:role/ci/deploy";
        for text in [
            alloc::format!("role-to-assume: {role}\n"),
            alloc::format!("arn:aws:iam::123456789012:oidc-provider/x, \"roleArn\":\"{role}\"}}"),
            alloc::format!("<Arn>{role}</Arn>"),
            alloc::format!("could not assume {role}."),
        ] {
            assert_eq!(Folded::new(&text).role(), Some(role), "{text}");
        }
        assert_eq!(Folded::new("arn:aws:iam::1:role/ arn:aws:iam::1:user/a").role(), None);
    }
}
