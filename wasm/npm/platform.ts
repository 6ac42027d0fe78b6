import type { LateHost } from "./glue/assumable.js";

/** Lets a promise outlive the request that began it. */
export type WaitUntil = (promise: Promise<unknown>) => void;

/** What a door knows of its host, where hosts differ. */
export interface Platform {
  /** What its `fetch` is told besides: some throw at what others need. */
  readonly request?: RequestInit;
  /** Whether promises and I/O belong to a request, so that no other request may wait for them. */
  readonly perRequest?: boolean;
  /** Where such a host has it. */
  readonly waitUntil?: () => Promise<WaitUntil | undefined>;
  /** Signatures that the host checks faster than the engine, but later. */
  readonly late?: LateHost;
}

let current: Platform = {};

/** Where we are. */
export function platform(): Platform {
  return current;
}

/** For a door, before anything is asked. Nothing that the package exports leads here. */
export function settle(found: Platform): void {
  current = found;
}
