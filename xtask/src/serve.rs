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
    // Taken first: a busy port should be said before a minute of building, not after.
    let server = Server::bind(workspace.dist_www(), port(arguments)?)?;
    build::site::build(workspace)?;
    println!("the inspector is at {} (stop with Ctrl-C)", server.address());
    server.run();
    Ok(ExitCode::SUCCESS)
}

fn port(arguments: &[String]) -> Result<u16> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let port = match arguments.as_slice() {
        [] => return Ok(PORT),
        ["--port", port] => Some(*port),
        [option] => option.strip_prefix("--port="),
        _ => None,
    };
    let Some(port) = port else { bail!("usage: cargo xtask serve [--port {PORT}]") };
    port.parse().with_context(|| format!("`{port}` is not a port"))
}

#[cfg(test)]
mod tests {
    use super::{PORT, port};

    #[test]
    fn a_port_is_given_in_either_way() {
        let port = |arguments: &[&str]| {
            let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
            port(&arguments).map_err(|error| error.to_string())
        };
        assert_eq!(port(&[]), Ok(PORT));
        assert_eq!(port(&["--port", "9001"]), Ok(9001));
        assert_eq!(port(&["--port=9001"]), Ok(9001));
        assert_eq!(port(&["--port=x"]), Err("`x` is not a port".to_owned()));
        for arguments in [&["--port"][..], &["9001"], &["--port=1", "2"]] {
            assert!(port(arguments).unwrap_err().starts_with("usage: "), "{arguments:?}");
        }
    }
}
