import { read } from "../fetch.js";
import { refusal, type Refusal } from "./refusal.js";

/** What a token exchange asks for (RFC 8693 section 2.1). */
export interface Asked {
  readonly subjectToken: string;
  readonly audiences: readonly string[];
  readonly scopes?: readonly string[];
}

/** Reads the body of a request to a token endpoint; the `code` of a refusal is that of RFC 6749 section 5.2. */
export async function form(request: Request): Promise<Asked | Refusal> {
  const [type] = (request.headers.get("content-type") ?? "").split(";", 1);
  if (type?.trim().toLowerCase() !== FORM) return bad(`the body is not of the type \`${FORM}\``);
  const bytes = await read(request.body, AbortSignal.timeout(TIME_LIMIT)).catch(() => undefined);
  if (bytes === undefined) return bad("the body is too long, or comes too slowly");
  const parameters = new URLSearchParams(new TextDecoder().decode(bytes));
  // RFC 6749 section 3.2; RFC 8693 lets these two be several.
  for (const name of KNOWN) {
    if (parameters.getAll(name).length > 1) return bad(`the parameter \`${name}\` is there more than once`);
  }
  const one = (name: string) => parameters.get(name) || undefined;
  const grant = one("grant_type");
  if (grant === undefined) return bad("the parameter `grant_type` is missing");
  if (grant !== EXCHANGE) return refusal(400, "unsupported_grant_type", `the only grant type is \`${EXCHANGE}\``);
  const subjectToken = one("subject_token");
  if (subjectToken === undefined) return bad("the parameter `subject_token` is missing");
  if (!TOKEN_TYPES.has(one("subject_token_type") ?? "")) {
    return bad("`subject_token_type` must be that of a JWT, an ID token or an access token");
  }
  if (!ISSUED_TYPES.has(one("requested_token_type") ?? ACCESS_TOKEN)) {
    return bad("the only `requested_token_type` is an access token, which is a JWT");
  }
  if (one("actor_token") !== undefined) return bad("nobody acts for another here: `actor_token` is not taken");
  const audiences = each([...parameters.getAll("audience"), ...parameters.getAll("resource")]);
  const scope = one("scope");
  return { subjectToken, audiences, ...(scope !== undefined && { scopes: each(scope.split(" ")) }) };
}

/** Each once, however often it was named: what is signed must not be longer than what may be asked for. */
const each = (texts: readonly string[]) => [...new Set(texts)].filter((it) => it !== "");

const bad = (detail: string) => refusal(400, "invalid_request", detail);

export const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
/** RFC 8693 section 3. */
export const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
const [JWT, ID_TOKEN] = ["urn:ietf:params:oauth:token-type:jwt", "urn:ietf:params:oauth:token-type:id_token"];
const TOKEN_TYPES = new Set([JWT, ID_TOKEN, ACCESS_TOKEN]);
const ISSUED_TYPES = new Set([JWT, ACCESS_TOKEN]);

const FORM = "application/x-www-form-urlencoded";
/** Those that may be there once; the others are not looked at (RFC 6749 section 3.2). */
const KNOWN = [
  "grant_type",
  "subject_token",
  "subject_token_type",
  "requested_token_type",
  "actor_token",
  "scope",
];
const TIME_LIMIT = 10_000;
