//! What a download costs. Node.js, needed anyway, compresses.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::files;
use crate::process;
use crate::workspace::Workspace;

const MEASURE: &str = include_str!("sizes.mjs");

/// The size of a file in bytes, as it is and compressed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Size {
    /// What travels: a server does not compress what compression makes longer.
    fn transfer(self) -> u64 {
        self.brotli.min(self.raw)
    }
}

/// Prints the size of the npm package's module and of each file of the site.
pub(super) fn print(workspace: &Workspace) -> Result<()> {
    println!("\nnpm package, bytes");
    print_module(workspace, &workspace.dist_npm().join("assumable.wasm"))?;

    let folder = workspace.dist_www();
    let names = files::tree(&folder)?;
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    let sizes = measure(workspace, &paths)?;
    println!("inspector, bytes with brotli");
    for (name, size) in names.iter().zip(&sizes) {
        println!("  {:>9}  {}", size.transfer(), name.display());
    }
    println!("  {:>9}  in all", sizes.iter().map(|size| size.transfer()).sum::<u64>());
    Ok(())
}

/// Prints the size of one module.
pub(super) fn print_module(workspace: &Workspace, module: &Path) -> Result<()> {
    let name = module.file_name().unwrap_or(module.as_os_str()).display();
    for Size { raw, gzip, brotli } in measure(workspace, &[module])? {
        println!("  {raw:>9} raw  {gzip:>9} gzip  {brotli:>9} brotli  {name}");
    }
    Ok(())
}

fn measure(workspace: &Workspace, paths: &[impl AsRef<Path>]) -> Result<Vec<Size>> {
    let mut node = workspace.node();
    node.args(["--input-type=module", "--eval", MEASURE, "--"]);
    node.args(paths.iter().map(AsRef::as_ref));
    let printed = process::output(&mut node)?;
    let sizes: Vec<Size> = printed
        .lines()
        .map(|line| parse(line).with_context(|| format!("not three sizes: `{line}`")))
        .collect::<Result<_>>()?;
    if sizes.len() != paths.len() {
        bail!("{} files were measured instead of {}", sizes.len(), paths.len());
    }
    Ok(sizes)
}

fn parse(line: &str) -> Option<Size> {
    let mut numbers = line.split(' ').map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    Some(Size { raw: next()?, gzip: next()?, brotli: next()? })
}

#[cfg(test)]
mod tests {
    use super::{Size, parse};

    #[test]
    fn reads_a_line() {
        assert_eq!(parse("30 20 10"), Some(Size { raw: 30, gzip: 20, brotli: 10 }));
        assert_eq!(parse("30 20"), None);
        assert_eq!(parse("30 x 10"), None);
    }

    #[test]
    fn an_incompressible_file_travels_as_it_is() {
        assert_eq!(Size { raw: 30, gzip: 40, brotli: 35 }.transfer(), 30);
        assert_eq!(Size { raw: 30, gzip: 20, brotli: 10 }.transfer(), 10);
    }
}
