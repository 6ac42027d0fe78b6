import { platform } from "#platform";
import { Handle } from "./engine.js";
import {
  Verifier as Engine,
  type KeysNeeded,
  type KeyState,
  type VerdictNeeded,
  type VerifiedToken,
  type VerifierOptions as EngineOptions,
} from "./glue/assumable.js";
import { bytes, moment, presented, read, verifierOptions } from "./input.js";
import { Keys, PATIENCE } from "./keys.js";
import { has } from "./own.js";
import type { WaitUntil } from "./platform.js";
import type { KeyStore } from "./store.js";
import { Tokens, type Times } from "./tokens.js";

/** Which tokens a verifier believes, and how it comes by keys. */
export interface VerifierOptions extends EngineOptions {
  /** What keys are fetched with; the global `fetch` if left out, looked up when it is needed. */
  fetch?: typeof fetch | undefined;
  /** Where key sets outlive this process or isolate; nowhere if left out. */
  keyStore?: KeyStore | undefined;
  /**
   * The time in whole seconds since the Unix epoch; the computer's if left out. Keys are fetched, kept
   * and given up by it, and tokens are verified as of it unless `now` says otherwise.
   */
  clock?: (() => number) | undefined;
}

/** When a token is presented. */
export interface At {
  /** Whole seconds since the Unix epoch, for this token alone; the verifier's clock if left out. */
  now?: number | undefined;
}

/** When, and in which request. */
export interface AtRequest extends At {
  /**
   * Lets a refresh outlive the request, as `ctx.waitUntil` of Cloudflare Workers; found by itself in
   * workerd if left out.
   */
  waitUntil?: WaitUntil | undefined;
}

type Answer = VerifiedToken | KeysNeeded | VerdictNeeded;

/** The engine that a verifier asks. A static member would keep the class in bundles that do not use it. */
const ENGINES = /* @__PURE__ */ new WeakMap<Verifier, Handle<Engine>>();

export const engineOf = (verifier: Verifier) => ENGINES.get(verifier)!;

/** Which tokens are believed: whose, for whom, and until when. */
export class Verifier {
  readonly #engine: Handle<Engine>;
  readonly #clock: () => number;
  readonly #keys: Keys;
  readonly #tokens: Tokens | undefined;

  /** @throws {AssumableError} if an option is missing, unknown or of the wrong kind. */
  constructor(options: VerifierOptions) {
    const { plain, cacheTokens, fetch, keyStore: store, clock } = verifierOptions(options);
    this.#clock = () => read(clock);
    this.#engine = new Handle(() => new Engine(plain, platform.signatures, platform.late));
    ENGINES.set(this, this.#engine);
    this.#tokens = cacheTokens > 0 ? new Tokens(cacheTokens) : undefined;
    const replaced = (issuer: string) => this.#tokens?.forget(issuer);
    this.#keys = new Keys(this.#engine, { fetch, store, clock: this.#clock, replaced });
  }

  /**
   * Verifies a token without any I/O, with keys that were given or are held.
   *
   * @throws {AssumableError} if the token is not to be believed, or its issuer's keys are not at
   * hand (`keys-unavailable`).
   */
  verifySync(token: string, at: AtRequest = {}): VerifiedToken {
    const source = presented(token);
    const clock = this.#clock();
    const { now } = moment(at, clock);
    return this.#tokens?.get(source, now, clock) ?? this.#verifyHeld(source, now, clock);
  }

  /**
   * Verifies a token, with keys that are fetched first if they were not given and are not held.
   *
   * Rejects with an {@link AssumableError} if the token is not to be believed (`unknown-key`, say), or
   * if its issuer's keys cannot be had for now (`keys-unavailable`), which is not the token's fault.
   */
  async verify(token: string, at: AtRequest = {}): Promise<VerifiedToken> {
    const source = presented(token);
    const clock = this.#clock();
    const { now, waitUntil } = moment(at, clock);
    const verified =
      this.#tokens?.get(source, now, clock) ?? (await this.#verify(source, now, clock, waitUntil));
    const refresh = this.#keys.refresh(clock, waitUntil);
    if (refresh !== undefined) await refresh;
    return verified;
  }

  /**
   * Fetches the keys of all issuers whose keys were not given. Never rejects for an issuer that cannot
   * be reached: {@link keyStates} says so.
   */
  async prefetch(at: AtRequest = {}): Promise<void> {
    await this.#keys.prefetch(moment(at, 0).waitUntil);
  }

  /** What is held of the issuers whose keys were not given, in the order of their names. */
  keyStates(at: At = {}): KeyState[] {
    return this.#keys.states(moment(at, this.#clock()).now);
  }

  /** Asks, and does what is to be done first, until there is an answer. */
  async #verify(
    source: string,
    now: number,
    clock: number,
    waitUntil: WaitUntil | undefined,
  ): Promise<VerifiedToken> {
    for (let waited = 0; waited <= PATIENCE; clock = this.#clock()) {
      const epoch = this.#tokens?.epoch;
      const { engine, answer } = this.#ask(source, now, clock);
      if (has(answer, "claims")) return this.#remember(source, answer, epoch);
      if (has(answer, "verdict")) {
        // A promise less, as `catch` would make one, is a microsecond less in workerd.
        let good: boolean | undefined;
        try {
          good = answer.key.judged(await answer.verdict);
        } catch {
          // The engine looks for itself.
        }
        return this.#remember(source, this.#settle(engine, answer.number, good, source, now), epoch);
      }
      waited = await this.#keys.provide(answer, engine, waited, waitUntil);
    }
    return this.#verifyHeld(source, now, clock);
  }

  /** The answer, and whose: an engine that is started again knows nothing of it. */
  #ask(source: string, now: number, clock: number): { engine: Engine; answer: Answer } {
    return this.#askAbout((engine) => ({ engine, answer: engine.verify(bytes(source), now, clock) }));
  }

  /** Asks about a token, which may have to be refused for want of keys. */
  #askAbout<A>(question: (engine: Engine) => A): A {
    try {
      return this.#engine.ask(question);
    } catch (error) {
      throw this.#keys.explained(error);
    }
  }

  /** A verdict counts for the very token and key that it is about. */
  #settle(asked: Engine, number: number, good: boolean | undefined, source: string, now: number): VerifiedToken {
    const clock = this.#clock();
    return this.#engine.ask((engine) => {
      const token = bytes(source);
      return engine === asked ? engine.settle(number, good, token, now, clock) : engine.verifySync(token, now, clock);
    });
  }

  #verifyHeld(source: string, now: number, clock: number): VerifiedToken {
    const verified = this.#askAbout((engine) => engine.verifySync(bytes(source), now, clock));
    return this.#remember(source, verified, this.#tokens?.epoch);
  }

  /** `epoch` is that of the keys that it was verified with. */
  #remember(source: string, verified: VerifiedToken, epoch: number | undefined): VerifiedToken {
    if (this.#tokens === undefined || epoch === undefined) return verified;
    const { times, ...token } = verified as VerifiedToken & { times: Times };
    return this.#tokens.add(source, token, times, epoch);
  }
}
