//! What an issuer's subjects are made of, from the angle of who could be let in by mistake.

use alloc::string::String;
use alloc::vec::Vec;

use super::forge::{Gap, Slot};
use crate::aws::tenant_key;
use crate::issuer::{Piece, Profile, Stability, SubjectField};

/// An issuer, as the provider's name tells it.
pub(super) struct Family<'a> {
    pub(super) provider: &'a str,
    pub(super) profile: Option<&'static Profile>,
    /// What the issuer's own name fixes in every subject.
    named: Vec<(&'static str, &'a str)>,
}

/// Whom a field of a subject keeps apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Rank {
    /// Customers of the issuer.
    Tenant,
    /// What one customer runs.
    Workload,
    /// Parts of one such thing that one team holds.
    Member,
    /// A later owner of a name from the first.
    Guard,
    /// What a run is for: a branch, a pull request, an environment.
    Trigger,
    /// The steps of one run.
    Phase,
    /// Nobody.
    Detail,
}

/// What can stand in a field.
#[derive(Clone, Copy, Debug)]
pub(super) enum Takes {
    Field(&'static SubjectField),
    Without(&'static str),
    /// As a UUID is written.
    Uuid,
}

/// A stretch of a subject.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    Text(&'static str),
    Field { name: &'static str, takes: Takes, rank: Rank },
}

/// A subject that the issuer mints.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    pub(super) parts: Vec<Part>,
    /// Whether the customer puts it together, so that no part of it is the issuer's word.
    pub(super) custom: bool,
}

impl<'a> Family<'a> {
    /// Patterns help to recognise software that customers host.
    pub(super) fn new(provider: &'a str, patterns: &[&str]) -> Self {
        let hosted = || {
            let mut profiles = Profile::all().filter(|profile| profile.is_self_hosted());
            profiles.find(|it| patterns.iter().any(|pattern| it.split_pattern(pattern).is_some()))
        };
        let profile = Profile::of(provider).or_else(hosted);
        let named = profile.map_or_else(Vec::new, |profile| profile.named_by_issuer(provider));
        Self { provider, profile, named }
    }

    pub(super) fn name(&self) -> &'static str {
        self.profile.map_or("", |profile| profile.name)
    }

    /// `a GitHub Actions job`, or what can be said of any.
    pub(super) fn workload(&self) -> String {
        let workload = self.profile.map_or("workload", |profile| profile.workload);
        // As it is spoken: an EKS pod, an HCP Terraform run.
        let vowel = workload.starts_with(['A', 'E', 'I', 'O']) || workload.starts_with("HCP");
        [if vowel { "an " } else { "a " }, workload].concat()
    }

    pub(super) fn source(&self) -> &'static str {
        self.profile.map_or(SOURCE, |profile| profile.source)
    }

    /// Whether strangers to each other get tokens of this one issuer: not of one that names its
    /// customer, nor of software that customers host.
    pub(super) fn is_shared(&self) -> bool {
        let is_shared = tenant_key(self.provider).is_some() || self.has(Rank::Tenant);
        let of_all = self.profile.is_none_or(|profile| profile.is_issuer_of_all(self.provider));
        is_shared && of_all
    }

    /// A subject of somebody else at an issuer of which no form is known, but for Cognito's pools.
    pub(super) fn unknown_subject(&self) -> Vec<Slot> {
        let gap = |name, takes, sample: &str, open| {
            let sample = sample.into();
            Slot::Gap(Gap { name, takes, fixed: None, open, sample, more: "0" })
        };
        match self.provider {
            "cognito-identity.amazonaws.com" => alloc::vec![
                gap("region", Takes::Without(":"), "us-east-1", false),
                Slot::Text(":".into()),
                gap("identity", Takes::Uuid, "00000000-0000-4000-8000-00000000beef", true),
            ],
            _ => alloc::vec![Slot::Text("mallory:another-one".into())],
        }
    }

    /// Where the audience names the customer as the subject does: what stands before the name, and
    /// the subject's field.
    pub(super) fn named_by_audience(&self, asked: &str) -> Option<(&'static str, &'static str)> {
        match self.name() {
            "Vercel" => Some(("https://vercel.com/", "team")),
            "Pulumi Cloud" if asked.starts_with("aws:") => Some(("aws:", "organization")),
            "Pulumi Cloud" => Some(("", "organization")),
            _ => None,
        }
    }

    fn has(&self, wanted: Rank) -> bool {
        let mut parts = self.outlines().into_iter().flat_map(|outline| outline.parts);
        parts.any(|part| matches!(part, Part::Field { rank, .. } if rank == wanted))
    }

    /// What the issuer's name says of a field.
    pub(super) fn named(&self, field: &str) -> Option<&'a str> {
        self.named.iter().find(|(name, _)| *name == field).map(|(_, text)| *text)
    }

    /// Whether the issuer's name says whose the subjects are.
    pub(super) fn names_customer(&self) -> bool {
        !self.named.is_empty()
    }

    /// What follows a field in the subjects, if it is the same character in all.
    pub(super) fn after(&self, wanted: &str) -> Option<char> {
        let mut found = None;
        for outline in self.outlines().into_iter().filter(|outline| !outline.custom) {
            let is_wanted =
                |part: &Part| matches!(part, Part::Field { name, .. } if *name == wanted);
            let Some(at) = outline.parts.iter().position(is_wanted) else { continue };
            let Some(Part::Text(text)) = outline.parts.get(at + 1) else { continue };
            let next = text.chars().next()?;
            // An `@` is that of an id, which need not be there.
            if next != '@' && found.replace(next).is_some_and(|found| found != next) {
                return None;
            }
        }
        found
    }

    /// Every kind of subject.
    pub(super) fn outlines(&self) -> Vec<Outline> {
        let Some(profile) = self.profile else { return Vec::new() };
        let mut outlines: Vec<Outline> = profile
            .subject_outlines()
            .map(|pieces| Outline {
                parts: pieces.into_iter().flat_map(|piece| self.parts(piece)).collect(),
                custom: false,
            })
            .collect();
        if profile.name == "GitHub Actions" {
            outlines.extend(of_whom());
            outlines.extend(CUSTOM.iter().map(|key| custom(key, false)));
            outlines.extend(CUSTOM.iter().map(|key| custom(key, true)));
        }
        outlines
    }

    fn parts(&self, piece: Piece) -> Vec<Part> {
        let field = match piece {
            Piece::Text(text) => return alloc::vec![Part::Text(text)],
            Piece::Field(field) => field,
        };
        let (name, takes) = (field.name, Takes::Field(field));
        // A project's path begins with the group that owns it.
        if (self.name(), name) == ("GitLab", "project") {
            let group = Takes::Without(":/");
            return alloc::vec![
                Part::Field { name: "group", takes: group, rank: Rank::Tenant },
                Part::Text("/"),
                Part::Field { name, takes, rank: Rank::Workload },
            ];
        }
        let rank = if self.named(name).is_some() { Rank::Detail } else { rank(self.name(), field) };
        alloc::vec![Part::Field { name, takes, rank }]
    }
}

impl Takes {
    pub(super) fn takes(self, c: char) -> bool {
        match self {
            Self::Field(field) => field.takes(c),
            Self::Without(refused) => !refused.contains(c),
            Self::Uuid => c.is_ascii_hexdigit() || c == '-',
        }
    }

    /// Whether it is an id, of which nobody chooses a letter.
    pub(super) fn takes_id(self) -> bool {
        match self {
            Self::Field(field) => field.stability == Stability::Immutable,
            Self::Without(_) => false,
            Self::Uuid => true,
        }
    }

    /// A text that will do where not every text does.
    pub(super) fn example(self) -> Option<&'static str> {
        match self {
            Self::Field(field) => field.example(),
            Self::Without(_) | Self::Uuid => None,
        }
    }
}

pub(super) fn rank(family: &str, field: &SubjectField) -> Rank {
    use Stability::{Authored, Immutable, Reclaimable, Transient};
    match (family, field.name) {
        _ if field.is_guard => Rank::Guard,
        // The issuer's name has the organization's id.
        ("Azure DevOps", "organization") => Rank::Detail,
        ("Harness", "organization") | ("Render", "environment") => Rank::Workload,
        ("Render" | "Modal", "workspace") | ("Buildkite", "chosen id") => Rank::Tenant,
        (_, "owner" | "organization" | "account" | "account id" | "team") => Rank::Tenant,
        // Parts of an app and of a stack, and no branches.
        ("Modal", "function")
        | ("HCP Terraform", "deployment")
        | (_, "service account" | "service" | "stack" | "module") => Rank::Member,
        // A workspace's name is the organization's only one, whatever its project.
        ("HCP Terraform", "project")
        | ("CircleCI", "user" | "origin" | "ref")
        | ("Fly.io", "machine")
        | ("Buildkite", "step")
        | ("Bitbucket Pipelines", "environment")
        | ("Semaphore", "repository")
        | ("Codefresh", "repository" | "user" | "ref" | "target branch" | "initiator")
        | (_, "partition" | "actor" | "actor id") => Rank::Detail,
        ("HCP Terraform", "run phase") => Rank::Phase,
        _ => match field.stability {
            Authored => Rank::Trigger,
            Transient => Rank::Detail,
            Immutable | Reclaimable => Rank::Workload,
        },
    }
}

/// A subject that begins with what the author of a workflow writes; whoever owns a repository may
/// have its subjects put together so.
fn custom(key: &'static str, anchored: bool) -> Outline {
    let field = |name, refused, rank| Part::Field { name, takes: Takes::Without(refused), rank };
    let mut parts =
        alloc::vec![Part::Text(key), Part::Text(":"), field(written(key), ":", Rank::Trigger),];
    if anchored {
        parts.extend([
            Part::Text(":repo:"),
            field("owner", ":/@", Rank::Tenant),
            Part::Text("/"),
            field("repository", ":/@", Rank::Detail),
        ]);
    }
    Outline { parts, custom: true }
}

/// Subjects that begin with what names an owner, whole or in part.
fn of_whom() -> Vec<Outline> {
    let field = |name, refused, rank| Part::Field { name, takes: Takes::Without(refused), rank };
    let owner = |name| field(name, ":/@", Rank::Tenant);
    let (text, slash) = (Part::Text, Part::Text("/"));
    let repository = || field("repository", ":/@", Rank::Detail);
    let workflow = || field("workflow", ":", Rank::Detail);
    let outlines = [
        alloc::vec![text("repository_owner:"), owner("owner")],
        alloc::vec![text("repository_owner_id:"), owner("owner id")],
        alloc::vec![text("repository_id:"), owner("repository id")],
        alloc::vec![text("repository:"), owner("owner"), slash, repository()],
        alloc::vec![text("enterprise:"), owner("enterprise")],
        alloc::vec![text("enterprise_id:"), owner("enterprise id")],
        alloc::vec![text("job_workflow_ref:"), owner("workflow owner"), slash, workflow()],
    ];
    let more = |mut parts: Vec<Part>| {
        parts.extend([Part::Text(":"), field("rest", "", Rank::Detail)]);
        parts
    };
    let called = alloc::vec![
        text("repo:"),
        owner("owner"),
        slash,
        repository(),
        text(":job_workflow_ref:"),
        workflow(),
    ];
    let longer = outlines.clone().map(more);
    let all = outlines.into_iter().chain(longer).chain([called]);
    all.map(|parts| Outline { parts, custom: true }).collect()
}

fn written(key: &'static str) -> &'static str {
    if key == "job_workflow_ref" { "called workflow" } else { key }
}

/// Claims that the author of a workflow writes, as in checkov's rule CKV_AWS_358, and the called
/// workflow.
const CUSTOM: [&str; 12] = [
    "actor",
    "environment",
    "ref",
    "workflow",
    "context",
    "head_ref",
    "base_ref",
    "job_workflow_ref",
    "event_name",
    "ref_type",
    "repository_visibility",
    "runner_environment",
];

/// For issuers that are not in the catalogue.
const SOURCE: &str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html";
