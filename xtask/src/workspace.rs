//! Where things are: the repository, cargo's target folder, `dist/`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// The places and the version that every command works with.
pub(crate) struct Workspace {
    /// The folder of the repository, where every program is started.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever it was configured to be.
    pub(crate) target: PathBuf,
    /// The version of the workspace, which the npm package takes over.
    pub(crate) version: String,
}

impl Workspace {
    /// Asks cargo, so that its configuration and environment count.
    pub(crate) fn locate() -> Result<Self> {
        let metadata = process::output(Command::new("cargo").args([
            "metadata",
            "--no-deps",
            "--format-version=1",
        ]))?;
        Self::from_metadata(&metadata).context("cannot read what `cargo metadata` printed")
    }

    fn from_metadata(metadata: &str) -> Result<Self> {
        let metadata: Value = serde_json::from_str(metadata)?;
        let text = |value: Option<&Value>, what: &str| {
            value.and_then(Value::as_str).map(str::to_owned).with_context(|| format!("no {what}"))
        };
        let package = metadata
            .get("packages")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .find(|package| package.get("name").and_then(Value::as_str) == Some("assumable"))
            .context("no package `assumable`")?;
        Ok(Self {
            root: text(metadata.get("workspace_root"), "workspace root")?.into(),
            target: text(metadata.get("target_directory"), "target directory")?.into(),
            version: text(package.get("version"), "version")?,
        })
    }

    /// The npm package, ready to pack.
    pub(crate) fn dist_npm(&self) -> PathBuf {
        self.root.join("dist/npm")
    }

    /// The static site.
    pub(crate) fn dist_www(&self) -> PathBuf {
        self.root.join("dist/www")
    }

    /// A program started in the root of the repository, with the tools of `node_modules` in reach.
    pub(crate) fn command(&self, program: &str) -> Command {
        let tools = self.root.join("node_modules/.bin");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let places = std::iter::once(tools).chain(std::env::split_paths(&path));
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        if let Ok(path) = std::env::join_paths(places) {
            command.env("PATH", path);
        }
        command
    }

    /// `cargo`, started in the root of the repository.
    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// `node`, started in the root of the repository.
    pub(crate) fn node(&self) -> Command {
        self.command("node")
    }
}

#[cfg(test)]
mod tests {
    use super::Workspace;

    #[test]
    fn reads_cargo_metadata() {
        let workspace = Workspace::from_metadata(
            r#"{"packages":[{"name":"xtask","version":"9.9.9"},{"name":"assumable","version":"0.1.0"}],
                "workspace_root":"/r","target_directory":"/t"}"#,
        )
        .unwrap();
        assert_eq!(workspace.version, "0.1.0");
        assert_eq!(workspace.root.to_str(), Some("/r"));
        assert_eq!(workspace.target.to_str(), Some("/t"));
    }

    #[test]
    fn names_what_is_missing() {
        let error = Workspace::from_metadata(r#"{"packages":[]}"#).err().unwrap();
        assert_eq!(error.to_string(), "no package `assumable`");
    }
}
