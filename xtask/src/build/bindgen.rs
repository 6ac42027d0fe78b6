//! From a crate to a wasm module with its JavaScript glue.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::{paths, versions};
use crate::workspace::Workspace;
use crate::{need, process};

/// Compiles for wasm with a profile of the root `Cargo.toml`; returns the folder of the result.
pub(super) fn compile(workspace: &Workspace, profile: &str, what: &[&str]) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    process::run(cargo.arg("build").args(paths::without()).args(what).args([
        "--target",
        need::WASM,
        "--profile",
        profile,
    ]))?;
    Ok(workspace.target.join(need::WASM).join(profile))
}

/// Writes the glue (target `web`) and the module it belongs to into `folder`.
pub(super) fn generate(
    workspace: &Workspace,
    module: &Path,
    folder: &Path,
    configure: impl FnOnce(&mut Bindgen),
) -> Result<()> {
    let lock =
        fs::read_to_string(workspace.root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    versions::check_bindgen(&lock)?;
    if !module.is_file() {
        bail!(
            "no {} was built: is the crate type right (`cdylib`, or a program)?",
            module.display()
        );
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).web(true)?;
    bindgen.remove_name_section(true).remove_producers_section(true);
    configure(&mut bindgen);
    bindgen
        .generate(folder)
        .with_context(|| format!("wasm-bindgen could not read {}", module.display()))
}
