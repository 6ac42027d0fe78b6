//! Short names between a module and its glue. wasm-bindgen calls an import by what it is and by a hash,
//! which does not compress: 2 KB of transfer in the module, and 4 KB in the glue with what else is long there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process;
use crate::workspace::Workspace;

/// For `wasm-opt`, which gives the names and prints them.
pub(super) const PASS: &str = "--minify-imports-and-exports-and-modules";

/// Gives the glue the names that `wasm-opt` printed, and makes it small as well.
pub(super) fn rename(workspace: &Workspace, glue: &Path, printed: &str) -> Result<()> {
    let names = read(printed)?;
    let cache = glue.with_extension("names.json");
    fs::write(&cache, serde_json::to_string(&names)?)
        .with_context(|| format!("cannot write {}", cache.display()))?;
    let mut node = workspace.node();
    node.args(["node_modules/esbuild/bin/esbuild", "--minify", "--format=esm", "--target=es2022"]);
    node.args(["--log-level=warning", "--allow-overwrite", "--mangle-quoted"]);
    node.arg(format!("--mangle-props={}", pattern(names.keys())));
    node.arg(format!("--mangle-cache={}", cache.display()));
    process::run(node.arg(glue).arg(format!("--outfile={}", glue.display())))?;
    fs::remove_file(&cache).with_context(|| format!("cannot remove {}", cache.display()))
}

/// From long names to short ones; that of the module that the imports come from is one of them.
fn read(printed: &str) -> Result<BTreeMap<String, String>> {
    let start = printed.find('{').context("wasm-opt printed no names")?;
    let printed: Value = serde_json::from_str(printed.get(start..).unwrap_or_default())
        .context("what wasm-opt printed is no JSON")?;
    let mut names = BTreeMap::new();
    for kind in ["imports", "exports"] {
        for renamed in printed.get(kind).and_then(Value::as_array).into_iter().flatten() {
            let texts = renamed.as_array().into_iter().flatten().filter_map(Value::as_str);
            match texts.collect::<Vec<_>>().as_slice() {
                [module, long, short] => {
                    names.insert((*long).to_owned(), (*short).to_owned());
                    names.insert((*module).to_owned(), MODULE.to_owned());
                }
                [long, short] => {
                    names.insert((*long).to_owned(), (*short).to_owned());
                }
                _ => bail!("not a name and what became of it: {renamed}"),
            }
        }
    }
    Ok(names)
}

/// Matches these names and nothing else.
fn pattern<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<_> = names.map(|name| name.replace('.', "\\.")).collect();
    format!("^({})$", names.join("|"))
}

/// What Binaryen calls every module.
const MODULE: &str = "a";

#[cfg(test)]
mod tests {
    use super::{pattern, read};

    #[test]
    fn reads_what_wasm_opt_prints() {
        let printed =
            r#"{ "imports": [ ["./x_bg.js", "__wbg_a_1", "b"] ], "exports": [ ["memory", "c"] ] }"#;
        let names = read(printed).unwrap();
        let pairs: Vec<_> = names.iter().map(|(long, short)| (&**long, &**short)).collect();
        assert_eq!(pairs, [("./x_bg.js", "a"), ("__wbg_a_1", "b"), ("memory", "c")]);
        assert_eq!(pattern(names.keys()), r"^(\./x_bg\.js|__wbg_a_1|memory)$");
        assert!(read("nothing").is_err() && read(r#"{"imports": [["a"]]}"#).is_err());
    }
}
