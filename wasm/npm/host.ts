import type { Host } from "./glue/assumable.js";

let host: Host | undefined;

/** What the engine may ask the host for; nothing, where it does everything itself. */
export function signatures(): Host | undefined {
  return host;
}

/** For a door, before anything is asked. Nothing that the package exports leads here. */
export function install(found: Host): void {
  host = found;
}
