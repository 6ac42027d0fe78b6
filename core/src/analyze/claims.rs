//! The claims of an outsider's token.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::asks::{GOOGLE, audience_says_whose};
use super::family::Family;
use super::forge::{Forged, is_whole_length};
use super::outsider::Outsider;
use super::wish::Wishes;
use crate::aws::condition_keys;
use crate::fix::is_plain;
use crate::issuer::is_uuid;
use crate::pattern::Glob;

impl Family<'_> {
    /// Whether the tokens have ids beside names that AWS can compare.
    pub(super) fn has_ids(&self) -> bool {
        self.id_of_workload().is_some()
    }

    /// The claim that tells what has a name now from what has it later.
    pub(super) fn id_of_workload(&self) -> Option<&'static str> {
        let id = self.profile?.workload_id?;
        condition_keys(self.provider).any(|key| key == id).then_some(id)
    }

    /// The claims of an outsider's token, apart from `iss` and `sub`: who owns something has its ids,
    /// what the author of a workflow or the caller writes is as the policy wants it.
    pub(super) fn claims(
        &self,
        outsider: Outsider,
        forged: &Forged,
        wishes: &Wishes,
    ) -> Vec<(String, String)> {
        use Outsider::{Guest, Neighbour, OtherBranch, OtherId, OtherTrigger, Stranger, Successor};
        let mut claims = Vec::new();
        let stranger = matches!(outsider, Stranger | OtherId | Successor);
        let other_workload = stranger || outsider == Neighbour;
        let wish = |claim: &str| wishes.get(claim).map(ToOwned::to_owned);
        let mut add = |claim: &str, text: Option<String>| {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                claims.push((claim.to_owned(), text));
            }
        };
        let open = |claim: &str| wishes.open.iter().find(|(name, _)| name == claim);
        // Of an id that is left open somebody else has the rest.
        let id = |own: bool, claim: &str, text: &str| {
            let rest = || open(claim).map_or_else(|| text.to_owned(), |(_, it)| filled(it, text));
            if own { Some(rest()) } else { wish(claim) }
        };
        let part = |name| forged.part(name);
        // What AWS compares with Google's `:aud` is not the audience.
        let audience = wish("aud").filter(|_| self.provider != GOOGLE);
        let audience = audience.or_else(|| wish("oaud"));
        let audience = audience.unwrap_or_else(|| "sts.amazonaws.com".into());
        // For these the audience is the tenant's own.
        let own_audience = stranger && self.audience_is_tenant();
        let own = |claim: &str| open(claim).filter(|_| stranger).map(|(_, value)| &**value);
        let mallory = || own("aud").map_or_else(|| MALLORY.into(), |it| filled(it, ID));
        let of_whom = self.named_by_audience(&audience).and_then(|(before, field)| {
            let is_own = own_audience || open("aud").is_some();
            let theirs = String::from(before) + part(field).filter(|_| is_own)?;
            // Of a value that is open before the name, who has that name fits.
            let fits = |text: &str| open("aud").is_none_or(|(_, it)| Glob::new(it).matches(text));
            let end = open("aud").and_then(|(_, value)| value.rsplit('/').next());
            let named =
                end.map(|end| String::from(before) + end).filter(|it| is_plain(it) && fits(it));
            Some(named.filter(|_| !stranger && !fits(&theirs)).unwrap_or(theirs))
        });
        let audience = of_whom.unwrap_or_else(|| if own_audience { mallory() } else { audience });
        add("aud", Some(audience));
        match self.name() {
            "GitHub Actions" => {
                let name = part("owner").zip(part("repository"));
                let name = name.map(|(owner, name)| format!("{owner}/{name}"));
                let name = name.unwrap_or_else(|| "mallory-inc/another-one".into());
                // Of other texts no ref is made.
                let whole = part("ref").map(ToOwned::to_owned).or_else(|| wish("ref"));
                let whole = whole.filter(|it| it.starts_with("refs/"));
                let reference = match (part("branch"), part("tag"), part("event")) {
                    (Some(branch), ..) => format!("refs/heads/{branch}"),
                    (_, Some(tag), _) => format!("refs/tags/{tag}"),
                    (_, _, Some(_)) => "refs/pull/7/merge".into(),
                    _ if matches!(outsider, OtherBranch | OtherTrigger) => {
                        "refs/heads/some-branch".into()
                    }
                    _ => whole.unwrap_or_else(|| "refs/heads/main".into()),
                };
                let called = own("job_workflow_ref").and_then(|value| called_by(&name, value));
                let workflow = called.or_else(|| wish("job_workflow_ref"));
                let calls = || format!("{name}/.github/workflows/ci.yml@{reference}");
                add("job_workflow_ref", Some(workflow.unwrap_or_else(calls)));
                add("repository", Some(name));
                let owner = part("owner id").map(ToOwned::to_owned);
                let owner = owner.or_else(|| id(stranger, "repository_owner_id", "900000001"));
                let repository = part("repository id").map(ToOwned::to_owned);
                let repository =
                    repository.or_else(|| id(other_workload, "repository_id", "900000002"));
                add("repository_owner_id", owner);
                add("repository_id", repository);
                let enterprise = own("enterprise_id").map(|it| filled(it, "900000004"));
                add("enterprise_id", if stranger { enterprise } else { wish("enterprise_id") });
                add("ref", Some(reference));
                add("environment", part("environment").map(ToOwned::to_owned));
                add("workflow", wish("workflow"));
                // Who stars a stranger's repository has started a run there.
                let starred = |claim: &str| wish(claim).filter(|_| stranger);
                let owner = || part("owner").filter(|_| stranger).unwrap_or("mallory").to_owned();
                add("actor", starred("actor").or_else(|| Some(owner())));
                add("actor_id", starred("actor_id").or_else(|| Some("900000003".into())));
            }
            "GitLab" => {
                add("namespace_id", id(stranger, "namespace_id", "900000001"));
                add("project_id", id(other_workload, "project_id", "900000002"));
                // Who is named may start a pipeline in a stranger's project.
                let person = |claim: &str| wish(claim).filter(|_| stranger);
                let login = own("user_login").map(|it| filled(it, "-mallory"));
                let login = login.or_else(|| person("user_login"));
                add("user_login", Some(login.unwrap_or_else(|| "mallory".into())));
                let id = own("user_id").map(|it| filled(it, "900000003"));
                add("user_id", id.or_else(|| person("user_id")));
                let email = || Some(addressed(person("user_email")?));
                add("user_email", own("user_email").map(ToOwned::to_owned).or_else(email));
                for claim in ["user_access_level", "pipeline_source", "runner_environment"] {
                    add(claim, wish(claim));
                }
                // Whoever may push to a protected branch is trusted with it.
                let protected = wish("ref_protected").filter(|_| outsider != OtherTrigger);
                add("ref_protected", protected.or_else(|| Some("false".into())));
            }
            "Buildkite" => {
                let text = |name| part(name).map(ToOwned::to_owned);
                add(
                    "organization_slug",
                    text("organization")
                        .or_else(|| id(stranger, "organization_slug", "mallory-inc")),
                );
                add("organization_id", id(stranger, "organization_id", ID));
                let pipeline = || id(outsider == Neighbour, "pipeline_slug", "another-one");
                add("pipeline_slug", text("pipeline").or_else(pipeline));
                add("pipeline_id", id(other_workload, "pipeline_id", ID));
                add("cluster_id", id(stranger, "cluster_id", ID));
                add("cluster_name", wish("cluster_name"));
                add("build_branch", wish("build_branch").filter(|_| other_workload));
            }
            "CircleCI" => {
                add("oidc.circleci.com/project-id", part("project").map(ToOwned::to_owned));
            }
            "Google" => {
                let client = own("aud").map_or_else(|| CLIENT.into(), |it| filled(it, CLIENT));
                add("azp", Some(client));
                let email = own("email").unwrap_or("mallory@example.com").to_owned();
                add("email", Some(email));
            }
            _ if outsider == Guest => add("amr", Some("unauthenticated".into())),
            _ => add("amr", wish("amr")),
        }
        claims
    }

    /// Whether the audience is the tenant's, and so not the caller's to choose.
    pub(super) fn audience_is_tenant(&self) -> bool {
        audience_says_whose(self.provider) && self.provider != GOOGLE
    }
}

/// A value with something of one's own where its first wildcard is. An id that is whole has no room
/// for it, and of one that is not the rest is another's.
pub(super) fn filled(value: &str, own: &str) -> String {
    let (before, after) = value.split_once('*').unwrap_or((value, ""));
    let of_id = |c: char| c.is_ascii_hexdigit() || c == '-';
    let id = before.rsplit(|c| !of_id(c)).next().unwrap_or_default();
    let is_decimal = id.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = is_uuid(id) || !id.contains('-') && is_whole_length(id.len(), is_decimal);
    if value.contains('*') && is_whole {
        return own.to_owned();
    }
    let length = own.len().saturating_sub(after.len());
    if let Some(rest) = own.get(id.len()..length).filter(|_| is_uuid(own)) {
        return [before, rest, after].concat();
    }
    let own = match value.split('*').next() {
        Some("") => own.trim_start_matches('-'),
        Some(before) if before.ends_with(['-', '_', '.', '/']) => own.trim_start_matches('-'),
        _ => own,
    };
    value.replacen('*', own, 1).replace('*', "").replace('?', "9")
}

/// Whether the owner of a called workflow is not written out.
pub(super) fn is_of_any_owner(workflow: &str) -> bool {
    let owner = workflow.split('/').next().unwrap_or(workflow);
    owner.contains(['*', '?'])
}

/// A workflow of a stranger's own repository that fits a value which leaves the owner open.
fn called_by(repository: &str, value: &str) -> Option<String> {
    let (mallory, _) = repository.split_once('/')?;
    let (owner, rest) = value.split_once('/').unwrap_or((value, "*"));
    is_of_any_owner(owner).then_some(())?;
    if let Some(rest) = value.strip_prefix("*/.github/") {
        return Some(format!("{repository}/.github/{}", at_main(rest)));
    }
    let of_whom = if owner == "*" { mallory.into() } else { filled(owner, "-mallory") };
    let rest = match rest {
        "*" => "another-one/.github/workflows/ci.yml@refs/heads/main".into(),
        rest => at_main(rest),
    };
    Some(format!("{of_whom}/{rest}"))
}

/// A workflow's place with what may stand for its wildcards.
fn at_main(place: &str) -> String {
    let place = place.replace("@*", "@refs/heads/main");
    place.replace('*', "").replace('?', "x")
}

/// Somebody of a domain.
fn addressed(address: String) -> String {
    if address.starts_with('@') { String::from("ann") + &address } else { address }
}

/// The audience of a stranger.
const MALLORY: &str = "https://mallory.example";

/// A stranger's id: what it has of Buildkite's, or of Cognito's pools.
const ID: &str = "00000000-0000-4000-8000-00000000beef";

/// The client of Google's that a stranger has.
const CLIENT: &str = "900000001";
