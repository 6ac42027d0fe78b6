//! The npm package: crate `assumable-wasm` and the doors in `wasm/npm/` become `dist/npm/`.
//!
//! | in `dist/npm/` | from |
//! |---|---|
//! | `assumable.wasm` | the library of `assumable-wasm` (a `cdylib`), profile `npm`, `wasm-opt -O3` |
//! | `glue/assumable.js`, `glue/assumable.d.ts` | wasm-bindgen, target `web`, without a default path: a door passes the module to `initSync({ module })` or the default export `init({ module_or_path })`; `__wbg_reset_state()` starts the engine again |
//! | every `*.js`, `*.mjs`, `*.cjs`, `*.d.ts`, `*.d.mts` and `README.md` | the same path in `wasm/npm/`, copied |
//! | a `*.js` and `*.d.ts` for every other `*.ts` | `wasm/npm/tsconfig.json`, compiled by `tsc` into `dist/npm/`, if that file exists |
//! | `package.json` | `wasm/npm/package.json`, whose version is written `"version": "0.0.0"` and replaced by the workspace's |
//! | `LICENSE-MIT`, `LICENSE-APACHE` | the root |
//!
//! The glue exists before `tsc` runs. A source imports it as `./glue/assumable.js`, and finds its
//! types because `tsconfig.json` says `"rootDir": "."` and `"rootDirs": [".", "../../dist/npm"]`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{bindgen, files, manifest, wasm_opt};
use crate::workspace::Workspace;
use crate::{need, process};

const COPIED: [&str; 5] = [".js", ".mjs", ".cjs", ".d.ts", ".d.mts"];

/// Vectors make RSA twice as fast and take three times the code. This comes after the flags of
/// `.cargo/config.toml`, and so counts.
pub(super) const WITHOUT_SIMD: [&str; 2] =
    ["--config", r#"target.wasm32-unknown-unknown.rustflags = ["-C", "target-feature=-simd128"]"#];

/// Builds `dist/npm/` from nothing.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    need::rust_target(workspace, need::WASM)?;
    need::packages(workspace)?;
    // What is there stays until the crate compiles.
    let module = bindgen::compile(workspace, "npm", &["-p", "assumable-wasm", "--lib"])?
        .join("assumable_wasm.wasm");
    let dist = workspace.dist_npm();
    files::fresh(&dist)?;
    engine(workspace, &module, &dist)?;
    doors(workspace, &dist)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        files::copy(&workspace.root.join(licence), &dist.join(licence))?;
    }
    Ok(())
}

/// The module without trust policies, to know what verification alone costs. It is not published.
pub(super) fn verify_only(workspace: &Workspace, algorithms: &str) -> Result<PathBuf> {
    need::rust_target(workspace, need::WASM)?;
    need::packages(workspace)?;
    let features = format!("--features={algorithms}");
    let what = ["-p", "assumable-wasm", "--lib", "--no-default-features", &features];
    let module = bindgen::compile(workspace, "smallest", &[&what[..], &WITHOUT_SIMD].concat())?
        .join("assumable_wasm.wasm");
    let folder = workspace.target.join("verify-only").join(algorithms.replace(',', "-"));
    files::fresh(&folder)?;
    bindgen::generate(workspace, &module, &folder, |bindgen| {
        bindgen.out_name("assumable");
    })?;
    let smallest = folder.join("verify-only.wasm");
    wasm_opt::optimise(workspace, &["-Oz"], &folder.join("assumable_bg.wasm"), &smallest)?;
    Ok(smallest)
}

/// `assumable.wasm` and its glue.
fn engine(workspace: &Workspace, module: &Path, dist: &Path) -> Result<()> {
    let glue = dist.join("glue");
    bindgen::generate(workspace, module, &glue, |bindgen| {
        bindgen.out_name("assumable").typescript(true).omit_default_module_path(true);
        // The doors start the engine again if the host interrupts it.
        bindgen.reset_state_function(true);
    })?;
    wasm_opt::optimise(
        workspace,
        &["-O3"],
        &glue.join("assumable_bg.wasm"),
        &dist.join("assumable.wasm"),
    )?;
    for leftover in ["assumable_bg.wasm", "assumable_bg.wasm.d.ts"] {
        fs::remove_file(glue.join(leftover))
            .with_context(|| format!("wasm-bindgen made no {leftover}"))?;
    }
    Ok(())
}

/// What is written by hand.
fn doors(workspace: &Workspace, dist: &Path) -> Result<()> {
    let source = workspace.root.join("wasm/npm");
    files::copy_tree(&source, dist, &|path| is_copied(path))?;
    let config = source.join("tsconfig.json");
    if config.is_file() {
        process::run(
            workspace
                .node()
                .args(["node_modules/typescript/bin/tsc", "--project"])
                .arg(&config)
                .arg("--outDir")
                .arg(dist),
        )?;
    }
    let template = fs::read_to_string(source.join("package.json"))
        .context("cannot read wasm/npm/package.json, the manifest of the npm package")?;
    let manifest = manifest::with_version(&template, &workspace.version)
        .context("cannot set the version in wasm/npm/package.json")?;
    files::write(&dist.join("package.json"), &manifest)
}

/// Decides by the path inside `wasm/npm/`.
fn is_copied(path: &Path) -> bool {
    let in_tools = path.iter().any(|part| part == OsStr::new("node_modules"));
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    !in_tools && (name == "README.md" || COPIED.iter().any(|ending| name.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_copied;

    #[test]
    fn doors_are_copied_and_sources_are_not() {
        for path in ["node.js", "edge/index.d.ts", "cli.mjs", "README.md", "types.d.mts"] {
            assert!(is_copied(Path::new(path)), "{path}");
        }
        for path in ["node.ts", "package.json", "tsconfig.json", "node_modules/x/index.js", "a.map"]
        {
            assert!(!is_copied(Path::new(path)), "{path}");
        }
    }
}
