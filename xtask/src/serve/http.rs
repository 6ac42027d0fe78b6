//! As much of HTTP/1.1 as a static site on this machine needs: one request per connection.

use std::io::{self, BufRead, Write};

use super::security;

/// The longest request head that is read, in bytes.
const HEAD_LIMIT: u64 = 16 * 1024;

/// The first line of a request.
#[derive(Debug, PartialEq)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) target: String,
}

/// What goes back.
pub(super) struct Response {
    pub(super) status: &'static str,
    pub(super) media_type: &'static str,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// Reads a whole request head; `None` if it is not one.
    pub(super) fn read(stream: impl BufRead) -> io::Result<Option<Self>> {
        let mut lines = stream.take(HEAD_LIMIT).lines();
        let Some(first) = lines.next().transpose()? else { return Ok(None) };
        loop {
            match lines.next().transpose()? {
                Some(header) if header.is_empty() => return Ok(Self::parse(&first)),
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        let whole = words.next().is_none() && version.starts_with("HTTP/1.");
        whole.then(|| Self { method: method.to_owned(), target: target.to_owned() })
    }
}

impl Response {
    /// An answer in words.
    pub(super) fn text(status: &'static str) -> Self {
        let body = format!("{status}\n").into_bytes();
        Self { status, media_type: "text/plain; charset=utf-8", body }
    }

    /// Writes the answer; a `HEAD` request gets no body.
    pub(super) fn write(&self, mut stream: impl Write, with_body: bool) -> io::Result<()> {
        let mut head = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
            self.status,
            self.media_type,
            self.body.len()
        );
        for (name, value) in security::HEADERS {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        if with_body {
            stream.write_all(&self.body)?;
        }
        stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::{Request, Response};

    fn read(text: &str) -> Option<Request> {
        Request::read(text.as_bytes()).unwrap()
    }

    #[test]
    fn reads_a_request() {
        let request = read("GET /a.js HTTP/1.1\r\nHost: localhost:8080\r\n\r\n").unwrap();
        assert_eq!(request, Request { method: "GET".into(), target: "/a.js".into() });
    }

    #[test]
    fn refuses_what_is_not_one() {
        assert_eq!(read(""), None);
        assert_eq!(read("GET / HTTP/1.1\r\nHost: x\r\n"), None);
        assert_eq!(read("GET /\r\n\r\n"), None);
        assert_eq!(read("GET / HTTP/1.1 more\r\n\r\n"), None);
        assert_eq!(read("GET / SPDY/3\r\n\r\n"), None);
        assert_eq!(read(&format!("GET / HTTP/1.1\r\n{}\r\n\r\n", "x".repeat(20_000))), None);
    }

    #[test]
    fn every_answer_carries_the_security_headers() {
        let mut written = Vec::new();
        Response::text("404 Not Found").write(&mut written, true).unwrap();
        let written = String::from_utf8(written).unwrap();
        assert!(written.starts_with("HTTP/1.1 404 Not Found\r\n"), "{written}");
        assert!(written.contains("\r\nContent-Security-Policy: default-src 'none'; "), "{written}");
        assert!(written.contains("\r\nX-Content-Type-Options: nosniff\r\n"), "{written}");
        assert!(written.ends_with("\r\n\r\n404 Not Found\n"), "{written}");
    }

    #[test]
    fn a_head_request_gets_no_body() {
        let mut written = Vec::new();
        Response::text("200 OK").write(&mut written, false).unwrap();
        assert!(String::from_utf8(written).unwrap().ends_with("\r\n\r\n"));
    }
}
