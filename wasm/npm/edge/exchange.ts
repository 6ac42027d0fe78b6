import { AssumableError, invalid } from "../error.js";
import type { Json } from "../glue/assumable.js";
import { read } from "../input.js";
import { has } from "../own.js";
import { Admission, type GateIdentity } from "./admission.js";
import { facts } from "./facts.js";
import { ACCESS_TOKEN, EXCHANGE, form } from "./form.js";
import { baseUrl } from "./forward.js";
import { denial, type AdmissionOptions, type FetchHandler, type GateContext } from "./gate.js";
import { write, type Noted } from "./log.js";
import { json, notAllowed, PRIVATE, PUBLIC, statusOf, told } from "./oauth.js";
import { settings } from "./options.js";
import { policy as parsed } from "./routes.js";
import { refusal, type Refusal } from "./refusal.js";
import { signer, type PrivateKey, type Signer } from "./signer.js";
import { spend } from "./spend.js";

/** Whose tokens are exchanged, and for what. */
export interface ExchangeOptions<Env = unknown> extends AdmissionOptions<Env> {
  /** The exchange's own name: the URL that it is served under, and `iss` of its tokens. */
  issuer: string;
  /** A trust policy: whose tokens are exchanged. */
  policy: string | object;
  /** The keys, from a secret. The first signs; all are published, so that they can be changed. */
  keys: (env: Env) => PrivateKey | readonly PrivateKey[];
  /** For whom tokens may be; the first is who they are for if nobody is named. */
  audience: string | readonly string[];
  /** How long a token lives, in seconds: 600 if left out, at most 3600. */
  lifetimeSeconds?: number | undefined;
  /** The scopes that this caller may have. */
  scopes?: readonly string[] | ((identity: GateIdentity) => readonly string[]) | undefined;
  /**
   * More claims. `sub` may be among them: if it is not, it is the issuer's name and the subject, since
   * two issuers may have the same subject.
   */
  claims?: ((identity: GateIdentity) => Record<string, Json>) | undefined;
}

/**
 * A token exchange (RFC 8693): the token of a workload for an access token (RFC 9068) of one's own. Under
 * its name it serves `/token`, `/jwks`, and its discovery document.
 *
 * @throws {AssumableError} if an option is missing, unknown or of the wrong kind.
 */
export function createExchange<Env = unknown>(options: ExchangeOptions<Env>): FetchHandler<Env> {
  const { own, verifier } = settings(options, OWN);
  const { issuer, keys, policy, lifetimeSeconds = 600, scopes, claims } = own;
  if (issuer === undefined || keys === undefined || policy === undefined) {
    throw invalid("`issuer`, `policy` and `keys` are needed");
  }
  const base = baseUrl(issuer, "issuer").pathname.replace(/\/$/, "");
  const audiences = typeof own.audience === "string" ? [own.audience] : (own.audience ?? []);
  if (audiences.length === 0 || !audiences.every((it) => typeof it === "string")) {
    throw invalid("`audience` must name for whom tokens may be");
  }
  if (!(Number.isSafeInteger(lifetimeSeconds) && lifetimeSeconds > 0 && lifetimeSeconds <= LONGEST_LIFE)) {
    throw invalid(`\`lifetimeSeconds\` must be a whole number from 1 to ${LONGEST_LIFE}`);
  }
  const [admitting, clock] = [parsed(policy), () => read(verifier.clock)];
  const admission = new Admission(verifier, clock);
  const development = own.development === true;
  const explain = development || own.log !== undefined;
  const signing = remembering(keys);

  async function exchange(request: Request, url: URL, env: Env, context: GateContext, noted: Noted): Promise<object | Refusal> {
    if (url.search !== "") return refusal(400, "invalid_request", "parameters stand in the URL; they belong into the body");
    const asked = await form(request);
    if (has(asked, "status")) return asked;
    const audience = asked.audiences.length === 0 ? audiences.slice(0, 1) : asked.audiences;
    if (!audience.every((it) => audiences.includes(it))) {
      return refusal(400, "invalid_target", "no tokens are made for one of these audiences");
    }
    const now = clock();
    const sourceIp = own.sourceIp?.(request) ?? undefined;
    const known = facts(request, url, { now, sourceIp, anyPath: true });
    if (has(known, "status")) return known;
    const waitUntil = context.waitUntil?.bind(context);
    const answer = await admission.ask(asked.subjectToken, admitting, known, { explain, waitUntil });
    if (has(answer, "status")) return answer;
    const { identity, decision } = answer;
    Object.assign(noted, { identity, decision });
    if (!decision.allowed) return denial(decision);
    const may = typeof scopes === "function" ? scopes(identity) : (scopes ?? []);
    const granted = asked.scopes ?? may;
    if (!granted.every((scope) => may.includes(scope))) {
      return refusal(400, "invalid_scope", "the bearer may not have one of these scopes");
    }
    const { sign } = await signing(env);
    if (own.singleUse !== undefined) {
      const spent = await spend(own.singleUse(env), identity, now);
      if (spent !== undefined) return spent;
    }
    const scope = granted.join(" ");
    const token = await sign({
      sub: `${identity.issuer.replace(/^https:\/\//, "")}:${identity.subject ?? ""}`,
      ...free(claims?.(identity) ?? {}),
      iss: issuer,
      aud: audience.length === 1 ? audience[0] : audience,
      client_id: identity.subject ?? identity.issuer,
      ...(scope !== "" && { scope }),
      iat: now,
      exp: now + lifetimeSeconds,
      jti: crypto.randomUUID(),
    });
    return {
      access_token: token,
      issued_token_type: ACCESS_TOKEN,
      token_type: "Bearer",
      expires_in: lifetimeSeconds,
      ...(scope !== "" && { scope }),
    };
  }

  const discovery = {
    issuer,
    token_endpoint: `${issuer.replace(/\/$/, "")}/token`,
    jwks_uri: `${issuer.replace(/\/$/, "")}/jwks`,
    grant_types_supported: [EXCHANGE],
    token_endpoint_auth_methods_supported: ["none"],
    response_types_supported: [],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256", "EdDSA"],
    ...(Array.isArray(scopes) && { scopes_supported: scopes }),
  };

  const issued: typeof exchange = async (...question) => {
    try {
      return await exchange(...question);
    } catch (thrown) {
      if (!(thrown instanceof AssumableError)) throw thrown;
      return refusal(500, "misconfigured", thrown.message);
    }
  };

  return async (request, env, context = {}) => {
    const url = new URL(request.url);
    const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : "";
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (DISCOVERY.includes(path) || url.pathname === `/.well-known/oauth-authorization-server${base}`) {
      return isRead ? json(discovery, 200, PUBLIC) : notAllowed("GET");
    }
    if (path === "/jwks") {
      return isRead ? json({ keys: (await signing(env as Env)).published }, 200, PUBLIC) : notAllowed("GET");
    }
    if (path !== "/token") return json({ error: "not_found" }, 404, PRIVATE);
    if (request.method !== "POST") return notAllowed("POST");
    const noted: Noted = {};
    const answer = await issued(request, url, env as Env, context, noted);
    const refused = has(answer, "status") ? (answer as Refusal) : undefined;
    write(own.log, request, url, noted, refused && { ...refused, status: statusOf(refused.status) });
    return refused === undefined ? json(answer, 200, PRIVATE) : told(refused, development);
  };
}

/** Claims that are the exchange's own to make. */
function free(claims: Record<string, Json>): Record<string, Json> {
  const taken = Object.keys(claims).find((name) => RESERVED.includes(name));
  if (taken !== undefined) throw invalid(`\`claims\` must not make \`${taken}\`, which is the exchange's own`);
  return claims;
}

/** Reads keys again only if they are others. Promises belong to a request, what they give does not. */
function remembering<Env>(keys: (env: Env) => PrivateKey | readonly PrivateKey[]): (env: Env) => Promise<Signer> {
  let known: { text: string; signer: Signer } | undefined;
  return async (env) => {
    const given = keys(env);
    const text = JSON.stringify(given);
    if (known?.text === text) return known.signer;
    if (given === undefined || given === null) throw invalid("`keys` gives nothing: is the secret there?");
    const made = await signer(given);
    known = { text, signer: made };
    return made;
  };
}

const DISCOVERY = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];
const RESERVED = ["iss", "aud", "exp", "nbf", "iat", "jti", "scope", "client_id"];
const LONGEST_LIFE = 3600;

const OWN = {
  issuer: "string",
  policy: "string or object",
  keys: "function",
  audience: "string or array",
  lifetimeSeconds: "number",
  scopes: "array or function",
  claims: "function",
} as const;

