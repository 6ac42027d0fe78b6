// Compiled, never run: what the types must allow, and what they must refuse.
import {
  applyFix,
  AssumableError,
  buildSubject,
  CacheKeyStore,
  checkTrustPolicy,
  decode,
  explainError,
  KvKeyStore,
  PreparedContext,
  simulateAssumeRole,
  splitSubject,
  suggestTrustPolicy,
  TrustPolicy,
  Verifier,
  verifyJws,
  type Decision,
  type ErrorExplanation,
  type Finding,
  type Json,
  type JwkSet,
  type KeyState,
  type KeyStore,
  type Simulation,
  type Span,
  type SubjectPart,
  type TrustPolicyCheck,
  type TrustPolicySuggestion,
  type VerifiedToken,
} from "assumable";
import {
  createExchange,
  createGate,
  createRelay,
  UsedTokens,
  type FetchHandler,
  type GateIdentity,
  type GateLogEntry,
  type UsedTokensNamespace,
} from "assumable/edge";

/** `any` would be equal to everything; this is not. */
type Equals<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Equals<A, B>): void => {};

declare const jwks: JwkSet;
const issuer = "https://oidc.fly.io/acme";

const verifier = new Verifier({ issuers: { issuer, audience: "sts.amazonaws.com", jwks } });
new Verifier({ issuers: [{ issuer, audience: ["a", "b"], algorithms: ["RS256"] }] });
new Verifier({ issuers: { issuer, audience: null }, clockToleranceSeconds: 0, requireExpiry: false });
// @ts-expect-error the audience is missing; leaving it out is spelt `null`
new Verifier({ issuers: { issuer, jwks } });
// @ts-expect-error the issuer is missing
new Verifier({ issuers: { audience: "sts.amazonaws.com", jwks } });
// @ts-expect-error an option that does not exist
new Verifier({ issuers: { issuer, audience: null }, clockTolerance: 60 });
// @ts-expect-error an algorithm that is not supported
new Verifier({ issuers: { issuer, audience: null, algorithms: ["none"] } });
// @ts-expect-error options are required
new Verifier();

const verified = verifier.verifySync("", { now: 0 });
same<typeof verified, VerifiedToken>(true);
same<Awaited<ReturnType<Verifier["verify"]>>, VerifiedToken>(true);
same<(typeof verified)["claims"], Record<string, Json>>(true);
// @ts-expect-error a time is a number of seconds
verifier.verifySync("", { now: new Date() });

declare const cache: Cache;
declare const namespace: {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
};
declare const waitUntil: (promise: Promise<unknown>) => void;
const keyStore: KeyStore = new KvKeyStore(namespace);
const jwksUri = `${issuer}/keys`;
const fetching = new Verifier({
  issuers: [{ issuer, audience: "a", jwksUri }, { issuer: `${issuer}/b`, audience: null }],
  fetch,
  keyStore,
  clock: () => 0,
  cacheTokens: 100,
});
fetching.verify("", { now: 0, waitUntil });
new Verifier({ issuers: { issuer, audience: null }, keyStore: new CacheKeyStore(cache) });
same<ReturnType<Verifier["prefetch"]>, Promise<void>>(true);
same<ReturnType<Verifier["keyStates"]>, KeyState[]>(true);
same<KeyState["fetchedAt"], number | undefined>(true);
// @ts-expect-error a clock gives seconds
new Verifier({ issuers: { issuer, audience: null }, clock: () => new Date() });
// @ts-expect-error an address is a text
new Verifier({ issuers: { issuer, audience: null, jwksUri: new URL(issuer) } });
// @ts-expect-error a number of tokens, not whether
new Verifier({ issuers: { issuer, audience: null }, cacheTokens: true });
// @ts-expect-error what fetches gives a response
new Verifier({ issuers: { issuer, audience: null }, fetch: async () => "" });
// @ts-expect-error a context has `waitUntil`, it is none
fetching.verify("", { waitUntil: { waitUntil } });
// @ts-expect-error a promise has no claims yet
fetching.verify("").claims;
// @ts-expect-error a store can put what it is given
new Verifier({ issuers: { issuer, audience: null }, keyStore: { get: async () => undefined } });

same<ReturnType<typeof decode>["parts"]["payload"], Span>(true);
same<ReturnType<typeof decode>["about"]["conditionKeys"], Record<string, string>>(true);
same<ReturnType<typeof splitSubject>, SubjectPart[] | undefined>(true);
same<ReturnType<typeof buildSubject>, string | undefined>(true);
same<SubjectPart["stability"], "immutable" | "reclaimable" | "authored" | "transient">(true);
same<ReturnType<typeof verifyJws>["payload"], Uint8Array>(true);

const policy = TrustPolicy.parse({ Version: "2012-10-17" });
const decision = policy.evaluate({ context: { "a:sub": { type: "String", values: ["b"] } } });
same<typeof decision, Decision>(true);
same<Decision["outcome"], "allowed" | "denied">(true);
// @ts-expect-error a policy is parsed, not constructed
new TrustPolicy("");
// @ts-expect-error a type that condition keys do not have
policy.evaluate({ context: { "a:sub": { type: "Text", values: ["b"] } } });
// @ts-expect-error the context is required
policy.evaluate({});
const prepared = new PreparedContext({ "a:sub": { type: "String", values: ["b"] } });
same<ReturnType<typeof policy.outcome>, "allowed" | "denied">(true);
policy.outcome({ context: prepared, action: undefined });
policy.evaluate({ context: prepared, principal: { federated: "accounts.google.com" } });
// @ts-expect-error a prepared context is made by its constructor
policy.outcome({ context: { prepared: true } });
// @ts-expect-error what is prepared is not prepared again
new PreparedContext(prepared);

same<ReturnType<typeof checkTrustPolicy>, TrustPolicyCheck>(true);
same<ReturnType<TrustPolicy["findings"]>, Finding[]>(true);
same<TrustPolicyCheck["findings"], Finding[]>(true);
same<NonNullable<Finding["witness"]>["call"]["claims"], Record<string, Json>>(true);
same<NonNullable<Finding["witness"]>["restsOn"], string[]>(true);
same<TrustPolicyCheck["errors"][number]["span"], Span | undefined>(true);
// @ts-expect-error a policy is a text or an object
checkTrustPolicy(7);

same<ReturnType<typeof suggestTrustPolicy>, TrustPolicySuggestion>(true);
suggestTrustPolicy({ tokens: [""], claims: [{ sub: "a" }], accountId: "123456789012" });
// @ts-expect-error several tokens are a list, and so is one
suggestTrustPolicy({ tokens: "" });
same<ReturnType<typeof explainError>, ErrorExplanation | undefined>(true);
same<ErrorExplanation["relyingParty"], string | undefined>(true);
// @ts-expect-error an error message is a text
explainError(new Error("Incorrect token audience"));

const simulation = simulateAssumeRole({ claims: { sub: "a" }, trustPolicy: "", now: 0 });
same<typeof simulation, Simulation>(true);
same<Simulation["outcome"], "allowed" | "denied" | "error">(true);
same<NonNullable<Simulation["decision"]>, Decision>(true);
simulateAssumeRole({ token: "", jwks, trustPolicy: {}, provider: { clientIds: [] } });
// @ts-expect-error the trust policy is required
simulateAssumeRole({ token: "" });

try {
  decode("");
} catch (error) {
  if (error instanceof AssumableError) {
    same<typeof error.code, string>(true);
    same<typeof error.span, Span | undefined>(true);
    same<typeof error.retryAfterSeconds, number | undefined>(true);
    error.errors.map((problem) => problem.code);
  }
}

const fixes = simulateAssumeRole({ claims: {}, trustPolicy: "" }).diagnoses.flatMap(({ fix }) => fix ?? []);
const fixed: string[] = fixes.map((fix) => applyFix("", fix));
applyFix({}, { effect: "", edits: [] });
// @ts-expect-error a diagnosis is no fix
applyFix("", simulateAssumeRole({ claims: {}, trustPolicy: "" }).diagnoses[0]);

interface Env {
  USED_TOKENS: UsedTokensNamespace;
  KEYS: string;
}

const gate = createGate<Env>({
  issuers: { issuer, audience: "https://api.example" },
  routes: [{ path: "/reports/*", methods: ["GET"], policy: {} }],
  policy: "{}",
  handler: (request, { subject, claims }, env) => {
    same<typeof subject, string | undefined>(true);
    same<typeof env, Env>(true);
    same<(typeof claims)[string], Json>(true);
    return new Response(request.url);
  },
  singleUse: ({ USED_TOKENS }) => USED_TOKENS,
  sourceIp: ({ headers }) => headers.get("cf-connecting-ip"),
  log: (entry) => same<typeof entry, GateLogEntry>(true),
  cacheTokens: 0,
});
same<typeof gate, FetchHandler<Env>>(true);
// What a worker exports, and what a server calls without knowing of an environment.
const worker: { fetch(request: Request, env: Env, context: { waitUntil(promise: Promise<unknown>): void }): Promise<Response> } = { fetch: gate };
const answered: Promise<Response> = gate(new Request("https://api.example/"));

createGate({ issuers: { issuer, audience: null }, policy: {}, upstream: "https://origin.example" });
createGate<Env>({ issuers: { issuer, audience: null }, policy: {}, upstream: () => ({ fetch: async (request) => new Response(request.url) }) });
// @ts-expect-error the audience is needed
createGate({ issuers: { issuer }, policy: {}, upstream: "https://origin.example" });

createExchange<Env>({
  issuer: "https://tokens.example",
  issuers: { issuer, audience: "https://tokens.example" },
  policy: {},
  keys: ({ KEYS }) => [KEYS, { kty: "EC" }],
  audience: ["https://api.example"],
  scopes: (identity) => (same<typeof identity, GateIdentity>(true), ["read"]),
  // Perhaps not there, with `noUncheckedIndexedAccess`.
  claims: ({ claims }) => ({ app: claims.app_name, team: undefined }),
});
// @ts-expect-error the keys are needed
createExchange({ issuer, issuers: { issuer, audience: null }, policy: {}, audience: "a" });

createRelay({ issuers: [issuer, { issuer, jwksUri: "https://keys.example/jwks" }], path: "/keys" });
new UsedTokens({ storage: {} as ConstructorParameters<typeof UsedTokens>[0]["storage"] });

// As `wrangler types` writes it of a worker that exports the class.
interface Branded {
  ["__DURABLE_OBJECT_BRAND"]: never;
}
declare abstract class DurableObjectNamespace<T extends Branded | undefined = undefined> {
  idFromName(name: string): { readonly of: T };
  get(id: { readonly of: T }): { readonly name?: string; fetch(input: Request | string | URL, init?: RequestInit): Promise<Response> };
}
createGate({
  issuers: { issuer, audience: null },
  policy: {},
  upstream: "https://origin.example",
  singleUse: (env: { USED_TOKENS: DurableObjectNamespace<UsedTokens> }) => env.USED_TOKENS,
});
