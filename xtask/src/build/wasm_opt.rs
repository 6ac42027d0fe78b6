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
/// its first kilobyte is the far end of the stack. LLVM has already inlined what pays; where Binaryen
/// goes on, functions grow shorter and less alike. It is the compressed size that counts: a common
/// expression that is computed once is shorter and compresses worse (2.3 KB).
pub(super) const SMALLEST: &[&str] = &[
    // The second time finds 1 KB more.
    "-Oz",
    "-Oz",
    "--low-memory-unused",
    "--zero-filled-memory",
    "--generate-global-effects",
    "--one-caller-inline-max-function-size=0",
    "--skip-pass=local-cse",
];

/// Reads one module and writes a better one. Returns what the passes print.
pub(super) fn optimise(
    workspace: &Workspace,
    passes: &[&str],
    from: &Path,
    to: &Path,
) -> Result<String> {
    let mut node = workspace.node();
    node.arg("node_modules/binaryen/bin/wasm-opt").args(passes).args(FEATURES);
    process::output(node.arg(from).arg("--output").arg(to))
}
