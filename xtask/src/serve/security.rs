//! The headers that go with every answer.

/// What the page may load and where it may connect: its own files, and the issuers a person asks.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self' https: http://localhost:* http://127.0.0.1:*; \
    worker-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Name and value. Nothing is cached, so that a rebuilt file is seen at once.
pub(super) const HEADERS: [(&str, &str); 4] = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
];
