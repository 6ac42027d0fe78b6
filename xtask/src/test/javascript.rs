//! The steps that Node.js carries out, on what `cargo xtask build` left in `dist/`.

use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::{Result, bail};

use super::Setting;
use crate::serve::Server;
use crate::{need, process};

/// publint: every path and condition of the manifest leads to a file of the right kind.
pub(super) fn package(setting: &Setting) -> Result<()> {
    let package = setting.workspace.dist_npm();
    built(&package.join("package.json"))?;
    need::packages(setting.workspace)?;
    let mut node = setting.workspace.node();
    process::run(node.args(["node_modules/publint/src/cli.js", "run", "--strict"]).arg(package))
}

/// One test file in Node.js, workerd, Deno, Bun and a bundled page.
pub(super) fn npm(setting: &Setting) -> Result<()> {
    built(&setting.workspace.dist_npm().join("package.json"))?;
    process::run(&mut script(setting, "wasm/tests/run.mjs")?)
}

/// The inspector as a person uses it.
pub(super) fn inspector(setting: &Setting) -> Result<()> {
    built(&setting.workspace.dist_www().join("index.html"))?;
    let mut script = script(setting, "www/tests/run.mjs")?;
    let server = Server::bind(setting.workspace.dist_www(), 0)?;
    script.env("INSPECTOR_URL", server.address());
    thread::spawn(|| server.run());
    process::run(&mut script)
}

/// Fails unless a product is there, or the file of one that stands for it.
pub(super) fn built(file: &Path) -> Result<()> {
    if !file.is_file() {
        bail!("{} is missing: run `cargo xtask build` first", file.display());
    }
    Ok(())
}

fn script(setting: &Setting, path: &str) -> Result<Command> {
    if !setting.workspace.root.join(path).is_file() {
        bail!("the tests are missing: there is no {path}");
    }
    need::packages(setting.workspace)?;
    let mut node = setting.workspace.node();
    node.arg(path).env("CHROME", need::chromium()?);
    Ok(node)
}
