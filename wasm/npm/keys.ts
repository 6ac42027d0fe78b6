import { platform } from "#platform";
import type { Handle } from "./engine.js";
import { AssumableError } from "./error.js";
import { get, MAX_BYTES, type NotFetched } from "./fetch.js";
import type { KeyFetch, KeysNeeded, KeyState, Verifier as Engine } from "./glue/assumable.js";
import { has, own } from "./own.js";
import type { WaitUntil } from "./platform.js";
import type { KeyStore, StoredKeys } from "./store.js";

/** What keys are fetched with. */
export interface Means {
  /** The host's own if left out. */
  readonly fetch: typeof fetch | undefined;
  readonly store: KeyStore | undefined;
  /** In whole seconds since the Unix epoch. */
  readonly clock: () => number;
  /** Called when an issuer's keys are others than before. */
  readonly replaced: (issuer: string) => void;
}

/** How long a key store is waited for, in milliseconds. */
const STORE_LIMIT = 1000;
/** How long somebody else's fetch is waited for: as long as the engine does, in milliseconds. */
export const PATIENCE = 12_000;
/** What a fetch counts of that, however long it took: a few must do. */
const FLIGHT = PATIENCE / 4;
const [FIRST_PAUSE, LONGEST_PAUSE] = [20, 250];

/** Fetches keys when the engine asks for them, and tells it how that ended. Decides nothing. */
export class Keys {
  readonly #engine: Handle<Engine>;
  readonly #means: Means;
  /** By issuer, where requests may wait for each other. */
  readonly #flights = new Map<string, Promise<void>>();
  /** By issuer, of a fetch under way or that failed: from where, and what the host threw. */
  readonly #tries = new Map<string, { url: string; cause?: unknown }>();
  #nextDue = Infinity;
  /** The last time that the clock gave. */
  #time = 0;

  constructor(engine: Handle<Engine>, means: Means) {
    this.#engine = engine;
    this.#means = means;
  }

  /**
   * Does what `asked` asks for before it can answer: fetches, or waits for somebody else who does,
   * after so many milliseconds that were waited before. How many it is then.
   */
  async provide(
    needed: KeysNeeded,
    asked: Engine,
    waited: number,
    waitUntil: WaitUntil | undefined,
  ): Promise<number> {
    const [fetch, wait] = [own(needed, "fetch"), own(needed, "wait")];
    const flight =
      fetch === undefined
        ? this.#flights.get(wait?.issuer ?? "")
        : this.#begin(fetch, asked, waitUntil);
    if (flight !== undefined) return flight.then(() => waited + FLIGHT);
    const pause = Math.min(Math.max(waited / 2, FIRST_PAUSE), LONGEST_PAUSE);
    await new Promise((resolve) => setTimeout(resolve, pause));
    return waited + pause;
  }

  /** Refreshes beside what is due, if anything is. A promise only if the caller has to wait. */
  refresh(clock: number, waitUntil: WaitUntil | undefined): Promise<void> | undefined {
    if (clock < this.#nextDue) return undefined;
    return beside(this.#due(true, clock, waitUntil), waitUntil);
  }

  /** Fetches all keys that are not fresh. */
  async prefetch(waitUntil: WaitUntil | undefined): Promise<void> {
    await this.#due(false, this.#means.clock(), waitUntil);
    await Promise.all(this.#flights.values());
  }

  states(clock: number): KeyState[] {
    return this.#engine.ask((engine) => engine.keyStates(clock)).states;
  }

  /** An error of the engine about keys, with what only the host knows of the fetch that failed. */
  explained(error: unknown): unknown {
    if (error instanceof AssumableError && error.cause instanceof AssumableError) {
      Object.assign(error.cause, this.#tries.get(error.issuer ?? ""));
    }
    return error;
  }

  async #due(onlyHeld: boolean, clock: number, waitUntil: WaitUntil | undefined): Promise<void> {
    const flights = this.#engine.ask((engine) => {
      const { fetches } = engine.due(onlyHeld, clock);
      this.#nextDue = engine.nextDue();
      return fetches.map((wanted) => this.#begin(wanted, engine, waitUntil));
    });
    await Promise.all(flights);
  }

  #begin(wanted: KeyFetch, asked: Engine, waitUntil: WaitUntil | undefined): Promise<void> {
    const flight = this.#fetch(wanted, asked, waitUntil)
      // The engine was interrupted, or there is no time: whoever asks next is told.
      .catch(() => {})
      .finally(() => {
        if (this.#flights.get(wanted.issuer) === flight) this.#flights.delete(wanted.issuer);
      });
    if (platform.perRequest !== true) this.#flights.set(wanted.issuer, flight);
    // Others wait for it, even if whoever asked goes away.
    beside(flight, waitUntil);
    return flight;
  }

  async #fetch(wanted: KeyFetch, asked: Engine, waitUntil: WaitUntil | undefined): Promise<void> {
    const { number, issuer, isDiscovery } = wanted;
    const { replaced } = this.#means;
    if (await this.#found(wanted, asked)) return;
    const fetch = this.#means.fetch ?? globalThis.fetch;
    let url: string | undefined = wanted.url;
    if (isDiscovery) {
      const got = await this.#get(issuer, url, fetch);
      if (has(got, "why")) return this.#failed(number, asked, got);
      url = this.#tell(asked, (engine, clock) => engine.discovered(number, got.text, clock));
      if (url === undefined) return;
    }
    const got = await this.#get(issuer, url, fetch);
    if (has(got, "why")) return this.#failed(number, asked, got);
    const { text, cacheControl } = got;
    const times = this.#tell(asked, (engine, clock) =>
      engine.fetched(number, text, cacheControl, clock),
    );
    if (times === undefined) return;
    this.#tries.delete(issuer);
    replaced(issuer);
    const jwks = new TextDecoder().decode(text);
    await this.#put(issuer, { jwks, url: wanted.url, ...times }, waitUntil);
  }

  async #get(issuer: string, url: string, fetch: typeof globalThis.fetch) {
    // A query may hold a secret.
    const from = url.replace(/\?.*/s, "");
    this.#tries.set(issuer, { url: from });
    const got = await get(url, fetch);
    const thrown = has(got, "why") ? own(got, "thrown") : undefined;
    if (thrown !== undefined) this.#tries.set(issuer, { url: from, cause: thrown });
    return got;
  }

  #failed(number: number, asked: Engine, { why, status }: NotFetched): void {
    this.#tell(asked, (engine, clock) => engine.failed(number, why, status ?? 0, clock));
  }

  /** Whether the store has what is wanted. */
  async #found({ number, issuer, url }: KeyFetch, asked: Engine): Promise<boolean> {
    const { store, replaced } = this.#means;
    if (store === undefined) return false;
    const stored = await soon(async () => plain(await store.get(issuer), url));
    if (stored === undefined) return false;
    const { jwks, fetchedAt, freshForSeconds } = stored;
    const does = this.#tell(asked, (engine, clock) =>
      engine.found(number, jwks, fetchedAt, freshForSeconds, clock),
    );
    // Even if it does not do: it may be newer than what is held.
    replaced(issuer);
    return does === true;
  }

  #put(issuer: string, keys: StoredKeys, waitUntil: WaitUntil | undefined): Promise<void> | undefined {
    const { store } = this.#means;
    if (store === undefined) return undefined;
    return beside(soon(async () => store.put(issuer, keys)), waitUntil);
  }

  /** Tells the engine that asked. One that was started again knows nothing of its questions. */
  #tell<A>(asked: Engine, tell: (engine: Engine, clock: number) => A): A | undefined {
    // Somebody else's code: while the engine is asked, what it throws would seem to be the engine's.
    try {
      this.#time = this.#means.clock();
    } catch {
      // What has come must not be lost over it.
    }
    return this.#engine.ask((engine) => {
      if (engine !== asked) return undefined;
      const answer = tell(engine, this.#time);
      this.#nextDue = engine.nextDue();
      return answer;
    });
  }
}

/**
 * Leaves work that nobody waits for to the host. Where promises belong to a request, and the host has
 * no way to let them outlive it, the request has to wait.
 */
function beside(work: Promise<unknown>, waitUntil: WaitUntil | undefined): Promise<void> | undefined {
  // Nobody asked for it, so nobody is told how it failed.
  const quiet = work.then(() => {}, () => {});
  return platform.perRequest === true ? handOver(quiet, waitUntil) : undefined;
}

async function handOver(work: Promise<void>, given: WaitUntil | undefined): Promise<void> {
  try {
    const waitUntil = given ?? (await platform.waitUntil?.());
    if (waitUntil !== undefined) return waitUntil(work);
  } catch {
    // It is no longer, or not yet, in a request.
  }
  await work;
}

/** What somebody else's code gives, if it does so soon; nothing if it throws. */
async function soon<T>(give: () => Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), STORE_LIMIT);
  });
  return Promise.race([give().catch(() => undefined), limit]).finally(() => clearTimeout(timer));
}

/** What is needed of a stored key set, if it is one, and of the same place. */
function plain(stored: Partial<StoredKeys> | undefined | null, url: string) {
  if (typeof stored !== "object" || stored === null || own(stored, "url") !== url) return undefined;
  const [jwks, fetchedAt] = [own(stored, "jwks"), own(stored, "fetchedAt")];
  const freshForSeconds = own(stored, "freshForSeconds");
  if (typeof jwks !== "string" || jwks.length > MAX_BYTES) return undefined;
  if (!isWhole(fetchedAt) || !isWhole(freshForSeconds)) return undefined;
  return { jwks, fetchedAt, freshForSeconds };
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
