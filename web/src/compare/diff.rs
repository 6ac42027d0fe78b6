//! Two versions of a text, line by line.

/// A line of a version of a policy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DiffLine<'a> {
    pub(crate) text: &'a str,
    /// It is not in the other version.
    pub(crate) changed: bool,
}

/// The lines of two texts, with those marked that only one of them has. Of very long texts none is.
pub(crate) fn diff<'a>(one: &'a str, other: &'a str) -> [Vec<DiffLine<'a>>; 2] {
    let [a, b]: [Vec<&str>; 2] = [one, other].map(|text| text.lines().collect());
    let mut common = [vec![true; a.len()], vec![true; b.len()]];
    if a.len().saturating_mul(b.len()) <= MOST_CELLS {
        common = common_lines(&a, &b);
    }
    let [in_a, in_b] = common;
    let marked = |lines: Vec<&'a str>, common: Vec<bool>| {
        let pairs = lines.into_iter().zip(common);
        pairs.map(|(text, common)| DiffLine { text, changed: !common }).collect()
    };
    [marked(a, in_a), marked(b, in_b)]
}

/// Which lines of each belong to a longest common subsequence.
fn common_lines(a: &[&str], b: &[&str]) -> [Vec<bool>; 2] {
    // `lengths[i][j]` is that of what begins at line `i` of one and `j` of the other.
    let mut lengths = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    let at = |lengths: &[Vec<u32>], i: usize, j: usize| {
        lengths.get(i).and_then(|row| row.get(j)).copied().unwrap_or_default()
    };
    for (i, line) in a.iter().enumerate().rev() {
        for (j, other) in b.iter().enumerate().rev() {
            let length = match line == other {
                true => at(&lengths, i + 1, j + 1) + 1,
                false => at(&lengths, i + 1, j).max(at(&lengths, i, j + 1)),
            };
            if let Some(cell) = lengths.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = length;
            }
        }
    }
    let mut common = [vec![false; a.len()], vec![false; b.len()]];
    let [in_a, in_b] = &mut common;
    let (mut i, mut j) = (0, 0);
    while let (Some(line), Some(other)) = (a.get(i), b.get(j)) {
        if line == other {
            in_a.get_mut(i).into_iter().chain(in_b.get_mut(j)).for_each(|it| *it = true);
            (i, j) = (i + 1, j + 1);
        } else if at(&lengths, i + 1, j) >= at(&lengths, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}

/// Two policies of 500 lines each.
const MOST_CELLS: usize = 250_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_only_one_version_has_are_marked() {
        let shown = |lines: &[DiffLine<'_>]| {
            lines
                .iter()
                .map(|it| format!("{}{}", if it.changed { "*" } else { "" }, it.text))
                .collect::<Vec<_>>()
        };
        let [one, other] = diff("a\nb\nc\n", "a\nx\nc\nd");
        assert_eq!(
            (shown(&one), shown(&other)),
            (
                vec!["a".into(), "*b".into(), "c".into()],
                vec!["a".into(), "*x".into(), "c".into(), "*d".into()],
            )
        );
        let long = "x\n".repeat(1_000);
        let [one, _] = diff(&long, "y");
        assert!(one.iter().all(|line| line.changed));
        let other = "y\n".repeat(1_000);
        let [one, _] = diff(&long, &other);
        assert!(!one.iter().any(|line| line.changed));
    }
}
