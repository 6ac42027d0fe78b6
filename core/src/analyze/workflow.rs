//! Called workflows, as `job_workflow_ref` names them.

use alloc::string::String;

use super::family::Takes;
use super::forge::{Gap, Slot, forge, glyphs};
use super::tries::LONGEST;

/// One that fits a pattern.
pub(super) fn workflow(pattern: &str) -> Option<String> {
    let pattern = glyphs(pattern, true);
    if pattern.len() > LONGEST {
        return None;
    }
    let text = |text: &str| Slot::Text(text.into());
    [("@refs/heads/", "main"), ("@refs/", "heads/main")].into_iter().find_map(|(at, name)| {
        let slots = [
            gap("/", "another-one"),
            text("/"),
            gap("/", "another-one"),
            text("/.github/workflows/"),
            gap("/@", "ci.yml"),
            text(at),
            gap("@", name),
        ];
        Some(forge(&slots, &pattern, &mut { MOST_STEPS })?.subject)
    })
}

fn gap(refused: &'static str, sample: &str) -> Slot {
    let (name, takes, more) = ("workflow", Takes::Without(refused), "x");
    Slot::Gap(Gap { name, takes, fixed: None, open: false, sample: sample.into(), more })
}

/// A workflow is made once for each condition that asks for one.
const MOST_STEPS: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_and_a_ref() {
        let main = "acme/ci/.github/workflows/x.yml@refs/heads/main";
        for (pattern, expected) in [
            ("acme/ci/.github/workflows/x.yml@*", Some(main)),
            ("acme/ci/.github/workflows/x.yml@refs/heads/*", Some(main)),
            ("acme/*", Some("acme/another-one/.github/workflows/ci.yml@refs/heads/main")),
            (
                "acme/*/x.yml@refs/tags/v*",
                Some("acme/another-one/.github/workflows/x.yml@refs/tags/v"),
            ),
            ("acme", None),
        ] {
            assert_eq!(workflow(pattern).as_deref(), expected, "{pattern}");
        }
    }
}
