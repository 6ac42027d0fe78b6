import type { Refusal } from "./refusal.js";

/**
 * An error as RFC 6749 section 5.2 has it. A subject token that is not believed or not admitted is an
 * `invalid_request` (RFC 8693 section 2.2.2); `code` says which.
 */
export function told({ status, code, detail, explanation, retryAfterSeconds }: Refusal, development: boolean): Response {
  const isOurs = ERRORS.includes(code);
  const error = isOurs ? code : status === 503 ? "temporarily_unavailable" : status === 500 ? "server_error" : "invalid_request";
  const body = {
    error,
    ...(!isOurs && { code }),
    ...((development || isOurs) && { error_description: plain(detail) }),
    ...(development && explanation !== undefined && { explanation }),
  };
  const retry = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  return json(body, statusOf(status), { ...PRIVATE, ...retry });
}

/** What section 5.2 has: a bearer who is not believed is no client who is not. */
export const statusOf = (status: number) => (status >= 500 ? status : 400);

/** What `error_description` may have. */
const plain = (text: string) => text.replaceAll('"', "'").replace(/[^\x20-\x5b\x5d-\x7e]/g, "?");

export function json(body: object, status: number, headers: Record<string, string>): Response {
  const all = { "content-type": "application/json", "x-content-type-options": "nosniff", ...headers };
  return new Response(JSON.stringify(body), { status, headers: all });
}

export const notAllowed = (allow: string) => json({ error: "invalid_request" }, 405, { ...PRIVATE, allow });

export const PRIVATE = { "cache-control": "no-store", pragma: "no-cache" };
/** As long as verifiers keep keys at least without asking again. */
export const PUBLIC = { "cache-control": "public, max-age=300", "access-control-allow-origin": "*" };

const ERRORS = ["invalid_request", "unsupported_grant_type", "invalid_target", "invalid_scope"];
