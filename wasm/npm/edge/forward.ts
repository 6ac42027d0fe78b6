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

/** What the upstream is told besides whose token it was. */
export interface Shown {
  /** These claims. */
  readonly claims: readonly string[];
  /** The token itself. */
  readonly token: boolean;
}

/**
 * The request as it goes on: without the token, which the upstream could use elsewhere, without what
 * only the gate may say, and with whose token it was.
 */
export function passed(request: Request, url: URL, identity: GateIdentity, { claims: shown, token }: Shown): Request {
  const { method, body } = request;
  const headers = cleaned(request.headers, token);
  headers.set(`${OWN}issuer`, visible(identity.issuer));
  if (identity.subject !== undefined) headers.set(`${OWN}subject`, visible(identity.subject));
  if (shown.length > 0) headers.set(`${OWN}claims`, base64url(JSON.stringify(chosen(identity.claims, shown))));
  const init: RequestInit & { duplex?: "half" } = { method, headers, redirect: "manual" };
  // Elsewhere a request ends by itself when whoever asked is gone.
  if (platform.perRequest !== true) init.signal = request.signal;
  if (method !== "GET" && method !== "HEAD") {
    if (body !== null) Object.assign(init, { body, duplex: "half" });
  } else if (uncached()) {
    // Whoever caches knows no longer that the answer is one bearer's: that was said by `Authorization`
    // (RFC 9111 section 3.5).
    init.cache = "no-store";
  }
  return new Request(url, init);
}

let known: boolean | undefined;

/** Whether the host takes this option: workerd does from a certain compatibility date on. */
function uncached(): boolean {
  try {
    known ??= new Request("https://assumable.invalid/", { cache: "no-store" }).cache === "no-store";
  } catch {
    known = false;
  }
  return known;
}

/** The same path and query under another base. Nothing of the request chooses the host. */
export function under(base: URL, url: URL): URL {
  const target = new URL(base);
  target.pathname = base.pathname.replace(/\/$/, "") + url.pathname;
  target.search = url.search;
  return target;
}

function cleaned(from: Headers, withToken: boolean): Headers {
  const headers = new Headers();
  for (const [name, value] of from) {
    // CGI, and what came after it, makes one name of `-`, `_` and whatever else is no letter: what has such a
    // name goes no further, as with nginx and Apache.
    const passes = name === "authorization" ? withToken : PLAIN.test(name) && !STRIPPED.has(name) && !name.startsWith(OWN);
    if (passes) headers.append(name, value);
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

const PLAIN = /^[a-z\d-]+$/;
/** What only the gate says. */
const OWN = "x-assumable-";

const STRIPPED: ReadonlySet<string> = new Set([
  // For one connection only (RFC 9110 section 7.6.1), and what is said of it. What else `Connection` names goes
  // on as if it were not named there: it could be what a proxy before the gate has added, or one of ours.
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // CGI makes `HTTP_PROXY` of it.
  "proxy",
  // Frameworks and proxies read another method, host or path here than those that were decided on.
  "forwarded",
  "x-forwarded-host",
  "x-forwarded-method",
  "x-forwarded-path",
  "x-forwarded-prefix",
  "x-forwarded-uri",
  "x-host",
  "x-http-host-override",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-host",
  "x-original-method",
  "x-original-uri",
  "x-original-url",
  "x-override-url",
  "x-rewrite-url",
  // WSGI servers take the one off the path, or put the other in its place.
  "script-name",
  "x-script-name",
  "path-info",
  "request-uri",
  // The same of certain frameworks and proxies: Next.js, Envoy, Azure.
  "x-envoy-original-path",
  "x-invoke-path",
  "x-matched-path",
  "x-middleware-subrequest",
  "x-waws-unencoded-url",
  // Rack answers with another file.
  "x-accel-mapping",
  "x-sendfile-type",
]);
