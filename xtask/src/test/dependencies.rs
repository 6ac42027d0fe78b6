//! What we depend on, held against `deny.toml` by cargo-deny.

use anyhow::{Context, Result};

use super::Setting;
use crate::{need, process};

/// Licences, bans and sources always; known vulnerabilities when their database can be fetched,
/// which takes a network that reaches it.
pub(super) fn check(setting: &Setting) -> Result<()> {
    let program = need::cargo_deny(setting.workspace)?;
    let deny = || setting.workspace.command(&program.to_string_lossy());
    process::run(deny().args(["check", "--hide-inclusion-graph", "bans", "licenses", "sources"]))?;
    if setting.advisories {
        process::run(deny().args(["fetch", "db"])).context("the advisory database is needed")?;
    } else if !process::succeeds(deny().args(["fetch", "db"])) {
        println!("advisories not checked: their database cannot be reached from here");
        return Ok(());
    }
    process::run(deny().args(["check", "--disable-fetch", "advisories"]))
}
