import { refusal, type Refusal } from "./refusal.js";

/**
 * The bearer token of a request, read as RFC 6750 section 2.1 has it: one `Authorization` header, and
 * nowhere else. Several headers come joined by commas, which no token has in it.
 */
export function bearer(headers: Headers, url: URL, maxBytes: number): string | Refusal {
  // Section 2.3: it would stand in logs and histories, and the upstream's too.
  if (url.search !== "" && hasToken(url.search)) {
    return refusal(400, "token-in-query", "the token stands in the URL; it belongs into the header `Authorization`");
  }
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

/** Whether a query has a token in it, without letter case. */
const hasToken = (query: string) => names(query).some((name) => /^access[_.\s[]token\s*(\[|$)/i.test(name));

/**
 * The names of a query's parameters, however the upstream takes queries apart: at `;` too, and as PHP does, up
 * to a zero and without blanks before. A dot, a blank and an open bracket are `_` to it.
 */
export function names(query: string): string[] {
  if (query === "") return [];
  return query.split(/[?&;]/).map((parameter) => {
    const [name = ""] = new URLSearchParams(parameter).keys();
    return name.split("\0", 1)[0]!.trimStart();
  });
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
