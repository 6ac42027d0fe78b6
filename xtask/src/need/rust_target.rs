//! A compilation target of the Rust toolchain in use.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// Adds a target with rustup, unless the toolchain has it (from rustup or from a distribution).
pub(crate) fn rust_target(workspace: &Workspace, target: &str) -> Result<()> {
    if is_there(workspace, target)? {
        return Ok(());
    }
    println!("adding the Rust target {target}");
    process::run(workspace.command("rustup").args(["target", "add", target])).with_context(|| {
        format!(
            "the Rust target {target} is missing: install Rust with rustup (https://rustup.rs), \
             or this target with the package manager that Rust came from"
        )
    })
}

/// Adds a component with rustup, unless its cargo command works. Rust's minimal profile has neither
/// rustfmt nor clippy.
pub(crate) fn rust_component(workspace: &Workspace, component: &str, command: &str) -> Result<()> {
    if process::output(workspace.cargo().args([command, "--version"])).is_ok() {
        return Ok(());
    }
    println!("adding the Rust component {component}");
    process::run(workspace.command("rustup").args(["component", "add", component]))
        .with_context(|| format!("the Rust component {component} is missing: install it"))
}

fn is_there(workspace: &Workspace, target: &str) -> Result<bool> {
    let mut rustc: Command = workspace.command("rustc");
    let folder = process::output(rustc.args(["--print=target-libdir", "--target", target]))?;
    Ok(Path::new(folder.trim()).is_dir())
}
