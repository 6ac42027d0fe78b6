//! No path of the machine that built it stands in a module: the places of panics are texts in it.

use std::env;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// For cargo: what comes before the names of crates is cut off. Without a home nothing is known to cut.
pub(super) fn without() -> Vec<String> {
    let Some(home) = home() else { return Vec::new() };
    let registries = fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    let flags = registries.filter_map(|registry| {
        let path = registry.path();
        Some(Value::String(format!("--remap-path-prefix={}=crates", path.to_str()?)))
    });
    // An array of strings is the same in TOML.
    let flags = Value::Array(flags.collect());
    vec!["--config".into(), format!("target.wasm32-unknown-unknown.rustflags={flags}")]
}

fn home() -> Option<PathBuf> {
    let default = || env::home_dir().map(|home| home.join(".cargo"));
    env::var_os("CARGO_HOME").map(PathBuf::from).or_else(default)
}
