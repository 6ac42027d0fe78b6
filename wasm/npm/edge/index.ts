export type { GateIdentity } from "./admission.js";
export type { Upstream } from "./forward.js";
export {
  createGate,
  type AdmissionOptions,
  type FetchHandler,
  type GateContext,
  type GateOptions,
} from "./gate.js";
export type { GateLogEntry } from "./log.js";
export type { Route } from "./routes.js";
export { UsedTokens, type UsedTokensNamespace, type UsedTokensStorage } from "./used-tokens.js";
export { AssumableError } from "../error.js";
