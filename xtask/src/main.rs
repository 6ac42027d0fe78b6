//! The build logic of this repository: `cargo xtask <command>`.
//!
//! What a command needs (Rust targets, npm packages, Chromium, cargo-deny) it installs by itself;
//! a person brings cargo and Node.js. Everything built lands in `dist/`. The conventions that
//! other folders rely on are written down where they are carried out:
//!
//! * [`build::npm`]: how `wasm/npm/` becomes the npm package in `dist/npm/`;
//! * [`build::site`]: how `web/` and `www/` become the site in `dist/www/`;
//! * [`test`]: what a JavaScript test is given.
#![expect(clippy::print_stdout, reason = "a command line tool talks on standard output")]

mod bench;
mod build;
mod need;
mod process;
mod serve;
mod test;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// One row of the table that `cargo xtask` prints.
struct Command {
    name: &'static str,
    usage: &'static str,
    summary: &'static str,
    run: fn(&Workspace, &[String]) -> Result<ExitCode>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        usage: "serve [--port 8080]",
        summary: "build the inspector and serve it on this machine",
        run: serve::command,
    },
    Command {
        name: "test",
        usage: "test [step…] [--list] [--advisories]",
        summary: "run every check, or only the steps named",
        run: test::command,
    },
    Command {
        name: "build",
        usage: "build",
        summary: "leave the npm package in dist/npm and the site in dist/www",
        run: build::command,
    },
    Command {
        name: "bench",
        usage: "bench [name]",
        summary: "run a benchmark of bench/, or list them",
        run: bench::command,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let Some((name, rest)) = arguments.split_first() else {
        print_table();
        return Ok(ExitCode::SUCCESS);
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        print_table();
        bail!("`{name}` is not a command");
    };
    (command.run)(&Workspace::locate()?, rest)
}

fn print_table() {
    println!("cargo xtask <command>\n");
    for command in COMMANDS {
        println!("  {:38}{}", command.usage, command.summary);
    }
}
