import { Handle } from "../engine.js";
import { AssumableError } from "../error.js";
import { TrustPolicy as Policy, type GateDecision, type GateFacts, type Json } from "../glue/assumable.js";
import { bytes, document } from "../input.js";
import type { WaitUntil } from "../platform.js";
import { engineOf, Verifier, type VerifierOptions } from "../verifier.js";
import type { Noted } from "./log.js";
import { refusal, type Refusal } from "./refusal.js";

/** A policy of which every part can match at the gate whose it is. */
export type GatePolicy = Handle<Policy>;

/** Whose token was presented: checked, all of it. */
export interface GateIdentity {
  /** The issuer of the token. */
  readonly issuer: string;
  /** The claim `sub`, if there is one and it is a text. */
  readonly subject: string | undefined;
  /** The claims. A number that JavaScript cannot hold exactly is a string of its digits. */
  readonly claims: Readonly<Record<string, Json>>;
  /** Until when the token is accepted, in whole seconds since the Unix epoch. */
  readonly acceptedUntil: number;
}

/** A token that was believed, and what the policy says of its bearer. */
export interface Answered {
  readonly identity: GateIdentity;
  readonly decision: GateDecision;
}

/** Verifies, and decides. */
export class Admission {
  readonly #verifier: Verifier;
  readonly #clock: () => number;

  constructor(options: VerifierOptions, clock: () => number) {
    this.#verifier = new Verifier({ cacheTokens: REMEMBERED, ...options });
    this.#clock = clock;
  }

  /**
   * A policy for the tokens of this verifier. `name` is what the option is called.
   *
   * @throws {AssumableError} if the document cannot be understood, or has a key, an action, a principal or a variable that can
   * never match: a `Deny` with a misspelt key would keep nobody out.
   */
  policy(source: string | object, name: string): GatePolicy {
    const text = document(source, name);
    try {
      const policy = new Handle(() => Policy.parse(text));
      engineOf(this.#verifier).ask((engine) => policy.ask((policy) => engine.checkGate(policy)));
      return policy;
    } catch (thrown) {
      throw thrown instanceof AssumableError ? called(name, thrown) : thrown;
    }
  }

  /**
   * What is decided, or why nothing could be. A denial is decided. By which policy is asked only once the
   * token is believed: nobody else learns which routes there are. Whose it is, is noted whatever follows.
   */
  async ask(
    token: string,
    choose: () => GatePolicy | Refusal,
    facts: GateFacts,
    { explain, waitUntil, noted }: { explain: boolean; waitUntil: WaitUntil | undefined; noted: Noted },
  ): Promise<Answered | Refusal> {
    try {
      const { claims } = await this.#verifier.verify(token, { now: facts.now, waitUntil });
      const { iss, sub } = claims;
      const bearer = { issuer: String(iss), subject: typeof sub === "string" ? sub : undefined, claims };
      noted.bearer = bearer;
      if (Object.hasOwn(claims, "cnf")) {
        // RFC 7800: a thief of it must not get further here than elsewhere.
        return refusal(401, "token-bound-to-key", "the token is for whoever proves to have a key (`cnf`), and no proof is asked for here");
      }
      const policy = choose();
      if (!(policy instanceof Handle)) return policy;
      const [text, clock] = [JSON.stringify(facts), this.#clock()];
      const decision = engineOf(this.#verifier).ask((engine) =>
        policy.ask((policy) => engine.admits(bytes(token), policy, text, explain, clock)),
      );
      noted.decision = decision;
      return { identity: { ...bearer, acceptedUntil: decision.acceptedUntil }, decision };
    } catch (thrown) {
      if (!(thrown instanceof AssumableError)) throw thrown;
      return refused(thrown);
    }
  }
}

/** An error about a text, with the name that the text has here. */
function called(name: string, { code, message, span, help, errors, cause }: AssumableError): AssumableError {
  const about = (problem: string) => `\`${name}\`: ${problem}`;
  const told = errors.map((problem) => ({ ...problem, message: about(problem.message) }));
  const failure = { code, message: about(message), ...(span !== undefined && { span }), ...(help !== undefined && { help }), input: name, errors: told };
  return new AssumableError(failure, cause === undefined ? {} : { cause });
}

/**
 * A token that is not believed is its bearer's fault; that keys are not at hand is nobody's here; and what
 * the engine cannot read, an option's function has said.
 */
function refused({ code, message, retryAfterSeconds }: AssumableError): Refusal {
  switch (code) {
    case "keys-unavailable":
      return refusal(503, code, message, { retryAfterSeconds: Math.max(retryAfterSeconds ?? 1, 1) });
    case "internal":
      return refusal(500, code, message);
    case "invalid-input":
      return refusal(500, "misconfigured", message);
    default:
      return refusal(401, code, message);
  }
}

/**
 * As many machines as a gate may have to do with at a time. They take about ten megabytes, and sixty at the
 * worst: tokens of 2 KiB with nothing but small values in them.
 */
const REMEMBERED = 1024;
