/// The name that was probably meant: at most two edits away, or equal but for letter case.
pub(crate) fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = written.to_ascii_lowercase();
    names
        .map(|name| (distance(&lower, &name.to_ascii_lowercase()), name))
        .filter(|(distance, name)| *distance <= MOST_EDITS.min(name.len() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

const MOST_EDITS: usize = 2;

/// Levenshtein distance, in bytes.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b) = differing(a.as_bytes(), b.as_bytes());
    // Names are short; what is far longer resembles none.
    if a.len().max(b.len()) > 64 {
        return usize::MAX;
    }
    let mut row: alloc::vec::Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b) {
            let substituted = diagonal + usize::from(x != y);
            diagonal = *cell;
            left = substituted.min(*cell + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

/// What is between a beginning and an end that are the same, which cost nothing.
fn differing<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let begin = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let rest = |text: &'a [u8]| text.get(begin..).unwrap_or_default();
    let (a, b) = (rest(a), rest(b));
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let head = |text: &'a [u8]| text.get(..text.len().saturating_sub(end)).unwrap_or_default();
    (head(a), head(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("abc", "abc", 0),
            ("ab", "b", 1),
            ("aab", "ab", 1),
            ("abab", "ab", 2),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn long_texts_are_compared_where_they_differ() {
        let long = "ari:cloud:bitbucket::workspace/".repeat(8);
        assert_eq!(distance(&long, &alloc::format!("{long}/")), 1);
        assert_eq!(distance(&alloc::format!("x{long}/"), &alloc::format!("y{long}")), usize::MAX);
    }

    #[test]
    fn short_names_need_to_be_close() {
        assert_eq!(nearest("Sidd", ["Sid", "Effect"].into_iter()), Some("Sid"));
        assert_eq!(nearest("xyz", ["Sid"].into_iter()), None);
        assert_eq!(nearest("EFFECT", ["Sid", "Effect"].into_iter()), Some("Effect"));
    }
}
