//! Folders and files, with errors that name them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Leaves an empty folder.
pub(crate) fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Copies one file, making the folders above it.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Writes a file.
pub(crate) fn write(path: &Path, what: impl AsRef<[u8]>) -> Result<()> {
    fs::write(path, what).with_context(|| format!("cannot write {}", path.display()))
}

/// A text with another in the place of a part that it must have once.
pub(super) fn replaced(text: &str, what: &str, with: &str) -> Result<String> {
    if text.matches(what).count() != 1 {
        bail!("`{what}` is not there once");
    }
    Ok(text.replace(what, with))
}

/// Copies the files of a folder whose path inside it is wanted.
pub(super) fn copy_tree(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<()> {
    for path in tree(from)? {
        if wanted(&path) {
            copy(&from.join(&path), &to.join(&path))?;
        }
    }
    Ok(())
}

/// The paths of all files inside a folder, relative to it and sorted.
pub(crate) fn tree(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let entries =
            fs::read_dir(&next).with_context(|| format!("cannot read {}", next.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path.strip_prefix(folder)?.to_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}
