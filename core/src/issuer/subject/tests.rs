use alloc::string::String;
use alloc::vec::Vec;
use std::time::{Duration, Instant};

use super::super::{Profile, template};
use super::{Shape, SubjectField};

const UUID: &str = "0a1b2c3d-1111-4e5f-8a9b-000000000001";

/// A template, its family, and a text for each of its gaps.
type Filled = (&'static str, &'static Profile, Vec<(&'static str, &'static str)>);

/// Every template of every family with every text below in its gaps.
fn filled() -> Vec<Filled> {
    let mut all = Vec::new();
    for profile in Profile::all() {
        for template in profile.subjects.iter().chain(profile.pairs) {
            let mut filled = Vec::from([Vec::new()]);
            // Fewer texts where there are many gaps.
            let few = if template::names(template).count() > 4 { 3 } else { 6 };
            for name in template::names(template) {
                let texts = &texts(profile.field(name).unwrap())[..few];
                let longer = |parts: Vec<_>| {
                    texts.iter().map(move |text| [&parts[..], &[(name, *text)]].concat())
                };
                filled = filled.into_iter().flat_map(longer).collect();
            }
            all.extend(filled.into_iter().map(|parts| (*template, profile, parts)));
        }
    }
    all
}

/// A text that fits, and some that are chosen to break the splitting.
fn texts(field: &SubjectField) -> Vec<&'static str> {
    let fits = match field.shape {
        Shape::OneOf(values) => values[0],
        Shape::Fixed(value) => value,
        Shape::Digits => "42",
        Shape::Uuid => UUID,
        Shape::Without(_) | Shape::EmptyOrWithout(_) => "a",
    };
    Vec::from([fits, "a:ref:b", "/vcs-ref/", "refs/heads/x", "", "*"])
}

fn render(template: &'static str, parts: &[(&str, &'static str)]) -> String {
    let value = |name: &str| parts.iter().find(|part| part.0 == name).map(|part| part.1);
    template::render(template, value).unwrap()
}

#[test]
fn every_template_splits_into_what_it_was_filled_with() {
    for (template, profile, parts) in filled() {
        if parts.iter().any(|(name, text)| texts(profile.field(name).unwrap())[0] != *text) {
            continue;
        }
        // For patterns whose wildcard stands for the type.
        if template == "project_path:<project>:ref_type:<ref type>:ref:<ref>" {
            continue;
        }
        let subject = render(template, &parts);
        let split = profile.split_subject(&subject).expect(&subject);
        let split: Vec<_> = split.iter().map(|part| (part.field.name, part.text)).collect();
        assert_eq!(split, parts, "{}: {subject}", profile.name);
    }
}

#[test]
fn what_splits_is_built_again_whatever_is_in_the_gaps() {
    for (template, profile, parts) in filled() {
        let subject = render(template, &parts);
        if let Some(split) = profile.split_subject(&subject) {
            let split: Vec<_> = split.iter().map(|part| (part.field.name, part.text)).collect();
            let built = profile.build_subject(&split);
            assert_eq!(built.as_ref(), Some(&subject), "{}: {split:?}", profile.name);
        }
        if let Some(built) = profile.build_subject(&parts) {
            let mut split = profile.split_subject(&built).expect(&built);
            split.sort_unstable_by_key(|part| part.field.name);
            let mut parts = parts;
            parts.sort_unstable();
            let split: Vec<_> = split.iter().map(|part| (part.field.name, part.text)).collect();
            assert_eq!(split, parts, "{}: {built}", profile.name);
        }
    }
}

/// Cut anywhere and ended with `*`, a subject's pattern names nothing that the subject is not.
#[test]
fn the_beginning_of_a_subject_is_a_pattern_that_fits_it() {
    for (template, profile, parts) in filled() {
        let subject = render(template, &parts);
        let Some(split) = profile.split_subject(&subject) else { continue };
        for (end, _) in subject.char_indices() {
            let pattern = alloc::format!("{}*", subject.get(..end).unwrap());
            for part in profile.split_pattern(&pattern).unwrap_or_default() {
                let Some(whole) = split.iter().find(|whole| whole.field == part.field) else {
                    continue;
                };
                let fits = match part.text.strip_suffix('*') {
                    // The wildcard may hide where this part ends.
                    Some(begin) => subject.get(whole.start..).unwrap().starts_with(begin),
                    None => whole.text == part.text,
                };
                assert!(fits, "{}: {pattern}: {part:?}", profile.name);
            }
        }
    }
}

/// Twice as long takes twice as long: a quadratic splitter would need minutes here.
#[test]
fn long_subjects_take_linear_time() {
    let begin = Instant::now();
    let pieces = [
        "repo:",
        "repo:a/b:",
        ":",
        "/",
        "}:{",
        "actor:a:",
        "*",
        "environment:*:",
        "/vcs-ref/",
        ":scm_user_name:",
        ":ref:",
    ];
    for piece in pieces {
        let long = piece.repeat((1 << 17) / piece.len());
        for profile in Profile::all() {
            for template in profile.subjects.iter().take(2) {
                let head = template.split('<').next().unwrap();
                for text in [alloc::format!("{head}{long}"), alloc::format!("{head}{long}*")] {
                    let _ = (profile.split_subject(&text), profile.split_pattern(&text));
                }
            }
        }
    }
    assert!(begin.elapsed() < Duration::from_secs(60));
}
