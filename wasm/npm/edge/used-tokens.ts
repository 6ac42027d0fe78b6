import { digest } from "../store.js";

/** What is needed of the storage of a Durable Object. */
export interface UsedTokensStorage {
  get<T>(key: string): Promise<T | undefined>;
  put(entries: Record<string, unknown>): Promise<void>;
  list<T>(options: { prefix: string; end: string; limit: number }): Promise<Map<string, T>>;
  delete(keys: string[]): Promise<number>;
  getAlarm(): Promise<number | null>;
  setAlarm(time: number): Promise<void>;
}

/** What is needed of a namespace of Durable Objects, whose class is {@link UsedTokens}. */
export interface UsedTokensNamespace {
  idFromName(name: string): unknown;
  // The id is that of the same namespace.
  get(id: never): { fetch(url: string, init: RequestInit): Promise<Response> };
}

/**
 * A Durable Object that remembers tokens that were used, until they expire.
 *
 * One takes {@link MOST}; tokens are spread over {@link OBJECTS} of them for each issuer. One that is full
 * lets nobody pass.
 */
export class UsedTokens {
  /** By this `DurableObjectNamespace<UsedTokens>` knows a class of Durable Objects. It is in the types only. */
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #storage: UsedTokensStorage;

  constructor(state: { readonly storage: UsedTokensStorage }) {
    this.#storage = state.storage;
  }

  /** 201 for a token that was not used before, 409 for one that was or may have been, 507 if there is no room. */
  async fetch(request: Request): Promise<Response> {
    const { id, until, behind = 0 } = await request.json();
    if (typeof id !== "string" || ![until, behind].every(Number.isSafeInteger) || behind < 0) {
      return new Response(null, { status: 400 });
    }
    // Storage alone is waited for from here on, so no other request comes between.
    if ((await this.#storage.get(TOKEN + id)) !== undefined) return new Response(null, { status: 409 });
    // It may be one of those that are forgotten, if somebody's clock is behind.
    if (until <= (await this.#forgotten())) return new Response(null, { status: 409 });
    const count = (await this.#storage.get<number>(COUNT)) ?? 0;
    if (count >= MOST) return new Response(null, { status: 507 });
    const end = until + behind;
    const entry: Entry = { id, until };
    await this.#storage.put({ [TOKEN + id]: until, [due(end) + id]: entry, [COUNT]: count + 1 });
    const alarm = await this.#storage.getAlarm();
    const expires = (end + 1) * 1000;
    if (alarm === null || alarm > expires) await this.#storage.setAlarm(expires);
    return new Response(null, { status: 201 });
  }

  /** Forgets tokens that have expired, so many at a time. */
  async alarm(): Promise<void> {
    const now = Math.floor(Date.now() / 1000);
    const expired = await this.#storage.list<Entry>({ prefix: DUE, end: due(now), limit: BATCH });
    const keys = [...expired].flatMap(([key, { id }]) => [key, TOKEN + id]);
    if (keys.length > 0) {
      const count = (await this.#storage.get<number>(COUNT)) ?? 0;
      const forgotten = Math.max(await this.#forgotten(), ...[...expired.values()].map(({ until }) => until));
      // First this, should the rest fail.
      await this.#storage.put({ [FORGOTTEN]: forgotten, [COUNT]: Math.max(count - expired.size, 0) });
      await this.#storage.delete(keys);
    }
    const [next] = await this.#storage.list<Entry>({ prefix: DUE, end: END, limit: 1 });
    if (next === undefined) return;
    const at = Number(next[0].slice(DUE.length, DUE.length + DIGITS));
    await this.#storage.setAlarm(Math.max((at + 1) * 1000, Date.now()));
  }

  /** The latest expiry of a token that is forgotten. */
  async #forgotten(): Promise<number> {
    return (await this.#storage.get<number>(FORGOTTEN)) ?? -Infinity;
  }
}

/** A token, by the time at which it may be forgotten. */
interface Entry {
  readonly id: string;
  /** When it is accepted no longer, by the clock of whoever accepted it. */
  readonly until: number;
}

/** How it ended when somebody wanted to use a token. */
export type Use = "first" | "again" | "unknown";

/**
 * Uses a token up. `until` is when it is accepted no longer, by the clock that says `now`; if that one is
 * behind, the token is remembered longer.
 */
export async function use(
  namespace: UsedTokensNamespace,
  { issuer, id: tokenId, until }: { issuer: string; id: string; until: number },
  now: number,
): Promise<Use> {
  try {
    const behind = Math.max(Math.floor(Date.now() / 1000) - now, 0);
    // The issuer has no line break in it: no two pairs make the same text.
    const id = await digest(`${issuer}\n${tokenId}`);
    const object = namespace.get(namespace.idFromName(`${issuer}\n${id.slice(0, 1)}`) as never);
    const asked = object.fetch("https://assumable.invalid/", { method: "POST", body: JSON.stringify({ id, until, behind }) });
    const response = await soon(asked);
    if (response === undefined) return "unknown";
    // Not waited for: there is no limit to how long it takes.
    response.body?.cancel().catch(() => {});
    return response.status === 201 ? "first" : response.status === 409 ? "again" : "unknown";
  } catch {
    return "unknown";
  }
}

/** What is answered in time; nothing, if nothing is. */
async function soon<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), TIME_LIMIT);
  });
  return Promise.race([answer, limit]).finally(() => clearTimeout(timer));
}

/** In milliseconds. */
const TIME_LIMIT = 5000;
/** As many as one object remembers. */
export const MOST = 100_000;
/** How many objects an issuer has: one for each first digit of the hash. */
export const OBJECTS = 16;

const [TOKEN, DUE, COUNT, FORGOTTEN] = ["token:", "due:", "count", "forgotten"];
/** Behind every name that begins with {@link DUE}. */
const END = "due;";
/** Seconds up to the year 9999. */
const DIGITS = 12;
/** With two names for each, no more than a call of `delete` takes. */
const BATCH = 64;

const due = (until: number) => `${DUE}${String(until).padStart(DIGITS, "0")}`;
