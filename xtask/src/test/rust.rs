//! The steps that cargo carries out.

use anyhow::Result;

use super::Setting;
use crate::{need, process};

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
    let verify_only = ["-p", "assumable-wasm", "--no-default-features", "--target", need::WASM];
    cargo(setting, &[&["clippy"], &verify_only[..], &["--", "-D", "warnings"]].concat())
}

pub(super) fn test(setting: &Setting) -> Result<()> {
    cargo(setting, &["test", "--workspace"])
}

pub(super) fn no_std(setting: &Setting) -> Result<()> {
    need::rust_target(setting.workspace, need::NO_STD)?;
    let what = ["-p", "assumable", "--target", need::NO_STD];
    cargo(setting, &[&["build"], &what[..]].concat())
}

pub(super) fn doc(setting: &Setting) -> Result<()> {
    let mut cargo = setting.workspace.cargo();
    cargo.env("RUSTDOCFLAGS", "-D warnings");
    process::run(cargo.args(["doc", "-p", "assumable", "--no-deps"]))
}

fn cargo(setting: &Setting, arguments: &[&str]) -> Result<()> {
    process::run(setting.workspace.cargo().args(arguments))
}
