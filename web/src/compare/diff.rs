//! Two versions of a text, line by line.

use std::iter;

/// A line of a version of a policy, or of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DiffLine<'a> {
    pub(crate) side: Side,
    pub(crate) text: &'a str,
}

/// Which version has a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Side {
    One,
    Both,
    Other,
}

/// The lines of two texts as those of one: what only the other has stands below what it has it in place
/// of. Very long texts have no line in common.
pub(crate) fn diff<'a>(one: &'a str, other: &'a str) -> Vec<DiffLine<'a>> {
    let [a, b]: [Vec<&str>; 2] = [one, other].map(|text| text.lines().collect());
    let lengths = match a.len().saturating_mul(b.len()) <= MOST_CELLS {
        true => lengths(&a, &b),
        false => Vec::new(),
    };
    let at = |i, j| at(&lengths, &b, i, j);
    let (mut i, mut j) = (0, 0);
    iter::from_fn(|| {
        let (side, text) = match (a.get(i), b.get(j)) {
            (Some(line), Some(other)) if line == other && at(i, j) > 0 => (Side::Both, line),
            (Some(line), other) if other.is_none() || at(i + 1, j) >= at(i, j + 1) => {
                (Side::One, line)
            }
            (_, other) => (Side::Other, other?),
        };
        i += usize::from(side != Side::Other);
        j += usize::from(side != Side::One);
        Some(DiffLine { side, text })
    })
    .collect()
}

/// For each pair of lines the length of the longest common subsequence of what begins there; see [`at`].
fn lengths(a: &[&str], b: &[&str]) -> Vec<u32> {
    let mut lengths = vec![0; (a.len() + 1) * (b.len() + 1)];
    for (i, line) in a.iter().enumerate().rev() {
        for (j, other) in b.iter().enumerate().rev() {
            let length = match line == other {
                true => at(&lengths, b, i + 1, j + 1) + 1,
                false => at(&lengths, b, i + 1, j).max(at(&lengths, b, i, j + 1)),
            };
            if let Some(cell) = lengths.get_mut(i * (b.len() + 1) + j) {
                *cell = length;
            }
        }
    }
    lengths
}

/// Of line `i` of one version and `j` of the other, which may be past their ends.
fn at(lengths: &[u32], b: &[&str], i: usize, j: usize) -> u32 {
    lengths.get(i * (b.len() + 1) + j).copied().unwrap_or_default()
}

/// Two policies of 500 lines each.
const MOST_CELLS: usize = 250_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_stands_below_what_is_old() {
        let shown = |one: &str, other: &str| {
            let line = |line: DiffLine<'_>| match line.side {
                Side::One => format!("-{}", line.text),
                Side::Both => format!(" {}", line.text),
                Side::Other => format!("+{}", line.text),
            };
            diff(one, other).into_iter().map(line).collect::<Vec<_>>().join("|")
        };
        assert_eq!(shown("", ""), "");
        assert_eq!(shown("a\nb\n", "a\nb"), " a| b");
        assert_eq!(shown("a\nb\nc\n", "a\nx\nc\nd"), " a|-b|+x| c|+d");
        assert_eq!(shown("a\nb\nc\nd", "x\ny\nc"), "-a|-b|+x|+y| c|-d");
        assert_eq!(shown("a\nb", ""), "-a|-b");
        assert_eq!(shown("a\nb\na", "b\na\nb"), "-a| b| a|+b");
    }

    #[test]
    fn the_lines_of_a_version_are_its_text() {
        let texts =
            ["", "a\nb\nc", "b\nb\n\nc", "c\nb\na", &"x\n".repeat(600), &"y\nx\n".repeat(600)];
        for one in texts {
            for other in texts {
                let lines = diff(one, other);
                for (text, lacks) in [(one, Side::Other), (other, Side::One)] {
                    let has = lines.iter().filter(|line| line.side != lacks);
                    assert!(text.lines().eq(has.map(|line| line.text)), "{one:?} {other:?}");
                }
            }
        }
    }
}
