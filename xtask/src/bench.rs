//! `cargo xtask bench [name]`: runs `bench/<name>.mjs` against a fresh npm package.

use std::ffi::OsStr;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{build, process};

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let known = names(workspace)?;
    match arguments {
        [] if known.is_empty() => println!("there is no benchmark in bench/ yet"),
        [] => println!("{}", known.join("\n")),
        [name] if known.contains(name) => {
            build::npm::build(workspace)?;
            process::run(workspace.node().arg(format!("bench/{name}.mjs")))?;
        }
        [name] => bail!("there is no bench/{name}.mjs; `cargo xtask bench` lists what there is"),
        _ => bail!("usage: cargo xtask bench [name]"),
    }
    Ok(ExitCode::SUCCESS)
}

fn names(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.root.join("bench");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("mjs"))
            && let Some(stem) = path.file_stem().and_then(OsStr::to_str)
        {
            names.push(stem.to_owned());
        }
    }
    names.sort();
    Ok(names)
}
