import { invalid } from "../error.js";
import { read } from "../input.js";
import { has } from "../own.js";
import type { WaitUntil } from "../platform.js";
import type { VerifierOptions } from "../verifier.js";
import { Admission, type GateIdentity } from "./admission.js";
import { bearer } from "./bearer.js";
import { facts } from "./facts.js";
import { baseUrl, passed, under, type Upstream } from "./forward.js";
import { write, type GateLogEntry, type Noted } from "./log.js";
import { asked, mishap, named } from "./operator.js";
import { COMMON, OF_VERIFIER, settings } from "./options.js";
import { misused } from "./query.js";
import { problem, refusal, type Refusal } from "./refusal.js";
import { Routes, type Route } from "./routes.js";
import { spend } from "./spend.js";
import type { UsedTokensNamespace } from "./used-tokens.js";

/** What is needed of the context of a request, if a host has one. */
export interface GateContext {
  waitUntil?(promise: Promise<unknown>): void;
}

/** What a request is answered with: `fetch` of a worker's default export. */
export type FetchHandler<Env> = (request: Request, env?: Env, context?: GateContext) => Promise<Response>;

/** What a gate and an exchange have in common. */
export interface AdmissionOptions<Env> extends VerifierOptions {
  /** Tells the caller why: the sentence and the whole trace. Only the code is told if left out. */
  development?: boolean | undefined;
  /** Lets each token pass once, by its `jti`: the namespace of the class `UsedTokens`. */
  singleUse?: ((env: Env) => UsedTokensNamespace) | undefined;
  /**
   * `aws:SourceIp`: who connects, as only the host can know it; on Cloudflare that is in the header
   * `cf-connecting-ip`. If left out, conditions on it count against the caller.
   */
  sourceIp?: ((request: Request) => string | null | undefined) | undefined;
  /**
   * Is told of every request to a gate, and of every one for a token to an exchange; never a token. What it
   * throws is ignored, and so is what a promise of it is rejected with, which nobody waits for but `waitUntil`.
   */
  log?: ((entry: GateLogEntry) => void) | undefined;
}

/**
 * Who may pass a gate, and to what. Policies are about this gate, not about AWS: `checkTrustPolicy` and
 * `findings()` judge them wrongly, `createGate` refuses one with a key, an action, a principal or a variable that can
 * never match. What else stands in values is not checked: a `Deny` for `203.0.113.*` keeps nobody out.
 */
export interface GateOptions<Env = unknown> extends AdmissionOptions<Env> {
  /** A trust policy for whatever no route is for. Without one, that is denied. */
  policy?: string | object | undefined;
  /** Policies by path and method. The first that fits decides, alone. */
  routes?: readonly Route[] | undefined;
  /** Where requests go on to: a base URL, or what has a `fetch`, such as a service binding. */
  upstream?: string | Upstream | ((env: Env) => string | Upstream) | undefined;
  /** What answers requests here, in place of an upstream. If it throws, the answer is a 500. */
  handler?:
    | ((request: Request, identity: GateIdentity, env: Env, context: GateContext) => Response | Promise<Response>)
    | undefined;
  /** The claims that the upstream is told in `x-assumable-claims`. */
  forwardClaims?: readonly string[] | undefined;
  /**
   * Lets the upstream have the token, in `Authorization`: it can then use it wherever else it is accepted.
   */
  forwardToken?: boolean | undefined;
  /** Lets paths pass that two readers may read differently, such as those with `%2F` or `//`. */
  allowAmbiguousPaths?: boolean | undefined;
  /** The protection space that a caller is told of (RFC 9110 section 11.5); the host if left out. */
  realm?: string | undefined;
}

/**
 * A gate: whoever brings a token that is believed, and that the policy admits, passes.
 *
 * @throws {AssumableError} if an option is missing, unknown or of the wrong kind, or a policy has a principal,
 * an action, a condition key or a variable that no request here has.
 */
export function createGate<Env = unknown>(options: GateOptions<Env>): FetchHandler<Env> {
  const { own, others } = settings(options, OWN, OF_VERIFIER);
  const verifier = others as unknown as VerifierOptions;
  const { policy, routes = [], upstream, handler, forwardClaims = [], realm } = own;
  if (upstream === undefined && handler === undefined) throw invalid("`upstream` or `handler` must say what is behind the gate");
  if (upstream !== undefined && handler !== undefined) throw invalid("either `upstream` or `handler` is behind the gate, not both");
  if (realm !== undefined && !/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(realm)) {
    throw invalid("`realm` must be visible ASCII without `\"` and `\\`");
  }
  if (!forwardClaims.every((it) => typeof it === "string")) throw invalid("`forwardClaims` must be an array of claims' names");
  const fixed = upstream === undefined || typeof upstream === "function" ? undefined : destination(upstream);
  const anyPath = own.allowAmbiguousPaths === true;
  const clock = () => asked("clock", () => read(verifier.clock));
  const admission = new Admission(verifier, clock);
  const ways = new Routes(routes, policy, { anyPath, admission });
  const maxBytes = verifier.maxTokenBytes ?? TOKEN_BYTES;
  const development = own.development === true;
  const explain = development || own.log !== undefined;
  const shown = { claims: forwardClaims, token: own.forwardToken === true };

  async function enter(request: Request, url: URL, env: Env, waitUntil: WaitUntil | undefined, noted: Noted): Promise<Entered | Refusal> {
    const wrong = misused(url.search);
    if (wrong !== undefined) return wrong;
    const token = bearer(request.headers, maxBytes);
    if (typeof token !== "string") return token;
    const now = clock();
    const known = facts(request, url, { now, sourceIp: sourceOf(request, own.sourceIp), anyPath });
    if (has(known, "status")) return known;
    const choose = () => {
      const way = ways.find(known.method, known.path);
      if (way === undefined) return refusal(403, "no-route", "no policy says who may pass here");
      if (way === "ambiguous") {
        return refusal(403, "route-ambiguous", "an upstream may read the path as that of a route that comes first; a route may name it to the letter");
      }
      noted.route = way.route;
      return way.policy;
    };
    const answer = await admission.ask(token, choose, known, { explain, waitUntil, noted });
    if (has(answer, "status")) return answer;
    const { identity, decision } = answer;
    if (!decision.allowed) return denial(decision);
    // Before the token is used up.
    const target = typeof upstream === "function" ? destination(asked("upstream", () => upstream(env))) : fixed;
    const { singleUse } = own;
    const spent = singleUse && (await spend(asked("singleUse", () => singleUse(env)), identity, now));
    return spent ?? { identity, target };
  }

  return async (request, env, context = {}) => {
    const url = new URL(request.url);
    const noted: Noted = {};
    const waitUntil = context.waitUntil?.bind(context);
    const entered = await enter(request, url, env as Env, waitUntil, noted).catch(mishap);
    const refused = has(entered, "status") ? entered : undefined;
    write(own.log, request, url, noted, refused, waitUntil);
    const manner = { development, realm: realm ?? url.host };
    if (has(entered, "status")) return problem(entered, manner);
    const { identity, target } = entered;
    const next = (to: URL) => passed(request, to, identity, shown);
    try {
      if (handler !== undefined) return answered(await handler(next(url), identity, env as Env, context));
      return answered(await (target instanceof URL ? fetch(next(under(target, url))) : target!.fetch(next(url))));
    } catch (cause) {
      const failed = request.signal?.aborted
        ? refusal(502, "client-gone", "the client left before there was an answer")
        : handler === undefined
          ? refusal(502, "upstream-unreachable", `the upstream does not answer: ${named(cause)}`)
          : refusal(500, "handler-failed", `the handler threw ${named(cause)}`);
      write(own.log, request, url, { ...noted, failed: { cause } }, failed, waitUntil);
      return problem(failed, manner);
    }
  };
}

/** Who may pass, and on to what, if that is no handler. */
interface Entered {
  readonly identity: GateIdentity;
  readonly target: URL | Upstream | undefined;
}

function destination(upstream: string | Upstream): URL | Upstream {
  if (typeof upstream === "string") return baseUrl(upstream, "upstream");
  if (typeof upstream?.fetch === "function") return upstream;
  throw invalid("`upstream` must be a URL, or have a method `fetch`: is the binding there?");
}

/** What somebody else's code has given, if it is a response: perhaps one of another realm. */
function answered(response: Response): Response {
  if (typeof response?.status === "number" && response.type !== "error" && typeof response.headers?.get === "function") return response;
  throw new TypeError("what was given is no response");
}

/** Who connects, as the host knows it. */
export function sourceOf(request: Request, sourceIp: AdmissionOptions<never>["sourceIp"]): string | undefined {
  const found = sourceIp && asked("sourceIp", () => sourceIp(request));
  if (found === undefined || found === null) return undefined;
  if (typeof found !== "string") throw invalid("`sourceIp` must give a text, or nothing");
  // What is longer is no address, and counts against the caller as one that is not known.
  return found.length <= LONGEST_ADDRESS ? found : undefined;
}

export function denial({ causes, explanation = "" }: { causes?: string[]; explanation?: string }): Refusal {
  const [first = ""] = explanation.split("\n", 1);
  return refusal(403, "policy-denied", first.replace(/^denied: /, ""), { ...(causes && { causes }), ...(explanation && { explanation }) });
}

const OWN = {
  ...COMMON,
  policy: "string or object",
  routes: "array",
  upstream: "string, object or function",
  handler: "function",
  forwardClaims: "array",
  forwardToken: "boolean",
  allowAmbiguousPaths: "boolean",
  realm: "string",
} as const;

/** With a zone (RFC 4007 section 11), and some room. */
const LONGEST_ADDRESS = 128;

/** As the engine has it if nobody says otherwise. */
const TOKEN_BYTES = 16 * 1024;
