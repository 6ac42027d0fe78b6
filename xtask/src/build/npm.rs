//! The npm package: crate `assumable-wasm` and the doors in `wasm/npm/` become `dist/npm/`.
//!
//! | in `dist/npm/` | from |
//! |---|---|
//! | `assumable.wasm` | the library of `assumable-wasm` (a `cdylib`), profile `npm`, `wasm-opt -O3` |
//! | `glue/assumable.js`, `glue/assumable.d.ts` | wasm-bindgen, target `web`, without a default path: a door passes the module to `initSync({ module })` or the default export `init({ module_or_path })`; `__wbg_reset_state()` starts the engine again |
//! | `api.js`, `edge/index.js` | `wasm/npm/api.ts` and `wasm/npm/edge/index.ts` and all that they import, bundled by esbuild: a file costs more time to find than to read |
//! | `browser.js`, `bun.js`, `deno.js`, `node.js`, `workerd.js` | the same path in `wasm/npm/`, bundled; the manifest leads `#platform` to one of them |
//! | `assumable.js` | all of this in one file, for browsers without a bundler |
//! | every `*.d.ts`, `*.d.mts` and `README.md` | the same path in `wasm/npm/`, copied |
//! | a `*.d.ts` for every `*.ts` | `wasm/npm/tsconfig.json`, checked by `tsc` |
//! | `package.json` | `wasm/npm/package.json`, whose version is written `"version": "0.0.0"` and replaced by the workspace's |
//! | `LICENSE-MIT`, `LICENSE-APACHE` | the root |
//!
//! The glue exists before `tsc` runs, and stays a file of its own. A source imports it as `./glue/assumable.js`, and finds its
//! types because `tsconfig.json` says `"rootDir": "."` and `"rootDirs": [".", "../../dist/npm"]`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{bindgen, files, manifest, wasm_opt};
use crate::workspace::Workspace;
use crate::{need, process};

const COPIED: [&str; 2] = [".d.ts", ".d.mts"];

/// What the manifest's `exports` lead to; what several of them share becomes `shared.js`.
const ENTRIES: [&str; 2] = ["api.ts", "edge/index.ts"];

/// What the manifest's `imports` lead to.
const PLATFORMS: [&str; 5] = ["browser.js", "bun.js", "deno.js", "node.js", "workerd.js"];

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
    process::run(
        workspace
            .node()
            .args(["node_modules/typescript/bin/tsc", "--emitDeclarationOnly", "--project"])
            .arg(source.join("tsconfig.json"))
            .arg("--outDir")
            .arg(dist),
    )?;
    let apart = ["--external:#platform", "--external:*/glue/assumable.js", "--external:*.wasm"];
    let together = ["--splitting", "--chunk-names=shared"];
    let within = |names: &[&str]| names.iter().map(|name| source.join(name)).collect::<Vec<_>>();
    bundle(workspace, dist, &within(&ENTRIES), &[&apart[..], &together].concat())?;
    bundle(workspace, dist, &within(&PLATFORMS), &apart)?;
    let template = fs::read_to_string(source.join("package.json"))
        .context("cannot read wasm/npm/package.json, the manifest of the npm package")?;
    let manifest = manifest::with_version(&template, &workspace.version)
        .context("cannot set the version in wasm/npm/package.json")?;
    files::write(&dist.join("package.json"), &manifest)?;
    // As a bundler of somebody else would do it.
    let whole = ["--conditions=browser", "--entry-names=assumable"];
    bundle(workspace, dist, &[dist.join("api.js")], &whole)
}

/// Makes one file of each of these and what they import.
fn bundle(workspace: &Workspace, dist: &Path, from: &[PathBuf], how: &[&str]) -> Result<()> {
    let mut node = workspace.node();
    node.args(["node_modules/esbuild/bin/esbuild", "--bundle", "--format=esm", "--target=es2022"]);
    node.args(["--log-level=warning", "--external:node:*"]).args(how).args(from);
    process::run(node.arg(format!("--outdir={}", dist.display())))
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
    fn types_are_copied_and_sources_are_not() {
        for path in ["platform.d.ts", "edge/index.d.ts", "README.md", "types.d.mts"] {
            assert!(is_copied(Path::new(path)), "{path}");
        }
        for path in ["api.ts", "node.js", "package.json", "node_modules/x/index.d.ts", "a.map"] {
            assert!(!is_copied(Path::new(path)), "{path}");
        }
    }
}
