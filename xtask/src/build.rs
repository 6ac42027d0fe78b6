//! `cargo xtask build`: the npm package in `dist/npm/`, the site in `dist/www/`, and their sizes.

mod bindgen;
pub(crate) mod files;
mod manifest;
pub(crate) mod npm;
pub(crate) mod site;
mod sizes;
mod versions;
mod wasm_opt;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    if !arguments.is_empty() {
        bail!("usage: cargo xtask build");
    }
    everything(workspace)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds both products and prints their sizes.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    npm::build(workspace)?;
    site::build(workspace)?;
    sizes::print(workspace)
}
