//! The inspector: crate `assumable-web` and the folder `www/` become `dist/www/`.
//!
//! | in `dist/www/` | from |
//! |---|---|
//! | `assumable-web.js`, `assumable-web_bg.wasm`, perhaps `snippets/` | the program of `assumable-web`, profile `site`, wasm-bindgen target `web`, `wasm-opt -Oz`, see [`super::short_names`] |
//! | `later.js`, `later-….wasm` | `www/later.js` and what is cut from the program, see [`super::later`] |
//! | `editor.js` | `www/editor/` and what it imports, bundled by esbuild |
//! | `styles/page.css` | the stylesheets that the same path in `www/` imports, bundled: each file costs the first visit a request |
//! | `gallery/` | the cases that `www/gallery.json` names, see [`super::gallery`] |
//! | `service-worker.js` | `www/service-worker.js` with the names of all files and their hash, see [`super::offline`] |
//! | everything else | the same path in `www/`, copied, but for `www/editor/`, `www/styles/`, `www/tests/`, `www/screenshots/` and names that begin with a dot |
//!
//! `www/index.html` loads `./boot.js` as a module, and `www/boot.js` starts the program:
//! `import init from "./assumable-web.js"; await init();`. Inline scripts and inline styles do not
//! run under the policy that `cargo xtask serve` sends.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::Result;

use super::{bindgen, files, gallery, later, offline, short_names, wasm_opt};
use crate::need;
use crate::process;
use crate::workspace::Workspace;

const WHAT: [&str; 4] = ["-p", "assumable-web", "--bin", "assumable-web"];

/// What stands in `www/` and is served only as what it becomes, or not at all.
const NOT_SERVED: [&str; 7] =
    ["editor", "gallery.json", "later.js", "screenshots", "service-worker.js", "styles", "tests"];

/// Builds `dist/www/` from nothing.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    need::rust_target(workspace, need::WASM)?;
    need::packages(workspace)?;
    // What is there stays until the crate compiles.
    let module = bindgen::compile(
        workspace,
        "site",
        &[&WHAT[..], &super::npm::WITHOUT_SIMD, &later::NAMES].concat(),
    )?
    .join("assumable-web.wasm");
    let dist = workspace.dist_www();
    files::fresh(&dist)?;
    bindgen::generate(workspace, &module, &dist, |bindgen| {
        bindgen.out_name("assumable-web").typescript(false).omit_default_module_path(false);
        // They say what is needed later.
        bindgen.remove_name_section(false);
    })?;
    let module = dist.join("assumable-web_bg.wasm");
    let glue = dist.join("assumable-web.js");
    let passes = [wasm_opt::SMALLEST, &[short_names::PASS, "--debuginfo"]].concat();
    let names = wasm_opt::optimise(workspace, &passes, &module, &module)?;
    later::cut(workspace, &module, &glue)?;
    short_names::rename(workspace, &glue, &names)?;
    // The editor is a file of its own, so that the page is drawn before it is there.
    bundle(workspace, "www/editor/main.js", &dist.join("editor.js"))?;
    bundle(workspace, "www/styles/page.css", &dist.join("styles/page.css"))?;
    files::copy_tree(&workspace.root.join("www"), &dist, &|path| is_served(path))?;
    gallery::write(workspace, &dist)?;
    offline::write(workspace, &dist)
}

/// A file and what it imports become one.
fn bundle(workspace: &Workspace, from: &str, to: &Path) -> Result<()> {
    let mut node = workspace.node();
    node.args(["node_modules/esbuild/bin/esbuild", from, "--bundle", "--minify"]);
    // JavaScript is held to a year; our stylesheets are written for the browsers that `boot.js` names.
    let target = if from.ends_with(".css") { "esnext" } else { "es2022" };
    node.args(["--format=esm", &format!("--target={target}"), "--log-level=warning"]);
    process::run(node.arg(format!("--outfile={}", to.display())))
}

/// Decides by the path inside `www/`.
fn is_served(path: &Path) -> bool {
    let first = path.iter().next();
    let hidden = path.iter().any(|part| part.to_string_lossy().starts_with('.'));
    !hidden && !NOT_SERVED.iter().any(|name| first == Some(OsStr::new(name)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_served;

    #[test]
    fn tests_screenshots_and_hidden_files_stay_home() {
        for path in ["index.html", "boot.js", "gallery/tests/a.json"] {
            assert!(is_served(Path::new(path)), "{path}");
        }
        for path in
            ["tests/run.mjs", "screenshots/a.png", "editor/main.js", "styles/a.css", ".DS_Store"]
        {
            assert!(!is_served(Path::new(path)), "{path}");
        }
    }
}
