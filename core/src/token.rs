//! A token before anything is believed: taken apart, well formed, untrusted.

mod header;
mod unverified;

use alloc::vec::Vec;
use core::fmt;
use core::str;

pub use header::Header;
pub use unverified::Unverified;

use crate::claims::Claims;
use crate::encoding;
use crate::error::{JsonError, TokenError, TokenPart};
use crate::json::{self, Object};
use crate::limits::Limits;
use crate::span::Span;

/// A compact JWS ([RFC 7515 section 7.1]) whose form is right. Nothing in it is to be believed.
///
/// Stricter than most readers: exactly three parts, canonical unpadded base64url, a header that is
/// one JSON object without duplicate members, no `crit` extension, no `b64: false`. A token
/// without a signature, or with an algorithm that no verifier here accepts, can still be looked
/// at: [`problems`](Self::problems) lists what is wrong with it.
///
/// ```
/// use assumable::{Explain as _, Limits, UntrustedToken};
///
/// // {"alg":"none"}.{"sub":"a"}.
/// let source = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.";
/// let token = UntrustedToken::parse(source, &Limits::default())?;
/// assert_eq!(token.header().algorithm(), "none");
/// let claims = token.claims(&Limits::default())?;
/// assert_eq!(claims.get_unverified().subject(), Some("a"));
///
/// let error = UntrustedToken::parse("eyJhbGciOiJub25lIn0=.e30.", &Limits::default()).unwrap_err();
/// assert_eq!(error.to_string(), "in the header: base64url is written without padding, found `=` at byte 19");
/// assert_eq!(error.span().unwrap().start, 19);
/// # Ok::<(), assumable::TokenError>(())
/// ```
///
/// [RFC 7515 section 7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
#[derive(Clone, Eq, PartialEq)]
pub struct UntrustedToken<'a> {
    source: &'a str,
    parts: [Span; 3],
    signing_input: &'a str,
    header: Header,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> UntrustedToken<'a> {
    /// Takes a token apart. The payload is decoded, but not read.
    ///
    /// # Errors
    ///
    /// The first departure from the form. Nothing is decoded if the text is longer than
    /// [`Limits::token_bytes`].
    pub fn parse(source: &'a str, limits: &Limits) -> Result<Self, TokenError> {
        let compact = Compact::split(source, limits)?;
        let [header, ..] = compact.parts;
        Ok(Self {
            header: Header::parse(&compact.decode(TokenPart::Header)?, header, limits)?,
            payload: compact.decode(TokenPart::Payload)?,
            signature: compact.decode(TokenPart::Signature)?,
            source,
            parts: compact.parts,
            signing_input: compact.signing_input,
        })
    }

    /// The text it was read from.
    #[must_use]
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// Where header, payload and signature stand in the text.
    #[must_use]
    pub fn parts(&self) -> [Span; 3] {
        self.parts
    }

    /// What the token says about its signature. Whoever made the token chose it.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What the signature covers: header and payload as they are written.
    #[must_use]
    pub fn signing_input(&self) -> &'a str {
        self.signing_input
    }

    /// The signature's bytes. None for an unsecured token.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The payload's bytes.
    #[must_use]
    pub fn payload(&self) -> Unverified<&[u8]> {
        Unverified::new(&self.payload)
    }

    /// The payload as text: what the spans of [`claims_object`](Self::claims_object) point into.
    ///
    /// # Errors
    ///
    /// The payload is not UTF-8.
    pub fn payload_text(&self) -> Result<Unverified<&str>, TokenError> {
        utf8(&self.payload, TokenPart::Payload, self.payload_span()).map(Unverified::new)
    }

    /// The claims, if they keep the rules of RFC 7519.
    ///
    /// # Errors
    ///
    /// The payload is not one JSON object, or a claim breaks its rule.
    pub fn claims(&self, limits: &Limits) -> Result<Unverified<Claims>, TokenError> {
        read_claims(self.claims_object(limits)?, self.payload_span()).map(Unverified::new)
    }

    /// The payload as a JSON object, without the rules of RFC 7519. Other relying parties read
    /// claims more loosely than a strict verifier.
    ///
    /// # Errors
    ///
    /// The payload is not one JSON object.
    pub fn claims_object(&self, limits: &Limits) -> Result<Unverified<Object>, TokenError> {
        let text = self.payload_text()?.into_unverified();
        object(text, TokenPart::Payload, self.payload_span(), limits).map(Unverified::new)
    }

    pub(crate) fn payload_span(&self) -> Span {
        let [_, payload, _] = self.parts;
        payload
    }

    /// The header, and the payload's bytes.
    pub(crate) fn into_header_and_payload(self) -> (Header, Vec<u8>) {
        (self.header, self.payload)
    }
}

/// Shows the form, never the token: whoever holds its text can use it.
impl fmt::Debug for UntrustedToken<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntrustedToken")
            .field("parts", &self.parts)
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

/// The three parts of a token, found but not read.
pub(crate) struct Compact<'a> {
    source: &'a str,
    parts: [Span; 3],
    /// What the signature covers.
    pub(crate) signing_input: &'a str,
}

impl<'a> Compact<'a> {
    pub(crate) fn split(source: &'a str, limits: &Limits) -> Result<Self, TokenError> {
        if source.is_empty() {
            return Err(TokenError::Empty);
        }
        if source.len() > limits.token_bytes {
            return Err(TokenError::TooLong { actual: source.len(), limit: limits.token_bytes });
        }
        let mut periods = source.match_indices('.').map(|(at, _)| at);
        let (first, second, third) = (periods.next(), periods.next(), periods.next());
        let (Some(first), Some(second), None) = (first, second, third) else {
            let found = source.split('.').count();
            let span = third.map_or(Span::at(source.len()), |third| Span::new(third, source.len()));
            return Err(TokenError::Parts { found, span });
        };
        let parts = [
            Span::new(0, first),
            Span::new(first + 1, second),
            Span::new(second + 1, source.len()),
        ];
        let signing_input = Span::new(0, second).of(source).unwrap_or_default();
        Ok(Self { source, parts, signing_input })
    }

    /// The bytes of a part.
    pub(crate) fn decode(&self, part: TokenPart) -> Result<Vec<u8>, TokenError> {
        let span = self.span(part);
        encoding::decode(span.of(self.source).unwrap_or_default()).map_err(|error| {
            let inner = error.place();
            let span = Span::new(span.start + inner.start, span.start + inner.end);
            TokenError::Encoding { part, error, span }
        })
    }

    /// Where a part stands.
    pub(crate) fn span(&self, part: TokenPart) -> Span {
        let [header, payload, signature] = self.parts;
        match part {
            TokenPart::Header => header,
            TokenPart::Payload => payload,
            TokenPart::Signature => signature,
        }
    }
}

/// The claims of a payload, which stands here in its token.
pub(crate) fn read_claims(object: Unverified<Object>, span: Span) -> Result<Claims, TokenError> {
    Claims::from_object(object.into_unverified()).map_err(|error| TokenError::Claim { error, span })
}

fn utf8(bytes: &[u8], part: TokenPart, span: Span) -> Result<&str, TokenError> {
    str::from_utf8(bytes).map_err(|_| TokenError::Utf8 { part, span })
}

fn object(text: &str, part: TokenPart, span: Span, limits: &Limits) -> Result<Object, TokenError> {
    let value = json::parse(text, limits.json_depth)
        .map_err(|error: JsonError| TokenError::Json { part, error, span })?;
    match value.kind {
        json::Kind::Object(object) => Ok(object),
        _ => Err(TokenError::NotAnObject { part, found: value.json_type(), span }),
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::error::Explain as _;

    fn refusal(source: &str) -> (&'static str, Option<(usize, usize)>) {
        let error = UntrustedToken::parse(source, &Limits::default()).unwrap_err();
        (error.code(), error.span().map(|span| (span.start, span.end)))
    }

    /// `{"alg":"RS256"}`
    const HEADER: &str = "eyJhbGciOiJSUzI1NiJ9";

    #[test]
    fn the_form_is_exact() {
        let cases = [
            ("".into(), ("token-empty", None)),
            ("abc".into(), ("token-parts", Some((3, 3)))),
            (format!("{HEADER}.e30"), ("token-parts", Some((24, 24)))),
            (format!("{HEADER}.e30.AA.AA"), ("token-parts", Some((27, 30)))),
            ("..".into(), ("json-empty", Some((0, 0)))),
            (format!("{HEADER}.e30.A"), ("base64url-length", Some((25, 26)))),
            (format!("{HEADER}.e3 .AA"), ("base64url-whitespace", Some((23, 24)))),
            (format!("{HEADER}.e30.AA\n"), ("base64url-whitespace", Some((27, 28)))),
            (format!("{HEADER}.e31.AA"), ("base64url-trailing-bits", Some((23, 24)))),
            ("e30.e30.AA".into(), ("token-no-algorithm", Some((0, 3)))),
            ("W10.e30.AA".into(), ("token-not-an-object", Some((0, 3)))),
            ("gA.e30.AA".into(), ("token-utf8", Some((0, 2)))),
            ("ew.e30.AA".into(), ("json-unexpected", Some((0, 2)))),
        ];
        for (source, expected) in cases {
            assert_eq!(refusal(&source), expected, "{source:?}");
        }
    }

    #[test]
    fn size_is_looked_at_first() {
        let limits = Limits { token_bytes: 10, ..Limits::default() };
        let error = UntrustedToken::parse("= = = = = =", &limits).unwrap_err();
        assert_eq!(error, TokenError::TooLong { actual: 11, limit: 10 });
    }

    #[test]
    fn the_payload_is_read_only_when_asked_for() {
        let source = format!("{HEADER}.gA.");
        let token = UntrustedToken::parse(&source, &Limits::default()).unwrap();
        assert_eq!(token.payload().get_unverified(), b"\x80");
        assert_eq!(token.payload_text().unwrap_err().code(), "token-utf8");
        assert_eq!(token.signing_input(), format!("{HEADER}.gA"));
        assert!(token.signature().is_empty());
    }

    #[test]
    fn debug_does_not_show_the_token() {
        let source = format!("{HEADER}.e30.c2VjcmV0");
        let token = UntrustedToken::parse(&source, &Limits::default()).unwrap();
        let shown = format!("{token:?}");
        assert!(!shown.contains("c2VjcmV0") && !shown.contains(HEADER), "{shown}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken_apart_or_refused_with_a_place_in_it(
            source in "\\PC{0,40}|[A-Za-z0-9_=-]{0,9}(\\.[A-Za-z0-9_-]{0,9}){2,3}"
        ) {
            let limits = Limits::default();
            match UntrustedToken::parse(&source, &limits) {
                Ok(token) => {
                    let _ = token.claims(&limits);
                }
                Err(error) => {
                    if let Some(span) = error.span() {
                        assert!(span.of(&source).is_some(), "{error:?}");
                    }
                }
            }
        }
    }
}
