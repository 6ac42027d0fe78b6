import { platform } from "#platform";

/** A text that was fetched, as it came. */
export interface Fetched {
  readonly text: Uint8Array;
  readonly cacheControl: string;
}

/** Why there is none, in the engine's words. */
export interface NotFetched {
  readonly why: "unreachable" | "timed-out" | "too-long" | "status";
  readonly status?: number;
  /** What the host threw. */
  readonly thrown?: unknown;
}

/** For one request as a whole, in milliseconds. */
const TIME_LIMIT = 5000;
/** As much as the engine reads of a key set. */
export const MAX_BYTES = 64 * 1024;

/**
 * One document of an issuer, within a time limit that holds whatever the host's `fetch` makes of it.
 * Never rejects.
 */
export async function get(url: string, fetch: typeof globalThis.fetch): Promise<Fetched | NotFetched> {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<NotFetched>((resolve) => {
    timer = setTimeout(() => {
      resolve({ why: "timed-out" });
      abort.abort();
    }, TIME_LIMIT);
  });
  const answer = request(url, fetch, abort.signal).catch(
    (thrown: unknown): NotFetched => ({ why: "unreachable", thrown }),
  );
  return Promise.race([answer, limit]).finally(() => clearTimeout(timer));
}

async function request(
  url: string,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Fetched | NotFetched> {
  const response = await fetch(url, {
    ...platform.request,
    method: "GET",
    headers: { accept: "application/json" },
    // An issuer whose keys have moved says so in its discovery document.
    redirect: "manual",
    signal,
  });
  const { body, headers, redirected, status } = response;
  if (status !== 200 || redirected) {
    body?.cancel().catch(() => {});
    // Browsers keep the status of a redirection to themselves.
    return { why: "status", status: redirected ? 0 : status };
  }
  const text = await read(body, signal);
  return text === undefined
    ? { why: "too-long" }
    : { text, cacheControl: headers.get("cache-control") ?? "" };
}

/** The whole body, or nothing if it is too long, or has not come before the signal. */
export async function read(
  body: ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  // Not every `fetch` does so by itself.
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    // Chunks without bytes have no end either.
    if (length > MAX_BYTES || chunks.length > MAX_BYTES) {
      cancel();
      return undefined;
    }
    chunks.push(value);
  }
  // A reader that is cancelled ends as one that has read it all.
  if (signal.aborted) return undefined;
  const text = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    text.set(chunk, at);
    at += chunk.length;
  }
  return text;
}
