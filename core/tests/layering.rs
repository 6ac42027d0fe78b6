//! The order of the `mod` lines in `lib.rs` is the pipeline: a module uses only modules before it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn modules_use_only_modules_to_their_left() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let root = fs::read_to_string(source.join("lib.rs")).unwrap();
    let modules: Vec<&str> = root
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod "))
        .filter_map(|rest| rest.strip_suffix(';'))
        .collect();
    assert!(modules.len() > 5, "{modules:?}");

    let mut backward = Vec::new();
    for (position, module) in modules.iter().enumerate() {
        for file in files(&source, module) {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let used = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            for used in used.flat_map(|line| line.split("crate::").skip(1)) {
                let name: String =
                    used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let target = modules.iter().position(|module| *module == name);
                if target.is_none_or(|target| target > position) {
                    backward.push(format!("{} uses crate::{name}", file.display()));
                }
            }
        }
    }
    assert_eq!(backward, Vec::<String>::new());
}

/// `module.rs` and everything below `module/`.
fn files(source: &Path, module: &str) -> Vec<PathBuf> {
    let mut files = vec![source.join(format!("{module}.rs"))];
    let mut folders = vec![source.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}
