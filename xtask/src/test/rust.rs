//! The steps that cargo carries out.

use anyhow::Result;

use super::Setting;
use crate::{build, need, process};

pub(super) fn fmt(setting: &Setting) -> Result<()> {
    cargo(setting, &["fmt", "--all", "--check"])
}

pub(super) fn clippy(setting: &Setting) -> Result<()> {
    cargo(setting, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

pub(super) fn clippy_wasm(setting: &Setting) -> Result<()> {
    need::rust_target(setting.workspace, need::WASM)?;
    let what = ["-p", "assumable-wasm", "-p", "assumable-web", "--target", need::WASM];
    cargo(setting, &[&["clippy"], &what[..], &["--", "-D", "warnings"]].concat())?;
    for algorithms in build::VERIFY_ONLY {
        let features = format!("--features={algorithms}");
        let what = ["-p", "assumable-wasm", "--no-default-features", &features];
        let how = ["--target", need::WASM, "--", "-D", "warnings"];
        cargo(setting, &[&["clippy"], &what[..], &how].concat())?;
    }
    Ok(())
}

/// What a feature leaves out, nothing that stays may use.
pub(super) fn features(setting: &Setting) -> Result<()> {
    for features in ["ecdsa", "eddsa", "rsa", "rsa,issuers"] {
        let features = format!("--features={features}");
        let what = ["-p", "assumable", "--no-default-features", &features];
        cargo(setting, &[&["clippy"], &what[..], &["--", "-D", "warnings"]].concat())?;
    }
    Ok(())
}

pub(super) fn test(setting: &Setting) -> Result<()> {
    cargo(setting, &["test", "--workspace"])
}

pub(super) fn no_std(setting: &Setting) -> Result<()> {
    need::rust_target(setting.workspace, need::NO_STD)?;
    let what = ["-p", "assumable", "--target", need::NO_STD];
    cargo(setting, &[&["build"], &what[..]].concat())
}

/// The fuzz targets compile. They are checked only, so nothing is linked: libFuzzer, which its build
/// script would compile from C++, need not be there.
pub(super) fn fuzz(setting: &Setting) -> Result<()> {
    let workspace = setting.workspace;
    let mut cargo = workspace.cargo();
    cargo.env("CUSTOM_LIBFUZZER_PATH", "elsewhere/libfuzzer.a");
    cargo.args(["check", "--locked", "--bins", "--manifest-path"]);
    cargo.arg(workspace.root.join("fuzz/Cargo.toml"));
    process::run(cargo.arg("--target-dir").arg(workspace.target.join("fuzz")))
}

pub(super) fn doc(setting: &Setting) -> Result<()> {
    let mut cargo = setting.workspace.cargo();
    cargo.env("RUSTDOCFLAGS", "-D warnings");
    process::run(cargo.args(["doc", "-p", "assumable", "--no-deps"]))
}

fn cargo(setting: &Setting, arguments: &[&str]) -> Result<()> {
    process::run(setting.workspace.cargo().args(arguments))
}
