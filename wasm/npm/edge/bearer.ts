import { refusal, type Refusal } from "./refusal.js";

/**
 * The bearer token of a request, read as RFC 6750 section 2.1 has it: one `Authorization` header, and
 * nowhere else. Several headers come joined by commas, which no token has in it.
 */
export function bearer(headers: Headers, maxBytes: number): string | Refusal {
  const credentials = headers.get("authorization");
  if (credentials === null) {
    return refusal(401, "authorization-missing", "there is no header `Authorization`");
  }
  if (credentials.length > maxBytes + PREFIX) {
    return refusal(400, "authorization-too-long", `the header \`Authorization\` is longer than a token of ${maxBytes} bytes`);
  }
  const isBearer = credentials.slice(0, BEARER.length).toLowerCase() === BEARER;
  const [, token] = (isBearer && TOKEN.exec(credentials.slice(BEARER.length))) || [];
  if (token !== undefined) return token;
  const [scheme] = /^[a-z]+/i.exec(credentials) ?? [];
  return scheme?.toLowerCase() === "bearer" || !/^[\w!#$%&'*+.^`|~-]+( |$)/.test(credentials)
    ? refusal(400, "authorization-malformed", "the header `Authorization` is not `Bearer`, a space and one token")
    : refusal(401, "authorization-scheme", "the header `Authorization` has another scheme than `Bearer`");
}

/** Schemes compare without letter case (RFC 9110 section 11.1). */
const BEARER = "bearer ";
/**
 * The rest is `b64token`, and white space at the end is no part of a value (section 5.5), though not every
 * host removes it.
 */
const TOKEN = /^ *([A-Za-z0-9\-._~+/]+=*)[ \t]*$/;

/** The scheme and a few spaces. */
const PREFIX = 16;
