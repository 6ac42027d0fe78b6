import { invalid } from "../error.js";
import type { Json } from "../glue/assumable.js";
import { read, unwaited } from "../input.js";
import { has, own as ownOf } from "../own.js";
import type { WaitUntil } from "../platform.js";
import type { VerifierOptions } from "../verifier.js";
import { Admission, type GateIdentity } from "./admission.js";
import { facts } from "./facts.js";
import { ACCESS_TOKEN, EXCHANGE, form } from "./form.js";
import { baseUrl } from "./forward.js";
import { denial, sourceOf, type AdmissionOptions, type FetchHandler } from "./gate.js";
import { write, type Noted } from "./log.js";
import { asked, mishap } from "./operator.js";
import { json, notAllowed, PRIVATE, PUBLIC, statusOf, told } from "./oauth.js";
import { COMMON, OF_VERIFIER, settings } from "./options.js";
import { refusal, type Refusal } from "./refusal.js";
import { signer, type PrivateKey, type Signer } from "./signer.js";
import { spend } from "./spend.js";

/** Whose tokens are exchanged, and for what. */
export interface ExchangeOptions<Env = unknown> extends AdmissionOptions<Env> {
  /** The exchange's own name: the URL that it is served under, and `iss` of its tokens. */
  issuer: string;
  /** A trust policy: whose tokens are exchanged. It is about this exchange, as a gate's is about the gate. */
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
   * More claims. `sub` may be among them: if it is not, it is as `client_id` is, the issuer, `#` and the
   * subject, since two issuers may have the same subject.
   */
  claims?: ((identity: GateIdentity) => Record<string, Json | undefined>) | undefined;
}

/**
 * A token exchange (RFC 8693): the token of a workload for an access token (RFC 9068) of one's own. Under
 * its name it serves `/token`, `/jwks`, and its discovery document.
 *
 * @throws {AssumableError} if an option is missing, unknown or of the wrong kind, or the policy has a principal,
 * an action, a condition key or a variable that no request here has.
 */
export function createExchange<Env = unknown>(options: ExchangeOptions<Env>): FetchHandler<Env> {
  const { own, others } = settings(options, OWN, OF_VERIFIER);
  const verifier = others as unknown as VerifierOptions;
  const { issuer, keys, policy, lifetimeSeconds = 600, scopes, claims } = own;
  if (issuer === undefined) throw invalid("`issuer` is missing: the exchange's own name");
  if (keys === undefined) throw invalid("`keys` is missing: what tokens are signed with");
  if (policy === undefined) throw invalid("`policy` is missing: whose tokens are exchanged");
  const { pathname, protocol, hostname } = baseUrl(issuer, "issuer");
  if (protocol !== "https:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) {
    throw invalid("`issuer` must be an https URL, or one of this computer: no verifier asks for keys elsewhere without");
  }
  const base = pathname.replace(/\/$/, "");
  const audiences = typeof own.audience === "string" ? [own.audience] : (own.audience ?? []);
  if (audiences.length === 0 || !audiences.every((it) => typeof it === "string")) {
    throw invalid("`audience` must name for whom tokens may be");
  }
  if (!(Number.isSafeInteger(lifetimeSeconds) && lifetimeSeconds > 0 && lifetimeSeconds <= LONGEST_LIFE)) {
    throw invalid(`\`lifetimeSeconds\` must be a whole number from 1 to ${LONGEST_LIFE}`);
  }
  if (Array.isArray(scopes)) scopeList(scopes);
  if ([verifier.issuers].flat().some((trusted) => trusted?.issuer === issuer)) {
    throw invalid("`issuers` must not name the exchange itself: its tokens could be renewed for ever");
  }
  const clock = () => asked("clock", () => read(verifier.clock));
  const admission = new Admission(verifier, clock);
  const admitting = admission.policy(policy, "policy");
  const development = own.development === true;
  const explain = development || own.log !== undefined;
  const signing = remembering(keys);

  async function exchange(request: Request, url: URL, env: Env, waitUntil: WaitUntil | undefined, noted: Noted): Promise<object | Refusal> {
    if (url.search !== "") return refusal(400, "invalid_request", "parameters stand in the URL; they belong into the body");
    const wanted = await form(request);
    if (has(wanted, "status")) return wanted;
    const now = clock();
    const known = facts(request, url, { now, sourceIp: sourceOf(request, own.sourceIp), anyPath: true });
    if (has(known, "status")) return known;
    const answer = await admission.ask(wanted.subjectToken, () => admitting, known, { explain, waitUntil, noted });
    if (has(answer, "status")) return answer;
    const { identity, decision } = answer;
    if (!decision.allowed) return denial(decision);
    // Only now: for whom tokens are made is told to those who may have one.
    const audience = wanted.audiences.length === 0 ? audiences.slice(0, 1) : wanted.audiences;
    if (!audience.every((it) => audiences.includes(it))) {
      return refusal(400, "invalid_target", "no tokens are made for one of these audiences");
    }
    const may = typeof scopes === "function" ? scopeList(asked("scopes", () => scopes(identity))) : (scopes ?? []);
    const granted = wanted.scopes ?? may;
    if (!granted.every((scope) => may.includes(scope))) {
      return refusal(400, "invalid_scope", "the bearer may not have one of these scopes");
    }
    const scope = granted.join(" ");
    const { sign } = await signing(env);
    const token = await sign({
      sub: nameOf(identity),
      ...(claims && free(asked("claims", () => claims(identity)))),
      iss: issuer,
      aud: audience.length === 1 ? audience[0] : audience,
      client_id: nameOf(identity),
      ...(scope !== "" && { scope }),
      iat: now,
      exp: now + lifetimeSeconds,
      jti: crypto.randomUUID(),
    });
    // Last: what cannot be had for another reason costs nobody his token.
    const { singleUse } = own;
    const spent = singleUse && (await spend(asked("singleUse", () => singleUse(env)), identity, now));
    if (spent !== undefined) return spent;
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

  return async (request, env, context = {}) => {
    const url = new URL(request.url);
    const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : "";
    const waitUntil = context.waitUntil?.bind(context);
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (DISCOVERY.includes(path) || url.pathname === `/.well-known/oauth-authorization-server${base}`) {
      return isRead ? json(discovery, 200, PUBLIC) : notAllowed("GET");
    }
    if (path === "/jwks") {
      if (!isRead) return notAllowed("GET");
      const found = await signing(env as Env).catch(mishap);
      if (!has(found, "status")) return json({ keys: found.published }, 200, PUBLIC);
      write(own.log, request, url, {}, found, waitUntil);
      return told(found, development);
    }
    if (path !== "/token") return json({ error: "not_found" }, 404, PRIVATE);
    if (request.method !== "POST") return notAllowed("POST");
    const noted: Noted = {};
    const answer = await exchange(request, url, env as Env, waitUntil, noted).catch(mishap);
    const refused = has(answer, "status") ? (answer as Refusal) : undefined;
    write(own.log, request, url, noted, refused && { ...refused, status: statusOf(refused.status) }, waitUntil);
    return refused === undefined ? json(answer, 200, PRIVATE) : told(refused, development);
  };
}

/**
 * Whose token it was, as one text. Subjects are unique at their issuer only; no issuer has a fragment (OpenID
 * Connect Discovery section 3), so no two pairs make the same text.
 */
function nameOf({ issuer, subject }: GateIdentity): string {
  const name = issuer.replace(/[%#]/g, encodeURIComponent);
  return subject === undefined ? name : `${name}#${subject}`;
}

/** Scopes as RFC 6749 section 3.3 has them. */
function scopeList(scopes: unknown): readonly string[] {
  const isList = Array.isArray(scopes) && scopes.every((it) => typeof it === "string" && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(it));
  if (!isList) throw invalid("`scopes` must be an array of scopes, or a function that returns one at once");
  return scopes;
}

/** Claims that are not the exchange's own to make. What is not defined is not there. */
function free(claims: Record<string, Json | undefined>): Record<string, Json | undefined> {
  if (typeof claims !== "object" || claims === null || Array.isArray(claims) || typeof claims.then === "function") {
    throw invalid("`claims` must return an object, at once");
  }
  // Of a function nothing is signed, but one named `toJSON` would be asked what is.
  const defined = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined && typeof value !== "function"));
  const taken = Object.keys(defined).find((name) => RESERVED.includes(name));
  if (taken !== undefined) throw invalid(`\`claims\` must not make \`${taken}\`, which is the exchange's own`);
  const sub = ownOf(defined, "sub");
  if (sub !== undefined && (typeof sub !== "string" || sub === "")) {
    throw invalid("`claims` must make a text of `sub`, or leave it out");
  }
  return defined;
}

/** Reads keys again only if they are others. Promises belong to a request, what they give does not. */
function remembering<Env>(keys: (env: Env) => PrivateKey | readonly PrivateKey[]): (env: Env) => Promise<Signer> {
  let known: { text: string; signer: Signer } | undefined;
  return async (env) => {
    const given = secret(() => keys(env));
    const text = JSON.stringify(given);
    if (known?.text === text) return known.signer;
    const made = await signer(given);
    known = { text, signer: made };
    return made;
  };
}

/** What is thrown over a secret may repeat some of it: `JSON.parse` does. */
function secret<T>(keys: () => T): NonNullable<T> {
  let given: T;
  try {
    given = unwaited(keys());
  } catch {
    throw invalid("`keys` threw something: is the secret there, and is it what was put?");
  }
  if (given === undefined || given === null) throw invalid("`keys` gives nothing: is the secret there?");
  return given;
}

const DISCOVERY = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];
const RESERVED = ["iss", "aud", "exp", "nbf", "iat", "jti", "scope", "client_id"];
const LONGEST_LIFE = 3600;

const OWN = {
  ...COMMON,
  issuer: "string",
  policy: "string or object",
  keys: "function",
  audience: "string or array",
  lifetimeSeconds: "number",
  scopes: "array or function",
  claims: "function",
} as const;

