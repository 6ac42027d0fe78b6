//! `cargo xtask test`: every check there is, cheap ones first, up to the first that fails.
//!
//! A step never skips: what it needs is installed, or its absence is an error. Each can be run
//! alone by its name; those that need the products say so if `cargo xtask build` has not run.
//!
//! A JavaScript test (`wasm/tests/run.mjs`, `www/tests/run.mjs`) is started by Node.js in the root
//! of the repository and fails by its exit code. It is given
//!
//! * `PATH` with `node_modules/.bin` in front (`deno`, `bun`, `tsc`, `vite`);
//! * `CHROME`, the path of a Chromium;
//! * only the inspector's: `INSPECTOR_URL`, where `dist/www/` is served with the same headers as
//!   by `cargo xtask serve`.

mod dependencies;
mod javascript;
mod readme;
mod rust;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{build, need};

/// What a step may look at.
struct Setting<'a> {
    workspace: &'a Workspace,
    /// A machine that cannot fetch the advisory database is an error.
    advisories: bool,
}

struct Step {
    name: &'static str,
    summary: &'static str,
    run: fn(&Setting) -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "prerequisites", summary: "what the steps need is there", run: prerequisites },
    Step { name: "fmt", summary: "Rust is formatted", run: rust::fmt },
    Step { name: "dependencies", summary: "licences, bans, sources", run: dependencies::check },
    Step { name: "clippy", summary: "lints, for this machine", run: rust::clippy },
    Step { name: "clippy-wasm", summary: "lints, for wasm", run: rust::clippy_wasm },
    Step {
        name: "features",
        summary: "lints, for the core with few features",
        run: rust::features,
    },
    Step { name: "unit", summary: "unit, integration and doc tests", run: rust::test },
    Step { name: "no-std", summary: "the core builds without std", run: rust::no_std },
    Step { name: "fuzz", summary: "the fuzz targets compile", run: rust::fuzz },
    Step { name: "doc", summary: "the core's documentation has no warning", run: rust::doc },
    Step {
        name: "build",
        summary: "npm package and site",
        run: |it| build::everything(it.workspace),
    },
    Step { name: "package", summary: "the npm package can be published", run: javascript::package },
    Step { name: "npm", summary: "the npm package in every runtime", run: javascript::npm },
    Step { name: "inspector", summary: "the site in Chromium", run: javascript::inspector },
    Step { name: "readme", summary: "the README's examples run", run: readme::check },
];

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let (options, names): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| argument.starts_with("--"));
    if let Some(unknown) = options.iter().find(|name| !["--list", "--advisories"].contains(name)) {
        bail!("`{unknown}` is not an option: --list or --advisories");
    }
    let steps = chosen(&names)?;
    if options.contains(&"--list") {
        for step in steps {
            println!("  {:15}{}", step.name, step.summary);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let setting = Setting { workspace, advisories: options.contains(&"--advisories") };
    Ok(run(&setting, &steps))
}

fn chosen(names: &[&str]) -> Result<Vec<&'static Step>> {
    if names.is_empty() {
        return Ok(STEPS.iter().collect());
    }
    let find = |name: &&str| match STEPS.iter().find(|step| step.name == *name) {
        Some(step) => Ok(step),
        None => bail!("`{name}` is not a step; `cargo xtask test --list` shows them"),
    };
    names.iter().map(find).collect()
}

/// Runs the steps and ends with the line `N passed, N failed`.
fn run(setting: &Setting, steps: &[&Step]) -> ExitCode {
    let mut passed = Vec::new();
    for step in steps {
        println!("\n── {}: {}", step.name, step.summary);
        let start = Instant::now();
        if let Err(error) = (step.run)(setting) {
            println!("\n── {} failed after {}\n{error:#}\n", step.name, seconds(start.elapsed()));
            println!("not run: {}", steps.len() - passed.len() - 1);
            println!("again, alone: cargo xtask test {}\n", step.name);
            println!("{} passed, 1 failed", passed.len());
            return ExitCode::FAILURE;
        }
        println!("── {} passed in {}", step.name, seconds(start.elapsed()));
        passed.push((step, start.elapsed()));
    }
    println!();
    for (step, time) in &passed {
        println!("  {:>8}  {}", seconds(*time), step.name);
    }
    println!("  {:>8}  in all\n", seconds(passed.iter().map(|(_, time)| *time).sum()));
    println!("{} passed, 0 failed", passed.len());
    ExitCode::SUCCESS
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn prerequisites(setting: &Setting) -> Result<()> {
    need::rust_component(setting.workspace, "rustfmt", "fmt")?;
    need::rust_component(setting.workspace, "clippy", "clippy")?;
    need::rust_target(setting.workspace, need::WASM)?;
    need::rust_target(setting.workspace, need::NO_STD)?;
    need::packages(setting.workspace)?;
    need::chromium()?;
    need::cargo_deny(setting.workspace)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{STEPS, chosen};

    #[test]
    fn without_names_every_step_runs() {
        assert_eq!(chosen(&[]).unwrap().len(), STEPS.len());
    }

    #[test]
    fn steps_are_chosen_in_the_order_given() {
        let names: Vec<&str> =
            chosen(&["npm", "fmt"]).unwrap().iter().map(|step| step.name).collect();
        assert_eq!(names, ["npm", "fmt"]);
    }

    #[test]
    fn an_unknown_step_is_an_error() {
        let error = chosen(&["fmt", "fnt"]).err().unwrap().to_string();
        assert_eq!(error, "`fnt` is not a step; `cargo xtask test --list` shows them");
    }
}
