//! `cargo xtask build`: the npm package in `dist/npm/`, the site in `dist/www/`, and their sizes.
//!
//! With `--verify-only` only the size of a module without trust policies is printed, and what is left
//! of it for those whose issuers sign with RSA.

mod bindgen;
pub(crate) mod files;
mod gallery;
mod later;
mod manifest;
pub(crate) mod npm;
mod offline;
mod paths;
mod short_names;
pub(crate) mod site;
mod sizes;
mod split;
mod versions;
mod wasm_opt;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// The algorithms of modules that verify and do nothing else, as features.
pub(crate) const VERIFY_ONLY: [&str; 2] = ["ecdsa,eddsa,rsa", "rsa"];

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    match arguments {
        [] => everything(workspace)?,
        [option] if option == "--verify-only" => {
            for algorithms in VERIFY_ONLY {
                println!("with {algorithms}");
                sizes::print_module(workspace, &npm::verify_only(workspace, algorithms)?)?;
            }
        }
        _ => bail!("usage: cargo xtask build [--verify-only]"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds both products and prints their sizes.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    npm::build(workspace)?;
    site::build(workspace)?;
    sizes::print(workspace)
}
