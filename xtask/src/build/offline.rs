//! `service-worker.js`: the worker in `www/` is told the files of the site, and a version made of all
//! that is in them, so that a build with any other byte is another version.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::files;
use crate::workspace::Workspace;

const NAME: &str = "service-worker.js";

/// Writes the worker into the folder of the site, after everything else is there.
pub(super) fn write(workspace: &Workspace, dist: &Path) -> Result<()> {
    let source = workspace.root.join("www").join(NAME);
    let worker =
        fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let mut hash = Hash::default();
    let mut addresses = vec![String::from("./")];
    for path in files::tree(dist)? {
        let bytes = fs::read(dist.join(&path))
            .with_context(|| format!("cannot read {}", path.display()))?;
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let address = format!("./{}", parts.join("/"));
        hash.add(address.as_bytes());
        hash.add(&bytes);
        // The page is asked for as a folder.
        if address != "./index.html" {
            addresses.push(address);
        }
    }
    hash.add(worker.as_bytes());
    files::write(&dist.join(NAME), &told(&worker, &addresses, &hash.text())?)
}

fn told(worker: &str, addresses: &[String], version: &str) -> Result<String> {
    let list = serde_json::to_string(addresses)?;
    let mut told = worker.to_owned();
    for (placeholder, value) in [("\"VERSION\"", format!("\"{version}\"")), ("[\"FILES\"]", list)] {
        told = files::replaced(&told, placeholder, &value)
            .with_context(|| format!("www/{NAME} cannot be told"))?;
    }
    Ok(told)
}

/// FNV-1a: it tells builds apart, and keeps nobody out.
pub(super) struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        // The length, so that no byte moves from one file to the next unseen.
        for byte in bytes.len().to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    pub(super) fn text(&self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, told};

    fn hash(parts: &[&str]) -> String {
        let mut hash = Hash::default();
        parts.iter().for_each(|part| hash.add(part.as_bytes()));
        hash.text()
    }

    #[test]
    fn another_byte_is_another_version() {
        assert_ne!(hash(&["a", "b"]), hash(&["a", "c"]));
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
    }

    #[test]
    fn the_worker_is_told_files_and_version() {
        let worker = "const version = \"VERSION\";\nconst files = [\"FILES\"];\n";
        let told = told(worker, &["./".into(), "./a.js".into()], "0f").unwrap();
        assert_eq!(told, "const version = \"0f\";\nconst files = [\"./\",\"./a.js\"];\n");
        assert!(super::told("", &[], "0f").is_err());
    }
}
