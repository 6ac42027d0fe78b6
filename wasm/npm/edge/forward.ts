import { platform } from "#platform";
import { invalid } from "../error.js";
import type { Json } from "../glue/assumable.js";
import type { GateIdentity } from "./admission.js";

/** What answers in the gate's place: a service binding, say. */
export interface Upstream {
  fetch(request: Request): Promise<Response>;
}

/** A base URL that may be had, and asked under. */
export function baseUrl(value: string, name: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const plain = url !== undefined && url.username + url.password + url.search + url.hash === "";
  if (!plain || !["http:", "https:"].includes(url.protocol)) {
    throw invalid(`\`${name}\` must be an http or https URL without credentials, query and fragment`);
  }
  return url;
}

/**
 * The request as it goes on: without the token, which the upstream could use elsewhere, without what
 * only the gate may say, and with whose token it was.
 */
export function passed(request: Request, url: URL, identity: GateIdentity, shown: readonly string[]): Request {
  const { method, body, signal } = request;
  const headers = cleaned(request.headers);
  headers.set(`${OWN}issuer`, visible(identity.issuer));
  if (identity.subject !== undefined) headers.set(`${OWN}subject`, visible(identity.subject));
  if (shown.length > 0) headers.set(`${OWN}claims`, base64url(JSON.stringify(chosen(identity.claims, shown))));
  const init: RequestInit & { duplex?: "half" } = { method, headers, signal, redirect: "manual" };
  if (body !== null && method !== "GET" && method !== "HEAD") Object.assign(init, { body, duplex: "half" });
  return new Request(url, init);
}

/** The same path and query under another base. Nothing of the request chooses the host. */
export function under(base: URL, url: URL): URL {
  const target = new URL(base);
  target.pathname = base.pathname.replace(/\/$/, "") + url.pathname;
  target.search = url.search;
  return target;
}

function cleaned(from: Headers): Headers {
  const headers = new Headers(from);
  for (const name of [...headers.keys()]) {
    // CGI, and what came after it, makes one name of `-` and `_`.
    if (STRIPPED.has(name) || name.replaceAll("_", "-").startsWith(OWN)) headers.delete(name);
  }
  // Elsewhere `fetch` decodes what it answers, and leaves the header that says it is encoded.
  if (platform.perRequest !== true) headers.set("accept-encoding", "identity");
  return headers;
}

function chosen(claims: Readonly<Record<string, Json>>, names: readonly string[]): Record<string, Json> {
  const found: Record<string, Json> = Object.create(null);
  for (const name of names) {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** As a header may have it: what is not visible ASCII is percent-encoded UTF-8, and so is `%`. */
function visible(text: string): string {
  return text.replace(/[^\x21-\x24\x26-\x7e]+/gu, (hidden) =>
    Array.from(new TextEncoder().encode(hidden), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

export function base64url(data: string | Uint8Array): string {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What only the gate says. */
const OWN = "x-assumable-";

const STRIPPED: ReadonlySet<string> = new Set([
  "authorization",
  // For one connection only (RFC 9110 section 7.6.1). `Connection` could also name one of ours, which the
  // next proxy would then remove; and how long a body is says whoever sends it.
  "connection",
  "content-length",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // Frameworks read another method or another path here than the one that was decided on.
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-url",
  "x-rewrite-url",
]);
