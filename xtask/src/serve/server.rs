//! A folder, served on the loopback addresses of this machine.

use std::fs;
use std::io::{self, BufReader};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

use super::http::{Request, Response};
use super::media_type::media_type;
use super::path;

/// How long a connection may say nothing; browsers open some in advance and leave them idle.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many free ports are tried, if another program has them on `[::1]`.
const MOST_REFUSED: usize = 16;

/// A bound port and the folder behind it.
pub(crate) struct Server {
    folder: PathBuf,
    port: u16,
    listeners: Vec<TcpListener>,
}

impl Server {
    /// Takes a port, any free one for 0. The folder is read at each request, so it may come later.
    pub(crate) fn bind(folder: PathBuf, port: u16) -> Result<Self> {
        let (listeners, port) = listeners(port, TcpListener::bind)?;
        Ok(Self { folder, port, listeners })
    }

    /// Where a browser finds it.
    pub(crate) fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Serves until the process ends.
    pub(crate) fn run(self) {
        thread::scope(|scope| {
            for listener in &self.listeners {
                scope.spawn(|| {
                    for stream in listener.incoming().flatten() {
                        let folder = self.folder.clone();
                        // A connection that breaks is the browser's business.
                        thread::spawn(move || answer(&stream, &folder).ok());
                    }
                });
            }
        });
    }
}

/// Takes a port on both loopback addresses: `localhost` may mean either, and another program on the
/// second would be taken for this one. A machine without IPv6 does with the first.
fn listeners(
    port: u16,
    bind: impl Fn(SocketAddr) -> io::Result<TcpListener>,
) -> Result<(Vec<TcpListener>, u16)> {
    // Kept, so that the system does not offer the same port again.
    let mut refused = Vec::new();
    loop {
        let first = bind((Ipv4Addr::LOCALHOST, port).into())
            .with_context(|| format!("cannot use port {port}; choose another with --port"))?;
        let taken = first.local_addr()?.port();
        match bind((Ipv6Addr::LOCALHOST, taken).into()) {
            Ok(second) => return Ok((vec![first, second], taken)),
            Err(error) if error.kind() != io::ErrorKind::AddrInUse => {
                return Ok((vec![first], taken));
            }
            Err(_) if port == 0 && refused.len() < MOST_REFUSED => refused.push(first),
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("port {taken} is taken on [::1]; choose another with --port")
                });
            }
        }
    }
}

fn answer(stream: &TcpStream, folder: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    match Request::read(BufReader::new(stream))? {
        Some(request) => respond(&request, folder).write(stream, request.method != "HEAD"),
        None => Response::text("400 Bad Request").write(stream, true),
    }
}

fn respond(request: &Request, folder: &Path) -> Response {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Response::text("405 Method Not Allowed");
    }
    let found = path::relative(&request.target)
        .and_then(|path| inside(folder, &path))
        .and_then(|path| Some((media_type(&path), fs::read(&path).ok()?)));
    match found {
        Some((media_type, body)) => Response { status: "200 OK", media_type, body },
        None => Response::text("404 Not Found"),
    }
}

/// Follows symbolic links and refuses where they lead outside.
fn inside(folder: &Path, path: &Path) -> Option<PathBuf> {
    let path = folder.join(path).canonicalize().ok()?;
    path.starts_with(folder.canonicalize().ok()?).then_some(path)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs;
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::path::PathBuf;
    use std::thread;

    use super::{MOST_REFUSED, Server, listeners};

    fn site(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("www")).unwrap();
        fs::write(folder.join("www/index.html"), "<p>hello").unwrap();
        fs::write(folder.join("secret.txt"), "secret").unwrap();
        folder
    }

    fn ask(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn serves_the_folder_and_nothing_else() {
        let folder = site("serves");
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.join("secret.txt"), folder.join("www/link.txt")).unwrap();
        let server = Server::bind(folder.join("www"), 0).unwrap();
        let port = server.port;
        thread::spawn(|| server.run());

        let page = ask(port, "GET / HTTP/1.1\r\n\r\n");
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        assert!(page.ends_with("<p>hello"), "{page}");
        let head = ask(port, "HEAD / HTTP/1.1\r\n\r\n");
        assert!(head.contains("Content-Length: 8\r\n") && head.ends_with("\r\n\r\n"), "{head}");
        for target in ["/../secret.txt", "/%2e%2e/secret.txt", "/link.txt", "/none.js"] {
            let answer = ask(port, &format!("GET {target} HTTP/1.1\r\n\r\n"));
            assert!(answer.starts_with("HTTP/1.1 404 "), "{target}: {answer}");
        }
        assert!(ask(port, "POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
        assert!(ask(port, "hello\r\n\r\n").starts_with("HTTP/1.1 400 "));

        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_free_port_is_free_on_both_addresses() {
        let left = Cell::new(2);
        let busy = |address: std::net::SocketAddr| {
            if address.is_ipv4() || left.get() == 0 {
                return TcpListener::bind((
                    "127.0.0.1",
                    if address.is_ipv4() { address.port() } else { 0 },
                ));
            }
            left.set(left.get() - 1);
            Err(io::ErrorKind::AddrInUse.into())
        };
        assert_eq!(listeners(0, busy).unwrap().0.len(), 2);
        assert_eq!(left.get(), 0);
        left.set(MOST_REFUSED + 1);
        assert!(listeners(0, busy).unwrap_err().to_string().contains("is taken on [::1]"));
    }

    #[test]
    fn a_taken_port_is_said() {
        let first = Server::bind(PathBuf::new(), 0).unwrap();
        let error = Server::bind(PathBuf::new(), first.port).err().unwrap();
        assert!(error.to_string().ends_with("choose another with --port"), "{error}");
    }
}
