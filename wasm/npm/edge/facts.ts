import type { GateFacts } from "../glue/assumable.js";
import { refusal, type Refusal } from "./refusal.js";

/**
 * What a policy may ask of a request. What is decided on is what is forwarded, to the letter; a path that
 * two readers may read differently is refused, unless `anyPath`.
 */
export function facts(
  request: Request,
  url: URL,
  { now, sourceIp, anyPath }: { now: number; sourceIp: string | undefined; anyPath: boolean },
): GateFacts | Refusal {
  const { method, headers } = request;
  const path = url.pathname;
  if (!isMethod(method)) {
    return refusal(405, "method-refused", "the method is not one that passes a gate");
  }
  if (path.length > LONGEST_PATH) {
    return refusal(414, "path-too-long", `the path is longer than ${LONGEST_PATH} bytes`);
  }
  if (url.host.length > LONGEST_HOST) {
    return refusal(400, "host-too-long", `the host is longer than ${LONGEST_HOST} bytes`);
  }
  if (!anyPath && isAmbiguous(path)) {
    return refusal(400, "path-ambiguous", "two readers may read the path differently, for `//`, `;`, or an escape that hides something");
  }
  const userAgent = headers.get("user-agent");
  if (userAgent !== null && userAgent.length > LONGEST_USER_AGENT) {
    return refusal(431, "user-agent-too-long", `the header \`User-Agent\` is longer than ${LONGEST_USER_AGENT} bytes`);
  }
  return {
    method,
    host: url.host,
    path,
    secure: url.protocol === "https:",
    ...(sourceIp !== undefined && { sourceIp }),
    ...(userAgent !== null && { userAgent }),
    now,
  };
}

/** Whether a gate lets requests with this method pass at all. */
export const isMethod = (method: string) => METHOD.test(method) && !REFUSED.includes(method);

/** A path that an upstream may take for another one: `/%61dmin`, `//admin` or `/admin;a` for `/admin`. */
export function isAmbiguous(path: string): boolean {
  if (/\/\/|[\\;]/.test(path)) return true;
  if (!path.includes("%")) return false;
  for (const [, escaped] of path.matchAll(/%(..?)?/g)) {
    if (escaped === undefined || !/^[\da-f]{2}$/i.test(escaped)) return true;
    if (HIDDEN.test(String.fromCharCode(parseInt(escaped, 16)))) return true;
  }
  return !isPlain(path);
}

/**
 * Whether the escapes are UTF-8, and no reader who takes one character for another (NFKC), drops what is not
 * seen, or a blank at either end, gets other segments out of it, or one of nothing but dots.
 */
function isPlain(path: string): boolean {
  try {
    const [, ...segments] = decodeURIComponent(path).split("/");
    return segments.every((segment, index) => {
      const isEnd = segment === "" && index === segments.length - 1;
      return isEnd || !/^\.*$|[/\\;%?#]|^[\s\x85]|[\s\x85]$/u.test(segment.normalize("NFKC").replace(UNSEEN, ""));
    });
  } catch {
    return false;
  }
}

/** What is not seen, which some comparisons pass over. */
export const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** What needs no escape (RFC 3986 section 2.3), separates segments or ends a path, or is a control character. */
const HIDDEN = /[\w.~\-/\\;?#\x00-\x1f\x7f%]/;
/** As in HTTP (RFC 9110 section 5.6.2), in capitals: policies compare them so. */
const METHOD = /^[A-Z][A-Z\-_]{0,31}$/;
const REFUSED = ["CONNECT", "TRACE", "TRACK"];
export const LONGEST_PATH = 8192;
/** A name (RFC 1035 section 2.3.4), and a port. */
const LONGEST_HOST = 253 + 6;
const LONGEST_USER_AGENT = 2048;
