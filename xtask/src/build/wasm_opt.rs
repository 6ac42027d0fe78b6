//! Binaryen's optimiser, from the npm package `binaryen`.

use std::path::Path;

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// The features that rustc uses for this target, and SIMD; every host of the package has them.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// For transfer size: `-Oz` with what is true of every module of rustc's. Memory begins as zeros, and
/// its first kilobyte is the far end of the stack.
pub(super) const SMALLEST: &[&str] =
    &["-Oz", "--low-memory-unused", "--zero-filled-memory", "--generate-global-effects"];

/// Reads one module and writes a better one.
pub(super) fn optimise(
    workspace: &Workspace,
    passes: &[&str],
    from: &Path,
    to: &Path,
) -> Result<()> {
    let mut node = workspace.node();
    node.arg("node_modules/binaryen/bin/wasm-opt").args(passes).args(FEATURES);
    process::run(node.arg(from).arg("--output").arg(to))
}
