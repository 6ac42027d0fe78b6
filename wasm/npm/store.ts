/** A key set as it was fetched. */
export interface StoredKeys {
  /** Its text. */
  jwks: string;
  /** Where the fetch began: at the discovery document, or at the issuer's `jwksUri`. */
  url: string;
  /** When it was fetched, in whole seconds since the Unix epoch. */
  fetchedAt: number;
  /** For how long it is used without a refresh. */
  freshForSeconds: number;
  /** For how long it is of use at all: a store may forget it then. */
  usableForSeconds: number;
}

/**
 * Where key sets outlive a process or an isolate.
 *
 * What it gives is trusted as much as this program: whoever writes to it can make tokens. One that
 * throws, or gives anything else than what was put, is ignored.
 */
export interface KeyStore {
  get(issuer: string): Promise<StoredKeys | undefined>;
  put(issuer: string, keys: StoredKeys): Promise<void>;
}

/** Key sets in the Cache API, such as `caches.default` of Cloudflare Workers: one data centre's. */
export class CacheKeyStore implements KeyStore {
  readonly #cache: Cache;
  readonly #base: string;

  /** @param base the URL under which they are; nothing is ever requested from it. */
  constructor(cache: Cache, base = "https://assumable.invalid/keys/") {
    this.#cache = cache;
    this.#base = base;
  }

  async get(issuer: string): Promise<StoredKeys | undefined> {
    const found = await this.#cache.match(await this.#url(issuer));
    return found?.json();
  }

  async put(issuer: string, keys: StoredKeys): Promise<void> {
    const headers = {
      "cache-control": `max-age=${keys.usableForSeconds}`,
      "content-type": "application/json",
    };
    await this.#cache.put(await this.#url(issuer), new Response(JSON.stringify(keys), { headers }));
  }

  async #url(issuer: string): Promise<string> {
    return this.#base + (await digest(issuer));
  }
}

/** What is needed of a namespace of Workers KV. */
export interface KeyValues {
  get(key: string): Promise<string | null>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
}

/** Key sets in Workers KV: everywhere, a minute later. */
export class KvKeyStore implements KeyStore {
  readonly #namespace: KeyValues;
  readonly #prefix: string;

  /** @param prefix what the keys of the namespace begin with. */
  constructor(namespace: KeyValues, prefix = "assumable:keys:") {
    this.#namespace = namespace;
    this.#prefix = prefix;
  }

  async get(issuer: string): Promise<StoredKeys | undefined> {
    const found = await this.#namespace.get(this.#prefix + (await digest(issuer)));
    return found === null ? undefined : JSON.parse(found);
  }

  async put(issuer: string, keys: StoredKeys): Promise<void> {
    const expirationTtl = Math.max(keys.usableForSeconds, LEAST_TTL);
    const key = this.#prefix + (await digest(issuer));
    await this.#namespace.put(key, JSON.stringify(keys), { expirationTtl });
  }
}

/** What Workers KV takes. */
const LEAST_TTL = 60;

/** A name of one length, without characters that a store may read in its own way. */
export async function digest(issuer: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(issuer));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
