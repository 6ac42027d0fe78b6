//! Node.js, which a person must bring.

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// Major and minor version; Vite, which the package's tests bundle with, needs it.
const OLDEST: (u32, u32) = (20, 19);
const ADVICE: &str = "install Node.js 20.19 or later (https://nodejs.org)";

/// Fails unless a recent enough Node.js is there.
pub(super) fn node(workspace: &Workspace) -> Result<()> {
    let printed = process::output(workspace.node().arg("--version")).context(ADVICE)?;
    match version(&printed) {
        Some(version) if version >= OLDEST => Ok(()),
        _ => bail!("Node.js {} is too old: {ADVICE}", printed.trim()),
    }
}

fn version(printed: &str) -> Option<(u32, u32)> {
    let mut numbers = printed.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::{OLDEST, version};

    #[test]
    fn reads_the_version() {
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version("v26.0.0-nightly"), Some((26, 0)));
        assert_eq!(version("20.1.0"), None);
        assert_eq!(version(""), None);
    }

    #[test]
    fn minor_versions_count() {
        assert!(version("v20.18.3") < Some(OLDEST));
        assert!(version("v20.19.0") >= Some(OLDEST));
        assert!(version("v22.0.0") > Some(OLDEST));
    }
}
