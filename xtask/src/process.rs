//! Starting programs, with an error that says which one failed and how.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// Runs a program whose output goes to the person, and fails unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status =
        command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))?;
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

/// Runs a program and returns what it printed; its errors are part of ours.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = finished(command)?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({})\n{}", line(command), output.status, complaint.trim_end());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` did not print text", line(command)))
}

/// Whether a program can be started and succeeds. Prints nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    finished(command).is_ok_and(|output| output.status.success())
}

/// Looks for a program in the folders of `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

fn finished(command: &mut Command) -> Result<Output> {
    command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))
}

fn not_started(command: &Command, error: &std::io::Error) -> anyhow::Error {
    let program = command.get_program().to_string_lossy();
    match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("`{program}` was not found on this machine"),
        _ => anyhow::anyhow!("cannot start `{program}`: {error}"),
    }
}

fn line(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{output, run, succeeds};

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert_eq!(error.to_string(), "`no-such-program-here` was not found on this machine");
    }

    #[test]
    fn a_failure_shows_the_line_and_the_complaint() {
        let error = output(Command::new("cargo").arg("--no-such-option")).unwrap_err().to_string();
        assert!(error.starts_with("`cargo --no-such-option` failed ("), "{error}");
        assert!(error.contains("unexpected argument"), "{error}");
    }

    #[test]
    fn success_is_told_from_failure() {
        assert!(succeeds(Command::new("cargo").arg("--version")));
        assert!(!succeeds(Command::new("cargo").arg("--no-such-option")));
        assert!(!succeeds(&mut Command::new("no-such-program-here")));
    }
}
