//! A Chromium for the browser tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ADVICE: &str = "no Chromium was found for the browser tests: install Chromium or Google \
    Chrome, and if it is not in PATH (as on macOS and Windows) set CHROME to the full path of its \
    program";

/// The path of a Chromium: the variable `CHROME`, else `PATH`, else installed from Debian.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROME").map(PathBuf::from) {
        if !path.is_file() {
            bail!("CHROME names {}, which is not a file", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = in_path() {
        return Ok(path);
    }
    if !(is_debian_machine() && is_root()) {
        bail!(ADVICE);
    }
    install().context(ADVICE)?;
    in_path().context(ADVICE)
}

fn in_path() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| process::find(name))
}

fn install() -> Result<()> {
    println!("installing Chromium from Debian");
    process::run(&mut apt_get(&["-qq", "update"]))?;
    process::run(&mut apt_get(&["-qq", "install", "-y", "--no-install-recommends", "chromium"]))
}

fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
    command
}

fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn is_debian_machine() -> bool {
    std::fs::read_to_string(Path::new("/etc/os-release")).is_ok_and(|text| is_debian(&text))
}

/// Debian itself: some of its descendants have no package of this name, or one that is not a
/// browser.
fn is_debian(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID="))
        .any(|id| id.trim().trim_matches(['"', '\'']) == "debian")
}

#[cfg(test)]
mod tests {
    use super::is_debian;

    #[test]
    fn knows_debian() {
        assert!(is_debian("PRETTY_NAME=\"Debian GNU/Linux 12\"\nNAME=\"Debian\"\nID=debian\n"));
        assert!(is_debian("ID=\"debian\""));
    }

    #[test]
    fn knows_what_is_not_debian() {
        assert!(!is_debian("ID=ubuntu\nID_LIKE=debian\n"));
        assert!(!is_debian("VERSION_ID=debian\n"));
        assert!(!is_debian(""));
    }
}
