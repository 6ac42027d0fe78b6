//! The `Content-Type` of a file, by the ending of its name.

use std::ffi::OsStr;
use std::path::Path;

/// Total: what is unknown is a download.
pub(super) fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(OsStr::to_str).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "txt" | "md" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::media_type;

    #[test]
    fn what_browsers_insist_on() {
        assert_eq!(media_type(Path::new("a/b.wasm")), "application/wasm");
        assert_eq!(media_type(Path::new("boot.js")), "text/javascript; charset=utf-8");
        assert_eq!(media_type(Path::new("style.css")), "text/css; charset=utf-8");
    }

    #[test]
    fn the_unknown_is_never_rendered() {
        assert_eq!(media_type(Path::new("LICENSE")), "application/octet-stream");
        assert_eq!(media_type(Path::new("a.html.bak")), "application/octet-stream");
    }
}
