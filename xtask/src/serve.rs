//! `cargo xtask serve`: builds the inspector and serves it to this machine only.

mod http;
mod media_type;
mod path;
mod security;
mod server;

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

pub(crate) use self::server::Server;
use crate::build;
use crate::workspace::Workspace;

const PORT: u16 = 8080;

pub(crate) fn command(workspace: &Workspace, arguments: &[String]) -> Result<ExitCode> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let port = match arguments.as_slice() {
        [] => PORT,
        ["--port", port] => port.parse().with_context(|| format!("`{port}` is not a port"))?,
        _ => bail!("usage: cargo xtask serve [--port {PORT}]"),
    };
    // Taken first: a busy port should be said before a minute of building, not after.
    let server = Server::bind(workspace.dist_www(), port)?;
    build::site::build(workspace)?;
    println!("the inspector is at {} (stop with Ctrl-C)", server.address());
    server.run();
    Ok(ExitCode::SUCCESS)
}
