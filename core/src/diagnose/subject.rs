//! `sub.other-…` and `sub.case`: the subject is another workload's, or spelt in other case.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Diagnosis, Edit, Failure, Fix, is_plain, quoted};
use crate::aws::StageName;
use crate::decision::ValueTrace;
use crate::issuer::{Profile, SubjectPart};
use crate::pattern::Glob;
use crate::visible::quotable;

pub(super) fn diagnose(failure: &Failure<'_>) -> Option<Diagnosis> {
    if failure.condition.negated {
        return None;
    }
    let provider = failure.condition.key.strip_suffix(":sub")?;
    let subject = failure.actual()?;
    let profile = Profile::of(provider);
    let mut values = failure.condition.expected.iter();
    // Without wildcards in the operator, `*` is no pattern; that is another diagnosis.
    let is_literal = |text: &str| !text.contains(['*', '?']);
    values.find_map(|value| {
        if !failure.condition.wildcards && !is_literal(&value.text) {
            return None;
        }
        case(subject, value).or_else(|| profile.and_then(|profile| other(profile, subject, value)))
    })
}

fn case(subject: &str, value: &ValueTrace) -> Option<Diagnosis> {
    // The fix must keep the pattern's wildcards, so it is offered for plain values only.
    let fits = Glob::new(&value.text.to_lowercase()).matches(&subject.to_lowercase());
    fits.then(|| Diagnosis {
        id: "sub.case",
        stage: StageName::TrustPolicy,
        summary: format!(
            "the token's subject `{}` fits `{}` except for letter case",
            quotable(subject),
            quotable(&value.text)
        ),
        cause: "AWS compares subjects with letter case",
        fix: (!value.text.contains(['*', '?']) && is_plain(subject)).then(|| Fix {
            effect: format!("admits exactly `{}`", quotable(subject)),
            edit: Some(Edit { span: value.span, replacement: quoted(subject) }),
        }),
    })
}

fn other(profile: &Profile, subject: &str, value: &ValueTrace) -> Option<Diagnosis> {
    let actual = profile.split_subject(subject)?;
    let expected = profile.split_subject(&value.text)?;
    let pairs = || actual.iter().zip(&expected);
    let mut differing = pairs().filter(|(actual, expected)| !fits(actual, expected));
    let (actual_part, expected_part) = differing.next()?;
    let field = actual_part.field;
    let name = field.name;
    let alone = differing.next().is_none();
    Some(Diagnosis {
        id: field.other,
        stage: StageName::TrustPolicy,
        summary: format!(
            "the token is for {name} `{}`; the policy admits only {name} `{}`",
            quotable(actual_part.text),
            quotable(expected_part.text)
        ),
        cause: field.other_means,
        fix: (alone && actual_part.start > 0 && is_plain(actual_part.text)).then(|| {
            let parts: Vec<&str> = pairs()
                .map(
                    |(actual, expected)| {
                        if actual.field == field { actual.text } else { expected.text }
                    },
                )
                .collect();
            let admitted = profile.join_subject(&parts);
            Fix {
                effect: format!("admits {} instead", describe(profile, &admitted)),
                edit: Some(Edit { span: value.span, replacement: quoted(&admitted) }),
            }
        }),
    })
}

/// "every Fly.io Machine of organization `acme`, app `cat-api`".
fn describe(profile: &Profile, pattern: &str) -> String {
    let parts = profile.split_subject(pattern).unwrap_or_default();
    let pinned: Vec<String> = parts
        .iter()
        .filter(|part| part.text != "*")
        .map(|part| format!("{} `{}`", part.field.name, quotable(part.text)))
        .collect();
    format!("every {} of {}", profile.workload, pinned.join(", "))
}

fn fits(actual: &SubjectPart<'_>, expected: &SubjectPart<'_>) -> bool {
    Glob::new(expected.text).matches(actual.text)
}
