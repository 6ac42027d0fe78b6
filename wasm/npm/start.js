// How hosts start the engine that read it from disk.
import { initSync } from "./glue/assumable.js";

/** @param read gives the bytes of a file */
export const starting = (read) => () => {
  initSync({ module: read(new URL("./assumable.wasm", import.meta.url)) });
};

/** Whether a release of a host is this one or a later one. */
export function isAtLeast(release, major, minor) {
  const [found, next] = release?.split(".").map(Number) ?? [];
  return found > major || (found === major && next >= minor);
}
