//! Node.js, which a person must bring.

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

const OLDEST: u32 = 20;
const ADVICE: &str = "install Node.js 20 or later (https://nodejs.org)";

/// Fails unless a recent enough Node.js is there.
pub(super) fn node(workspace: &Workspace) -> Result<()> {
    let printed = process::output(workspace.node().arg("--version")).context(ADVICE)?;
    match major(&printed) {
        Some(major) if major >= OLDEST => Ok(()),
        _ => bail!("Node.js {} is too old: {ADVICE}", printed.trim()),
    }
}

fn major(printed: &str) -> Option<u32> {
    printed.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v9.0.0"), Some(9));
        assert_eq!(major("v26.0.0-nightly"), Some(26));
        assert_eq!(major("20.1.0"), None);
        assert_eq!(major(""), None);
    }
}
