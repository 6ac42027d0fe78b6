import type { VerifiedToken } from "./glue/assumable.js";

/** From when, and until when, the token's own times are accepted, and until when its key is used. */
export type Times = readonly [from: number, until: number, keysUntil: number];

/** How often tokens that are too old are let go, in seconds. */
const SWEEP = 60;

/** How long a token usually is at most: of longer ones fewer are remembered, so that memory has a bound. */
const USUAL_LENGTH = 2048;

/** Tokens that were verified, by their exact text. Those used longest ago are forgotten first. */
export class Tokens {
  readonly #most: number;
  readonly #known = new Map<string, { token: VerifiedToken; times: Times }>();
  /** How long the texts are, together. */
  #length = 0;
  /** When those that are too old were last looked for. */
  #swept = 0;
  /** How often keys were replaced. */
  #replaced = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** `now` is when the token is presented; `clock` is what keys live by. */
  get(text: string, now: number, clock: number): VerifiedToken | undefined {
    if (Math.abs(clock - this.#swept) >= SWEEP) this.#sweep(clock);
    const known = this.#known.get(text);
    if (known === undefined) return undefined;
    const [from, until, keysUntil] = known.times;
    if (now < from || now >= until || clock >= keysUntil) return undefined;
    this.#known.delete(text);
    this.#known.set(text, known);
    return known.token;
  }

  /** Nobody asks again about what is too old by the clock. */
  #sweep(clock: number): void {
    this.#swept = clock;
    for (const [text, { times: [, until, keysUntil] }] of this.#known) {
      if (clock >= until || clock >= keysUntil) this.#delete(text);
    }
  }

  /** To be taken before a verification begins, whose token is added later. */
  get epoch(): number {
    return this.#replaced;
  }

  /**
   * Gives the token as it is remembered: frozen, as many will be given it. One that was verified with
   * keys that were replaced meanwhile is not remembered.
   */
  add(text: string, token: VerifiedToken, times: Times, epoch: number): VerifiedToken {
    freeze(token);
    if (epoch !== this.#replaced) return token;
    this.#delete(text);
    this.#known.set(text, { token, times });
    this.#length += text.length;
    for (const oldest of this.#known.keys()) {
      const isRoom = this.#known.size <= this.#most && this.#length <= this.#most * USUAL_LENGTH;
      if (isRoom || oldest === text) break;
      this.#delete(oldest);
    }
    return token;
  }

  #delete(text: string): void {
    if (this.#known.delete(text)) this.#length -= text.length;
  }

  /** The issuer's keys were replaced: one of them may have been withdrawn. */
  forget(issuer: string): void {
    this.#replaced += 1;
    for (const [text, { token }] of this.#known) {
      if (token.claims.iss === issuer) this.#delete(text);
    }
  }
}

/** As deep as the engine reads. */
function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}
