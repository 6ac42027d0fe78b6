//! Whom the policy admits, and who could become one of them.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{joined, listed};
use crate::issuer::{Stability, SubjectPart};
use crate::suggest::Note;
use crate::suggest::statement::Statement;
use crate::suggest::workload::Workload;
use crate::visible::quotable;

/// A note for each subject, and for what is peculiar to it; the same is not said twice.
pub(super) fn about(group: &[&Workload<'_>], notes: &mut Vec<Note>) {
    let mut add = |note: Note| {
        if !notes.contains(&note) {
            notes.push(note);
        }
    };
    for workload in group {
        add(admits(workload));
    }
    for workload in group {
        let parts = workload.parts();
        open(workload, &parts).into_iter().for_each(&mut add);
        peculiar(workload, &parts).into_iter().for_each(&mut add);
        party(workload).into_iter().for_each(&mut add);
    }
    phases(group).into_iter().for_each(&mut add);
}

/// "admits every Fly.io Machine of organization `acme`, app `cat-api`, with the audience `…`"
fn admits(workload: &Workload<'_>) -> Note {
    let parts = workload.parts();
    let pinned: Vec<String> = parts
        .iter()
        .filter(|part| !workload.is_open(part))
        .map(|part| format!("{} `{}`", part.field.name, quotable(part.text)))
        .collect();
    let whom = match workload.profile {
        Some(profile) if !pinned.is_empty() => {
            let preposition = if parts.len() == 1 { "with" } else { "of" };
            format!("every {} {preposition} {}", profile.workload, pinned.join(", "))
        }
        _ if workload.subject.is_empty() => String::from("whatever has an empty subject"),
        _ => format!("whatever has the subject `{}`", quotable(&workload.subject)),
    };
    let audience = quotable(&workload.audience);
    Note { id: "admits", text: format!("admits {whom}, with the audience `{audience}`") }
}

fn open(workload: &Workload<'_>, parts: &[SubjectPart<'_>]) -> Option<Note> {
    let open: Vec<&str> =
        parts.iter().filter(|part| workload.is_open(part)).map(|part| part.field.name).collect();
    (!open.is_empty()).then(|| Note {
        id: "left-open",
        text: format!(
            "left open: {}, which can differ in the next token of the same workload",
            joined(&open)
        ),
    })
}

/// What a run goes through has a subject for each phase.
fn phases(group: &[&Workload<'_>]) -> Vec<Note> {
    let mut phases: Vec<(&str, Vec<&str>)> = Vec::new();
    let parts: Vec<Vec<SubjectPart<'_>>> = group.iter().map(|it| it.parts()).collect();
    for (workload, part) in
        group.iter().zip(&parts).flat_map(|(it, parts)| parts.iter().map(move |part| (it, part)))
    {
        // How the text of a ref is to be read is no phase.
        let is_phase =
            part.field.stability == Stability::Transient && part.field.name != "ref type";
        if !is_phase || workload.is_open(part) {
            continue;
        }
        match phases.iter_mut().find(|(name, _)| *name == part.field.name) {
            Some((_, texts)) if texts.contains(&part.text) => {}
            Some((_, texts)) => texts.push(part.text),
            None => phases.push((part.field.name, alloc::vec![part.text])),
        }
    }
    let note = |(name, texts): (&str, Vec<&str>)| {
        let [only] = texts.as_slice() else { return None };
        let only = quotable(only);
        let text = format!(
            "no {name} but `{only}` is admitted; give a token of every other one that is to be"
        );
        Some(Note { id: "one-kind", text })
    };
    phases.into_iter().filter_map(note).collect()
}

fn peculiar(workload: &Workload<'_>, parts: &[SubjectPart<'_>]) -> Option<Note> {
    let has = |name: &str| parts.iter().any(|part| part.field.name == name);
    let is_github = workload.profile.is_some_and(|profile| profile.name == "GitHub Actions");
    let (id, text) = if workload.subject.is_empty() {
        (
            "empty-subject",
            "the subject is empty and names nobody: every service that gets a token with this \
             audience is admitted",
        )
    } else if parts.is_empty() {
        (
            "whole-subject",
            "how this issuer's subjects are made is not known here, so the whole subject is pinned; \
             if a part of it differs in the next token, that is denied",
        )
    } else if has("chosen id") {
        (
            "id-subject",
            "the subject is nothing but an id: every branch and every step of what it names is \
             admitted; AWS would read `build_branch` too",
        )
    } else if has("event") {
        (
            "pull-request",
            "danger: every pull request of the repository has this subject, whatever code it \
             brings, reviewed or not; give the role nothing that its least trusted contributor may \
             not have",
        )
    } else if is_github && has("environment") && !has("branch") {
        (
            "environment",
            "the subject names the environment and no branch; the environment's protection rules \
             decide which branches reach it",
        )
    } else {
        return None;
    };
    Some(Note { id, text: text.into() })
}

fn party(workload: &Workload<'_>) -> Option<Note> {
    let text = match (workload.is_party, &workload.requested) {
        (false, _) => return None,
        (true, Some(_)) => {
            "AWS takes `azp`, not `aud`, for the audience; what `aud` says is pinned by the key \
             `oaud`"
        }
        (true, None) => {
            "AWS takes `azp`, not `aud`, for the audience; `aud` names several and is left open, \
             for what AWS makes of it is not published"
        }
    };
    Some(Note { id: "authorized-party", text: text.into() })
}

/// Whether an id stands beside the subject's names.
fn has_fixed(workload: &Workload<'_>) -> bool {
    let is_fixed = |part: &SubjectPart<'_>| {
        part.field.stability == Stability::Immutable && !workload.is_open(part)
    };
    workload.parts().iter().any(is_fixed)
}

/// Which names can change hands, and what keeps a later owner out.
pub(super) fn owners(group: &[&Workload<'_>], statement: &Statement) -> Option<Note> {
    let first = group.first()?;
    let fields = |wanted: fn(&Workload<'_>, &SubjectPart<'_>) -> bool| {
        let mut fields: Vec<&str> = Vec::new();
        for workload in group {
            for part in workload.parts().iter().filter(|part| wanted(workload, part)) {
                if !fields.contains(&part.field.name) {
                    fields.push(part.field.name);
                }
            }
        }
        fields
    };
    let names = fields(|workload, part| workload.is_name(part));
    let (are, them) = match names.len() {
        0 => return None,
        1 => ("is a name", "it"),
        _ => ("are names", "them"),
    };
    // The last one is that of the workload itself, those before it are its owner's.
    let is_owned = first.readable_ids().last().is_some_and(|id| statement.ids.contains(&id));
    let missing: Vec<&str> =
        first.readable_ids().filter(|id| !statement.ids.contains(id)).collect();
    let within = fields(|workload, part| {
        part.field.stability == Stability::Immutable && !workload.is_open(part)
    });
    let (id, end) = if is_owned || group.iter().all(|it| it.is_guarded()) {
        ("names-guarded", format!("the ids in the policy keep out whoever takes {them} over later"))
    } else if !within.is_empty() && group.iter().all(|it| has_fixed(it)) {
        let within = joined(&within);
        ("names-within", format!("whoever takes {them} over within this {within} is admitted"))
    } else if missing.is_empty() {
        let end = "is admitted, and AWS reads no ids of this issuer";
        ("names", format!("whoever takes {them} over later {end}"))
    } else {
        let missing = listed(&missing);
        let tokens = if group.len() == 1 { "the token lacks" } else { "not every token has" };
        let end = format!("is admitted; AWS would read {missing}, which {tokens}");
        ("names", format!("whoever takes {them} over later {end}"))
    };
    Some(Note { id, text: format!("{} {are}; {end}", joined(&names)) })
}
