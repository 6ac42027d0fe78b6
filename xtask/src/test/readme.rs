//! The examples of `README.md` run as a reader would run them.
//!
//! Every code block names its language. Blocks of `rust` run as doc tests against the core;
//! blocks of `js` run in Node.js as modules, with the packed npm package installed beside them.

mod blocks;

use std::path::Path;

use anyhow::{Context, Result, bail};

use self::blocks::Block;
use super::{Setting, javascript};
use crate::build::files;
use crate::{need, process};

pub(super) fn check(setting: &Setting) -> Result<()> {
    let path = setting.workspace.root.join("README.md");
    let text = std::fs::read_to_string(&path).context("cannot read README.md")?;
    let blocks = blocks::of(&text)?;
    for language in ["rust", "js"] {
        if !blocks.iter().any(|block| block.language == language) {
            bail!("README.md has no example in a block of `{language}`");
        }
    }
    rust(setting, &path)?;
    js(setting, blocks.iter().filter(|block| block.language == "js"))
}

fn rust(setting: &Setting, readme: &Path) -> Result<()> {
    let workspace = setting.workspace;
    process::run(workspace.cargo().args(["build", "-p", "assumable"]))?;
    let built = workspace.target.join("debug");
    let mut library = std::ffi::OsString::from("assumable=");
    library.push(built.join("libassumable.rlib"));
    let mut rustdoc = workspace.command("rustdoc");
    rustdoc.args(["--test", "--edition=2024", "--extern"]).arg(library);
    process::run(rustdoc.arg("-L").arg(built.join("deps")).arg(readme))
}

fn js<'a>(setting: &Setting, blocks: impl Iterator<Item = &'a Block>) -> Result<()> {
    let workspace = setting.workspace;
    let package = workspace.dist_npm();
    javascript::built(&package.join("package.json"))?;
    let folder = workspace.target.join("readme");
    files::fresh(&folder)?;
    need::npm(workspace, |npm| {
        npm.args(["pack", "--silent", "--pack-destination"]).arg(&folder).arg(&package)
    })?;
    let packed = folder.join(format!("assumable-{}.tgz", workspace.version));
    files::write(&folder.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    need::npm(workspace, |npm| {
        npm.args(["install", "--silent", "--offline", "--prefix"]).arg(&folder).arg(&packed)
    })?;
    for (index, block) in blocks.enumerate() {
        let file = folder.join(format!("example-{}.js", index + 1));
        files::write(&file, &block.code)?;
        process::run(workspace.node().current_dir(&folder).arg(&file))
            .with_context(|| format!("the `js` example on line {} of README.md", block.line))?;
    }
    Ok(())
}
