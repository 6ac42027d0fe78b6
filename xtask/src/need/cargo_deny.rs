//! cargo-deny, which checks licences, bans, sources and advisories.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

const VERSION: &str = "0.20.2";

/// The program: the one in `PATH`, else one of our own, installed into cargo's target folder.
///
/// It is built without optimisation, which takes a third of the time; its work takes a second.
pub(crate) fn cargo_deny(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(path) = process::find("cargo-deny") {
        return Ok(path);
    }
    let folder = workspace.target.join("tools").join(format!("cargo-deny-{VERSION}"));
    let path = folder.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    if !path.is_file() {
        println!("installing cargo-deny {VERSION}");
        let install = ["install", "cargo-deny", "--locked", "--debug", "--quiet"];
        process::run(
            workspace.cargo().args(install).args(["--version", VERSION]).arg("--root").arg(&folder),
        )
        .with_context(|| format!("cannot install cargo-deny {VERSION}"))?;
    }
    Ok(path)
}
