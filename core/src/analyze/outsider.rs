//! Who tries to get in: from a stranger down to a later owner of a name.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::family::{Family, Outline, Part, Rank};
use super::forge::{Gap, Slot};
use super::wish::Wishes;

/// Somebody whom a policy may let in without meaning to, worst first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Outsider {
    /// Another customer of the same issuer.
    Stranger,
    /// Something else that the same customer runs.
    Neighbour,
    /// Something else of the same team.
    Member,
    /// Who owns the same name with another id, where the policy asks for ids.
    OtherId,
    /// The same workload for another branch, tag, environment or event.
    OtherTrigger,
    /// The same repository for a pull request, where the policy names it.
    PullRequest,
    /// Another step of the same run.
    OtherPhase,
    /// Another branch that names the same environment.
    OtherBranch,
    /// A fork of the same repository.
    Fork,
    /// A guest of the same identity pool, who has not signed in.
    Guest,
    /// Who owns the same name later, where the policy asks for names only.
    Successor,
}

impl Outsider {
    pub(super) const ALL: [Self; 11] = [
        Self::Stranger,
        Self::Neighbour,
        Self::Member,
        Self::OtherId,
        Self::OtherTrigger,
        Self::PullRequest,
        Self::OtherPhase,
        Self::OtherBranch,
        Self::Fork,
        Self::Guest,
        Self::Successor,
    ];

    /// What the outsider's subject differs in.
    fn rank(self) -> Option<Rank> {
        Some(match self {
            Self::Stranger => Rank::Tenant,
            Self::Neighbour => Rank::Workload,
            Self::Member => Rank::Member,
            Self::OtherId => Rank::Guard,
            Self::OtherTrigger => Rank::Trigger,
            Self::OtherPhase => Rank::Phase,
            Self::PullRequest | Self::OtherBranch | Self::Fork | Self::Guest | Self::Successor => {
                return None;
            }
        })
    }

    /// An id in the subject that is its own and no other.
    fn id(self, field: &str) -> Option<&'static str> {
        match (self, field) {
            (Self::Stranger, "owner id") => Some("900000001"),
            (Self::Stranger | Self::Neighbour, "repository id") => Some("900000002"),
            _ => None,
        }
    }

    /// The subjects to try, as far as the outsider chooses them.
    pub(super) fn attempts(
        self,
        family: &Family<'_>,
        outline: &Outline,
        wishes: &Wishes,
    ) -> Vec<Attempt> {
        let fields = || {
            outline.parts.iter().filter_map(|part| match part {
                Part::Field { name, takes, rank } => Some((*name, *takes, *rank)),
                Part::Text(_) => None,
            })
        };
        let has = |wanted: &str| fields().any(|(name, ..)| name == wanted);
        let plain = || alloc::vec![Attempt::new(family, self, outline, wishes, None, None)];
        if outline.custom {
            let of_whom = fields().next().filter(|(.., rank)| *rank == Rank::Tenant);
            return match of_whom {
                _ if self != Self::Stranger => Vec::new(),
                Some((name, _, rank)) => [Some(own(name, rank)), None]
                    .map(|own| Attempt::new(family, self, outline, wishes, Some(name), own))
                    .into(),
                None => plain(),
            };
        }
        let Some(rank) = self.rank() else {
            let fits = match self {
                Self::PullRequest => has("event"),
                Self::OtherBranch => family.name() == "GitHub Actions" && has("environment"),
                Self::Fork => has("origin"),
                Self::Guest => false,
                // Where the subject has ids, a later owner's differs.
                _ => family.has_ids() && !has("owner id") && !has("chosen id"),
            };
            return if fits { plain() } else { Vec::new() };
        };
        let mut attempts = Vec::new();
        for (name, takes, _) in fields().filter(|(.., of)| *of == rank) {
            // What is one of few texts may be the very one that is meant.
            let is_choice = matches!(rank, Rank::Phase) || name == "event";
            if !is_choice {
                let own = takes.example().unwrap_or(own(name, rank));
                attempts.push(Attempt::new(family, self, outline, wishes, Some(name), Some(own)));
            }
            use Rank::{Guard, Tenant, Trigger, Workload};
            if is_choice || matches!(rank, Tenant | Workload | Guard | Trigger) {
                attempts.push(Attempt::new(family, self, outline, wishes, Some(name), None));
            }
        }
        attempts
    }
}

/// A subject to try.
pub(super) struct Attempt {
    pub(super) slots: Vec<Slot>,
    /// The field in which it differs from what is meant.
    pub(super) field: Option<&'static str>,
    /// Whether it has no text in common with what is meant there.
    pub(super) own: bool,
}

impl Attempt {
    pub(super) fn new(
        family: &Family<'_>,
        outsider: Outsider,
        outline: &Outline,
        wishes: &Wishes,
        field: Option<&'static str>,
        own: Option<&str>,
    ) -> Self {
        let slot = |part: &Part| match *part {
            Part::Text(text) => Slot::Text(text.to_owned()),
            Part::Field { name, takes, rank } => {
                let differs = Some(name) == field;
                let named = family.named(name).map(ToOwned::to_owned);
                let id = outsider.id(name).filter(|_| !differs);
                let fixed = own.filter(|_| differs).map(ToOwned::to_owned).or(named);
                let wish = wishes.for_field(name).filter(|_| !differs);
                let customer = wishes.customer.iter().find(|(of, _)| *of == name && differs);
                let wish = wish.or_else(|| Some(customer?.1.clone()));
                let sample = wish.or_else(|| takes.example().map(ToOwned::to_owned));
                // Who differs in something else is of the owner that is meant.
                let same = rank == Rank::Tenant && field.is_some() && !differs;
                let own_text = match (family.name(), name) {
                    ("CircleCI", "ref") => "refs/heads/some-branch",
                    _ if same => "same-owner",
                    _ => self::own(name, rank),
                };
                let sample = sample.unwrap_or_else(|| own_text.to_owned());
                let sample = id.map_or(sample, ToOwned::to_owned);
                let more = match rank {
                    _ if name.ends_with(" id") => "900000001",
                    Rank::Tenant => "-mallory",
                    _ => "-other",
                };
                // Who has an id of its own gets in where the pattern leaves some of it open.
                let open = differs && own.is_none() || id.is_some();
                Slot::Gap(Gap { name, takes, fixed, open, sample, more })
            }
        };
        Self { slots: outline.parts.iter().map(slot).collect(), field, own: own.is_some() }
    }
}

/// Texts that nobody's policy means.
fn own(field: &str, rank: Rank) -> &'static str {
    match (field, rank) {
        ("owner id" | "repository id", Rank::Tenant) => "900000001",
        (_, Rank::Tenant) => OWN,
        ("environment", _) => "some-environment",
        ("tag", _) => "some-tag",
        // Where a fork is.
        ("origin", _) => "github.com/mallory-inc/fork",
        (_, Rank::Trigger) => "some-branch",
        _ => "another-one",
    }
}

/// What a stranger calls what it owns, and so itself where the policy asks the caller.
pub(super) const OWN: &str = "mallory-inc";
