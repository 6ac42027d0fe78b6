//! Addresses that anybody can have.

use alloc::string::String;

use super::family::Takes;
use super::forge::{Gap, Slot, forge, glyphs};
use super::tries::LONGEST;

/// An address that fits a value: at a domain whose name the value leaves open, of a service account
/// in a project of one's own, or at a provider of mail.
pub(super) fn address(value: &str) -> Option<String> {
    let pattern = glyphs(value, true);
    if pattern.len() > LONGEST {
        return None;
    }
    let (anybody, at) = (|| gap("@", false), || Slot::Text("@".into()));
    let end = |text: &str| Slot::Text(text.into());
    let forms = [
        [anybody(), at(), gap("@.", true), end(".example")],
        [anybody(), at(), gap("@.", true), end(".com")],
        [anybody(), at(), gap("@", false), end(".mallory.example")],
        [anybody(), at(), gap("@.", true), end(".iam.gserviceaccount.com")],
        [gap("@", true), at(), end("gmail"), end(".com")],
    ];
    let mut steps = MOST_STEPS;
    let mut found = forms.iter().filter_map(|slots| forge(slots, &pattern, &mut steps));
    found.next().map(|it| it.subject)
}

fn gap(refused: &'static str, open: bool) -> Slot {
    let (name, takes) = ("address", Takes::Without(refused));
    let sample = String::from("mallory");
    Slot::Gap(Gap { name, takes, fixed: None, open, sample, more: "-mallory" })
}

/// An address is made once for each condition that asks for one.
const MOST_STEPS: usize = 20_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_anybody_can_have() {
        for (value, expected) in [
            ("*", Some("mallory@mallory.example")),
            ("ann*", Some("ann@mallory.example")),
            ("*@gmail.com", Some("mallory@gmail.com")),
            ("ann@gmail.com", None),
            ("*@acme.example", None),
            ("ann@*acme.example", Some("ann@mallory-acme.example")),
            ("*@*.acme.example", None),
            ("*@acme*", Some("mallory@acme-mallory.example")),
            ("*@acme.example*", Some("mallory@acme.example.mallory.example")),
            ("*@*.iam.gserviceaccount.com", Some("mallory@mallory.iam.gserviceaccount.com")),
            ("dep*.gserviceaccount.com", Some("dep@mallory.iam.gserviceaccount.com")),
            ("*@acme-prod.iam.gserviceaccount.com", None),
        ] {
            assert_eq!(address(value).as_deref(), expected, "{value}");
        }
    }
}
