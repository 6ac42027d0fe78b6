/// <reference lib="esnext.disposable" preserve="true" />
import { ask, Handle } from "./engine.js";
import {
  buildSubject as build,
  checkTrustPolicy as check,
  decode as decodeToken,
  explainError as explain,
  PreparedContext as EngineContext,
  simulateAssumeRole as simulate,
  splitSubject as split,
  suggestTrustPolicy as suggest,
  TrustPolicy as EnginePolicy,
  verifyJws as verifySignature,
  type AssumeRoleInput,
  type DecodedToken,
  type Decision,
  type ErrorExplanation,
  type FederatedPrincipal,
  type Finding,
  type Fix,
  type JwkSet,
  type Outcome,
  type RequestContext,
  type Simulation,
  type StatementTrace,
  type SubjectPart,
  type SuggestionInput,
  type TrustPolicyCheck,
  type TrustPolicySuggestion,
  type VerifiedJws,
  type VerifyJwsOptions,
} from "./glue/assumable.js";
import { invalid } from "./error.js";
import {
  data,
  document,
  edited,
  pairs,
  part,
  pasted,
  presented,
  question,
  text,
  wanted,
} from "./input.js";
import { decision } from "./trace.js";

export { AssumableError } from "./error.js";
export { CacheKeyStore, KvKeyStore, type KeyStore, type KeyValues, type StoredKeys } from "./store.js";
export { Verifier, type At, type AtRequest, type VerifierOptions } from "./verifier.js";
export type {
  About,
  AssumeRoleInput,
  AwsError,
  Because,
  CallOutcome,
  Cause,
  Check,
  CheckOutcome,
  ClaimNote,
  ConditionTrace,
  Confidence,
  ContextType,
  ContextValue,
  DecodedToken,
  Decision,
  Diagnosis,
  Edit,
  Effect,
  ElementTrace,
  ErrorExplanation,
  FederatedPrincipal,
  Finding,
  Fix,
  Identity,
  IssuerFamily,
  IssuerOptions,
  Json,
  Jwk,
  JwkSet,
  KeyState,
  NamedValue,
  Outcome,
  Problem,
  Provider,
  Reason,
  RequestContext,
  Role,
  RoleSessionRequest,
  Severity,
  SignatureStatus,
  Simulation,
  Span,
  Stability,
  Stage,
  StageOutcome,
  StatementTrace,
  SubjectPart,
  SuggestionInput,
  SuggestionNote,
  TokenParts,
  TrustPolicyCheck,
  TrustPolicySuggestion,
  ValueProblem,
  ValueProblemKind,
  ValueTrace,
  VerifiedJws,
  VerifiedToken,
  VerifyJwsOptions,
  Witness,
  WitnessCall,
} from "./glue/assumable.js";

/**
 * Takes a token apart. Nothing in it is to be believed.
 *
 * @throws {AssumableError} if the text is not a token.
 */
export function decode(token: string): DecodedToken {
  const source = presented(token);
  return ask(() => decodeToken(source));
}

/**
 * Checks a signature and nothing else: no time, no issuer, no audience.
 *
 * @throws {AssumableError} if no key of the set made the signature.
 */
export function verifyJws(jws: string, jwks: JwkSet, options: VerifyJwsOptions = {}): VerifiedJws {
  const source = text(jws, "jws");
  const keys = document(jwks, "jwks");
  const plain = data(options, "options");
  return ask(() => verifySignature(source, keys, plain));
}

/** What is asked of a trust policy. */
export interface EvaluateInput {
  /** The condition keys, exactly these. */
  context: RequestContext | PreparedContext;
  /** The action; `sts:AssumeRoleWithWebIdentity` if left out. */
  action?: string | undefined;
  /** The caller; the first `Federated` principal of the policy if left out. */
  principal?: FederatedPrincipal | undefined;
}

/** What is inside of prepared contexts. A `static` block would keep it all in every bundle. */
const CONTEXTS = new WeakMap<object, Handle<EngineContext>>();

/** The context of one request, read once for many policies or questions. */
export class PreparedContext {
  readonly #engine: Handle<EngineContext>;

  /** @throws {AssumableError} if it is not a request context. */
  constructor(context: RequestContext) {
    const plain = data(context, "context");
    this.#engine = new Handle(() => new EngineContext(plain));
    CONTEXTS.set(this, this.#engine);
  }
}

function prepared(value: unknown): Handle<EngineContext> | undefined {
  return typeof value === "object" && value !== null ? CONTEXTS.get(value) : undefined;
}

/** A trust policy that is understood as a whole. */
export class TrustPolicy {
  readonly #engine: Handle<EnginePolicy>;
  /** Made when it is needed first. */
  #outline: readonly StatementTrace[] | undefined;
  /** The text that spans are places in. */
  readonly source: string;

  private constructor(source: string) {
    this.source = source;
    this.#engine = new Handle(() => EnginePolicy.parse(source));
  }

  /**
   * Parses a policy document, or an object that stands for one.
   *
   * @throws {AssumableError} with all `errors`, if the document cannot be understood.
   */
  static parse(source: string | object): TrustPolicy {
    return new TrustPolicy(document(source, "trustPolicy"));
  }

  /**
   * What is wrong with the policy whatever the token, worst first, at most 100. Who is admitted by
   * mistake is proved: by claims that the engine admits.
   *
   * This is about a role in AWS. A gate's policy may ask for keys that AWS does not have: `createGate` of
   * `assumable/edge` says what can never match there.
   */
  findings(): Finding[] {
    return this.#engine.ask((policy) => policy.findings()).findings;
  }

  /** Decides a request: exactly this context, nothing added. */
  evaluate(input: EvaluateInput): Decision {
    this.#outline ??= this.#engine.ask((policy) => policy.outline()).trace;
    return decision(this.#outline, this.#answer(input));
  }

  /** The outcome that `evaluate` gives, and nothing else, in a fraction of the time. */
  outcome(input: EvaluateInput): Outcome {
    const { taken: context, rest } = part(input, "context", prepared);
    if (context === undefined) {
      const plain = data(input, "input");
      return named(this.#engine.ask((policy) => policy.allows(plain)));
    }
    return named(
      this.#engine.ask((policy) => context.ask((context) => policy.allowsIn(context, rest))),
    );
  }

  #answer(input: EvaluateInput): string {
    const { taken: context, rest } = part(input, "context", prepared);
    if (context === undefined) {
      const plain = data(input, "input");
      return this.#engine.ask((policy) => policy.evaluate(plain));
    }
    return this.#engine.ask((policy) => context.ask((context) => policy.evaluateIn(context, rest)));
  }
}

/**
 * What IAM answers when a document, or an object that stands for one, becomes the trust policy of a
 * role (`UpdateAssumeRolePolicy`), under the default quota.
 *
 * A refusal is an answer. Spans are places in the document's text; that of an object is what
 * `JSON.stringify(source, null, 2)` gives. Policies of a gate (`assumable/edge`) are not for IAM to store.
 *
 * @throws {AssumableError} if `source` is no text and no data.
 */
export function checkTrustPolicy(source: string | object): TrustPolicyCheck {
  const plain = document(source, "trustPolicy");
  return ask(() => check(plain));
}

/**
 * Plays the call `sts:AssumeRoleWithWebIdentity` through, stage by stage.
 *
 * A denial is an answer; what is left out is not checked, and its stage says so.
 *
 * @throws {AssumableError} if the question cannot be asked.
 */
export function simulateAssumeRole(input: AssumeRoleInput): Simulation {
  const plain = question(input);
  return ask(() => simulate(plain));
}

/**
 * Suggests the tightest trust policy that admits workloads of which these tokens are examples: one
 * statement for each issuer. Only parts of a subject that differ from one token of the same workload
 * to the next are left open, as the notes say. The tokens are not verified.
 *
 * @throws {AssumableError} if no policy could admit one of the tokens, or none could be written down.
 */
export function suggestTrustPolicy(input: SuggestionInput): TrustPolicySuggestion {
  const plain = wanted(input);
  return ask(() => suggest(plain));
}

/**
 * The policy's text with all of a fix's edits made.
 *
 * `source` is the text that was asked about; an object stands for its text as everywhere,
 * `JSON.stringify(source, null, 2)`. The edits belong together, so there is no half of a fix.
 *
 * @throws {AssumableError} if the fix has no edits, or they are for another text.
 */
export function applyFix(source: string | object, fix: Fix): string {
  const before = document(source, "trustPolicy");
  const { edits } = edited(fix);
  let after = "";
  let end = 0;
  for (const { span, replaced, replacement } of edits) {
    const isInOrder = span.start >= end && span.end >= span.start && span.end <= before.length;
    if (!isInOrder || before.slice(span.start, span.end) !== replaced) {
      throw invalid("`fix` is for another text: what its edits replace does not stand there");
    }
    after += before.slice(end, span.start) + replacement;
    end = span.end;
  }
  return after + before.slice(end);
}

/**
 * The named parts of a subject, or nothing if it is none of the issuer's known forms.
 *
 * @throws {AssumableError} if an argument is no text.
 */
export function splitSubject(issuer: string, subject: string): SubjectPart[] | undefined {
  const [source, whole] = [text(issuer, "issuer"), text(subject, "subject")];
  return ask(() => split(source, whole)).parts;
}

/**
 * The subject that these parts make; their names are those that `splitSubject` gives for the issuer's
 * subjects. Nothing, if the issuer is not known by its own name, or if the parts do not make up one of
 * its subjects. GitHub lets a customer choose what a subject is made of and in which order; then the
 * order of the members counts.
 *
 * @throws {AssumableError} if the issuer has no part of such a name, or an argument is no text or
 * holds none.
 */
export function buildSubject(issuer: string, parts: Record<string, string>): string | undefined {
  const [source, plain] = [text(issuer, "issuer"), pairs(parts)];
  return ask(() => build(source, plain));
}

/**
 * Recognises the error message of a cloud or an SDK in a text: a whole log, a line of it, JSON or XML.
 *
 * Letter case, white space, quotes and escapes do not count; of several messages the first counts.
 * Nothing is guessed: a text without a known message gives nothing. Only the first 64 KiB are read.
 *
 * @throws {AssumableError} if `text` is no text.
 */
export function explainError(text: string): ErrorExplanation | undefined {
  const source = pasted(text, "text");
  return ask(() => explain(source));
}

function named(allowed: boolean): Outcome {
  return allowed ? "allowed" : "denied";
}
