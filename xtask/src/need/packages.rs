//! The npm packages of the root `package.json`: compilers, runtimes and test tools.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use super::node::node;
use crate::process;
use crate::workspace::Workspace;

/// Runs `npm ci`, unless what it would install is there already.
///
/// The lock file that was installed from is kept inside `node_modules`: equal content means done.
pub(crate) fn packages(workspace: &Workspace) -> Result<()> {
    node(workspace)?;
    let wanted = fs::read(workspace.root.join("package-lock.json"))
        .context("cannot read package-lock.json")?;
    let stamp = workspace.root.join("node_modules/.installed-from.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing the npm packages");
    npm(workspace, |npm| npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
    // The only package that does not work without its install script, which puts the binary of
    // this platform (already installed, as a package of its own) in place.
    npm(workspace, |npm| npm.args(["rebuild", "bun"]))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Runs npm, which comes with Node.js.
pub(crate) fn npm(
    workspace: &Workspace,
    arguments: impl FnOnce(&mut Command) -> &mut Command,
) -> Result<()> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    process::run(arguments(&mut workspace.command(program)))
}
