// What `#platform` gives: package.json leads it to the file of the host that the package is used in.
import type { Host, LateHost } from "./glue/assumable.js";

/** Lets a promise outlive the request that began it. */
export type WaitUntil = (promise: Promise<unknown>) => void;

/** What is particular to a host. */
export interface Platform {
  /** Starts the engine, if that was not done before. Asked when it is needed first. */
  readonly start: () => void;
  /** Signatures that the host checks faster than the engine. */
  readonly signatures?: Host | undefined;
  /** Those that it checks faster, but later. */
  readonly late?: LateHost;
  /** What its `fetch` is told besides: some throw at what others need. */
  readonly request?: RequestInit;
  /** Whether promises and I/O belong to a request, so that no other request may wait for them. */
  readonly perRequest?: boolean;
  /** Where such a host has it. */
  readonly waitUntil?: () => Promise<WaitUntil | undefined>;
}

/** Where we are. It has no prototype, of which others could make a host. */
export const platform: Platform;
