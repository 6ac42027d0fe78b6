import { ask } from "../engine.js";
import { invalid } from "../error.js";
import { publicKeys, type KeyState } from "../glue/assumable.js";
import { read } from "../input.js";
import type { WaitUntil } from "../platform.js";
import type { StoredKeys } from "../store.js";
import { Verifier } from "../verifier.js";
import { baseUrl } from "./forward.js";
import type { FetchHandler } from "./gate.js";
import { members, settings } from "./options.js";
import { problem, refusal, type Refusal } from "./refusal.js";

/** An issuer whose keys are passed on. */
export interface RelayedIssuer {
  /** The exact value of the claim `iss`. */
  issuer: string;
  /** Where its keys are; where its discovery document says if left out. */
  jwksUri?: string | undefined;
}

/** Whose keys a relay passes on. */
export interface RelayOptions {
  /** These, by their exact names, and no others. */
  issuers: readonly (string | RelayedIssuer)[];
  /** Under which path the relay is; the root if left out. */
  path?: string | undefined;
  /** The origin that may read; all if left out, as keys are public. */
  allowOrigin?: string | undefined;
  /** What keys are fetched with; the global `fetch` if left out. */
  fetch?: typeof fetch | undefined;
  /** The time in whole seconds since the Unix epoch; the computer's if left out. */
  clock?: (() => number) | undefined;
}

/**
 * A relay of issuers' keys, for pages that issuers do not let read theirs. It answers `GET` of two paths,
 * each with one parameter `issuer`: `/.well-known/openid-configuration`, which says no more than where the
 * keys are (here), and `/jwks`. A relayed key set holds the keys that a verifier would use, and nothing else.
 *
 * Nothing of a request becomes part of a URL that is fetched.
 *
 * @throws {AssumableError} if an option is missing, unknown or of the wrong kind.
 */
export function createRelay(options: RelayOptions): FetchHandler<unknown> {
  const { own } = settings(options, OWN);
  const { issuers = [], path = "", allowOrigin = "*", fetch, clock } = own;
  if (issuers.length === 0) throw invalid("`issuers` must name those whose keys are passed on");
  if (path !== "" && !/^(\/[\w.~-]+)+$/.test(path)) throw invalid("`path` must be a path such as `/keys`");
  if (allowOrigin !== "*" && !(URL.canParse(allowOrigin) && new URL(allowOrigin).origin === allowOrigin)) {
    throw invalid("`allowOrigin` must be an origin such as `https://app.example`, or `*`");
  }
  const relayed = new Map<string, Source>();
  for (const [index, given] of issuers.entries()) {
    const name = `issuers[${index}]`;
    if (typeof given !== "string") members(given, name, ["issuer", "jwksUri"]);
    const { issuer, jwksUri }: RelayedIssuer = typeof given === "string" ? { issuer: given } : given;
    baseUrl(issuer, typeof given === "string" ? name : `${name}.issuer`);
    if (relayed.has(issuer)) throw invalid(`\`${name}\` is there twice`);
    relayed.set(issuer, new Source(issuer, jwksUri, { fetch, clock }));
  }
  const now = () => read(clock);

  return async (request, _, context = {}) => {
    const url = new URL(request.url);
    const answer = await asked(request, url, context.waitUntil?.bind(context));
    const response = "status" in answer ? problem(answer, { development: true, realm: url.host }) : document(answer);
    response.headers.delete("www-authenticate");
    response.headers.set("access-control-allow-origin", allowOrigin);
    if (allowOrigin !== "*") response.headers.set("vary", "origin");
    response.headers.set("cross-origin-resource-policy", "cross-origin");
    if (response.status === 405) response.headers.set("allow", "GET");
    return response;
  };

  async function asked(request: Request, url: URL, waitUntil: WaitUntil | undefined): Promise<Document | Refusal> {
    if (request.method !== "GET") return refusal(405, "method-refused", "only `GET` is answered");
    const what = url.pathname.startsWith(path) ? url.pathname.slice(path.length) : "";
    if (what !== DISCOVERY && what !== KEYS) return refusal(404, "not-found", "nothing is here");
    const parameters = [...url.searchParams];
    const [[name, issuer] = []] = parameters;
    if (parameters.length !== 1 || name !== "issuer" || issuer === undefined) {
      return refusal(400, "issuer-missing", "the query must be `issuer` with the name of one, and nothing else");
    }
    const source = relayed.get(issuer);
    if (source === undefined) return refusal(404, "issuer-not-listed", "the issuer is not one whose keys are passed on");
    if (what === KEYS) return source.keys(now, waitUntil);
    const jwks_uri = `${url.origin}${path}${KEYS}?issuer=${encodeURIComponent(issuer)}`;
    // It repeats the name of the host that the request has: for whoever asked, and for no cache that others share.
    return { text: JSON.stringify({ issuer, jwks_uri }), seconds: DISCOVERY_SECONDS, shared: false };
  }
}

interface Document {
  readonly text: string;
  /** For how long it may be kept. */
  readonly seconds: number;
  /** Whether it is the same for all. */
  readonly shared: boolean;
}

/** An issuer's keys: as long as a verifier would hold them. */
class Source {
  readonly #verifier: Verifier;
  /** The public part of the keys that the verifier has. */
  #jwks: string | undefined;

  constructor(issuer: string, jwksUri: string | undefined, means: Pick<RelayOptions, "fetch" | "clock">) {
    const keyStore = {
      get: async () => undefined,
      put: async (_: string, { jwks }: StoredKeys) => {
        this.#jwks = ask(() => publicKeys(jwks));
      },
    };
    const rule = { issuer, audience: null, ...(jwksUri !== undefined && { jwksUri }) };
    this.#verifier = new Verifier({ issuers: rule, keyStore, ...means });
  }

  async keys(now: () => number, waitUntil: WaitUntil | undefined): Promise<Document | Refusal> {
    await this.#verifier.prefetch(waitUntil && { waitUntil });
    let state = this.#state();
    // Another request fetches: a worker's requests cannot wait for each other's.
    for (let waited = 0; waited < PATIENCE && state?.fetching && !has(state); waited += PAUSE) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      state = this.#state();
    }
    const [clock, { freshUntil = 0, error }] = [now(), state ?? {}] as [number, Partial<KeyState>];
    if (this.#jwks === undefined || !has(state)) {
      const why = error === undefined ? "the issuer's keys cannot be had" : error.message;
      return refusal(503, "keys-unavailable", why, { retryAfterSeconds: RETRY });
    }
    // What is stale is passed on, and soon asked for again.
    return { text: this.#jwks, seconds: Math.max(freshUntil - clock, RETRY), shared: true };
  }

  #state(): KeyState | undefined {
    const [state] = this.#verifier.keyStates();
    return state;
  }
}

const has = (state: KeyState | undefined) => state !== undefined && state.keys > 0;

function document({ text, seconds, shared }: Document): Response {
  const headers = {
    "content-type": "application/json",
    "cache-control": `${shared ? "public" : "private"}, max-age=${seconds}`,
    "x-content-type-options": "nosniff",
  };
  return new Response(text, { headers });
}

const [DISCOVERY, KEYS] = ["/.well-known/openid-configuration", "/jwks"];
const DISCOVERY_SECONDS = 3600;
const RETRY = 30;
/** In milliseconds. */
const [PATIENCE, PAUSE] = [12_000, 50];

const OWN = {
  issuers: "array",
  path: "string",
  allowOrigin: "string",
  fetch: "function",
  clock: "function",
} as const;
