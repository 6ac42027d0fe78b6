import { Handle } from "./engine.js";
import {
  Verifier as Engine,
  type KeysNeeded,
  type KeyState,
  type VerdictNeeded,
  type VerifiedToken,
  type VerifierOptions as EngineOptions,
} from "./glue/assumable.js";
import { signatures } from "./host.js";
import { bytes, moment, read, text, verifierOptions } from "./input.js";
import { Keys } from "./keys.js";
import { platform, type WaitUntil } from "./platform.js";
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
    this.#engine = new Handle(() => new Engine(plain, signatures(), platform().late));
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
    const source = text(token, "token");
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
    const source = text(token, "token");
    const clock = this.#clock();
    const { now, waitUntil } = moment(at, clock);
    const verified =
      this.#tokens?.get(source, now, clock) ?? (await this.#verify(source, now, waitUntil));
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

  async #verify(source: string, now: number, waitUntil: WaitUntil | undefined): Promise<VerifiedToken> {
    for (let waited = 0; ; ) {
      const clock = this.#clock();
      const { asked, answer } = this.#ask(source, now, clock);
      if ("claims" in answer) return this.#remember(source, answer);
      if ("verdict" in answer) {
        const verified = await this.#settle(answer, asked);
        return verified === undefined
          ? this.#verifyHeld(source, now, clock)
          : this.#remember(source, verified);
      }
      if (answer.fetch !== undefined) {
        await this.#keys.fetch(answer.fetch, asked, waitUntil);
      } else {
        const longer = await this.#keys.wait(answer.wait?.issuer ?? "", waited);
        if (longer === undefined) return this.#verifyHeld(source, now, this.#clock());
        waited = longer;
      }
    }
  }

  /** The engine's answer, and which engine that was: one that is started again knows nothing of it. */
  #ask(source: string, now: number, clock: number): { asked: Engine; answer: Answer } {
    return this.#engine.ask((asked) => ({ asked, answer: asked.verify(bytes(source), now, clock) }));
  }

  /** A verdict counts for the very token and key that it is about, and only if it is good. */
  async #settle({ number, verdict }: VerdictNeeded, asked: Engine): Promise<VerifiedToken | undefined> {
    const good = await verdict.catch(() => false);
    return this.#engine.ask((engine) =>
      engine === asked ? engine.settle(number, good === true) : undefined,
    );
  }

  #verifyHeld(source: string, now: number, clock: number): VerifiedToken {
    const verified = this.#engine.ask((engine) => engine.verifySync(bytes(source), now, clock));
    return this.#remember(source, verified);
  }

  #remember(source: string, verified: VerifiedToken): VerifiedToken {
    if (this.#tokens === undefined) return verified;
    const { times, ...token } = verified as VerifiedToken & { times: Times };
    return this.#tokens.add(source, token, times);
  }
}
