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
fn distance(a: &str, b: &str) -> usize {
    // Names of the language are short; what is far longer than all of them resembles none.
    if a.len() > 64 {
        return usize::MAX;
    }
    let mut row: alloc::vec::Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
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
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn short_names_need_to_be_close() {
        assert_eq!(nearest("Sidd", ["Sid", "Effect"].into_iter()), Some("Sid"));
        assert_eq!(nearest("xyz", ["Sid"].into_iter()), None);
        assert_eq!(nearest("EFFECT", ["Sid", "Effect"].into_iter()), Some("Effect"));
    }
}
