//! The examples of `README.md` are true.
//!
//! Every code block names its language.
//!
//! * A block of `rust` is, word for word, a part of a program in `core/examples/`, which the other
//!   steps compile and test.
//! * A block of `js` runs in Node.js as a module, in the root of the repository, with the packed
//!   npm package installed. If the next block is of `text`, it is what the example prints; a last
//!   line `…` stands for the rest.

mod blocks;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use self::blocks::Block;
use super::{Setting, javascript};
use crate::build::files;
use crate::workspace::Workspace;
use crate::{need, process};

pub(super) fn check(setting: &Setting) -> Result<()> {
    let workspace = setting.workspace;
    let text =
        fs::read_to_string(workspace.root.join("README.md")).context("cannot read README.md")?;
    let blocks = blocks::of(&text)?;
    for language in ["rust", "js"] {
        if !blocks.iter().any(|block| block.language == language) {
            bail!("README.md has no example in a block of `{language}`");
        }
    }
    rust(workspace, &blocks)?;
    let folder = install(workspace)?;
    let after = blocks.iter().skip(1).map(Some).chain([None]);
    for (block, next) in blocks.iter().zip(after).filter(|(block, _)| block.language == "js") {
        let printed = next.filter(|next| next.language == "text").map(|next| next.code.as_str());
        js(workspace, &folder, block, printed)
            .with_context(|| format!("the `js` example on line {} of README.md", block.line))?;
    }
    Ok(())
}

fn rust(workspace: &Workspace, blocks: &[Block]) -> Result<()> {
    let folder = workspace.root.join("core/examples");
    let mut programs = Vec::new();
    for path in files::tree(&folder)? {
        programs.push(fs::read_to_string(folder.join(path))?);
    }
    for block in blocks.iter().filter(|block| block.language == "rust") {
        if !programs.iter().any(|program| program.contains(&block.code)) {
            bail!(
                "the `rust` example on line {} of README.md is in no program of core/examples",
                block.line
            );
        }
    }
    Ok(())
}

/// Installs the npm package as its users will, from what `npm pack` makes of it.
fn install(workspace: &Workspace) -> Result<std::path::PathBuf> {
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
    Ok(folder)
}

fn js(workspace: &Workspace, folder: &Path, block: &Block, expected: Option<&str>) -> Result<()> {
    let file = folder.join(format!("line-{}.js", block.line));
    files::write(&file, &block.code)?;
    let printed = process::output(workspace.node().arg(&file))?;
    match expected {
        Some(expected) if !agree(&printed, expected) => {
            bail!("printed\n{printed}\ninstead of\n{expected}")
        }
        _ => Ok(()),
    }
}

fn agree(printed: &str, expected: &str) -> bool {
    match expected.strip_suffix("…\n") {
        Some(beginning) => printed.starts_with(beginning),
        None => printed == expected,
    }
}

#[cfg(test)]
mod tests {
    use super::agree;

    #[test]
    fn output_is_compared_whole_or_up_to_the_ellipsis() {
        assert!(agree("a\nb\n", "a\nb\n"));
        assert!(!agree("a\nb\n", "a\n"));
        assert!(agree("a\nb\n", "a\n…\n"));
        assert!(!agree("b\n", "a\n…\n"));
    }
}
