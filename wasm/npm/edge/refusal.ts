/** Why a request goes no further. */
export interface Refusal {
  readonly status: number;
  /** A stable name in kebab case. */
  readonly code: string;
  /** One line for a person. */
  readonly detail: string;
  /** When it is worth asking again. */
  readonly retryAfterSeconds?: number;
  /** Of a denial: the ids of its causes, and the whole trace. */
  readonly causes?: readonly string[];
  readonly explanation?: string;
}

export function refusal(status: number, code: string, detail: string, more?: Partial<Refusal>): Refusal {
  return { status, code, detail, ...more };
}

/** How refusals are written. */
export interface Manner {
  /** Whether a caller is told more than the code. */
  readonly development: boolean;
  readonly realm: string;
}

/**
 * A refusal as a response: a problem (RFC 9457), and what RFC 6750 section 3 asks of a resource server.
 */
export function problem(refused: Refusal, { development, realm }: Manner): Response {
  const { status, code, detail, causes, explanation, retryAfterSeconds } = refused;
  const body = {
    type: "about:blank",
    title: TITLES[status] ?? "Error",
    status,
    code,
    ...(development && { detail }),
    ...(development && causes !== undefined && { causes }),
    ...(development && explanation !== undefined && { explanation }),
  };
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  if (retryAfterSeconds !== undefined) headers.set("retry-after", String(retryAfterSeconds));
  const challenged = challenge(refused, realm);
  if (challenged !== undefined) headers.set("www-authenticate", challenged);
  return new Response(JSON.stringify(body), { status, headers });
}

/** Who shows nothing is told nothing but where he is. */
function challenge({ status, code }: Refusal, realm: string): string | undefined {
  const error = ERRORS[status];
  if (error === undefined) return undefined;
  // The host is what the client wrote.
  const where = `Bearer realm="${realm.replace(/["\\]/g, "")}"`;
  if (code === "authorization-missing" || code === "authorization-scheme") return where;
  return `${where}, error="${error}", error_description="${code}"`;
}

/** RFC 6750 section 3.1. */
const ERRORS: Readonly<Record<number, string>> = Object.assign(Object.create(null), {
  400: "invalid_request",
  401: "invalid_token",
  403: "insufficient_scope",
});

const TITLES: Readonly<Record<number, string>> = Object.assign(Object.create(null), {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  414: "URI Too Long",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
});
