// One function per host: the installed application in, the result of the suite and the host's
// version out.
export { browser } from "./browser.mjs";
export { bun, deno, node } from "./processes.mjs";
export { workerd } from "./workerd.mjs";
