/// <reference lib="esnext.disposable" preserve="true" />
export type { GateIdentity } from "./admission.js";
export { createExchange, type ExchangeOptions } from "./exchange.js";
export type { Upstream } from "./forward.js";
export {
  createGate,
  type AdmissionOptions,
  type FetchHandler,
  type GateContext,
  type GateOptions,
} from "./gate.js";
export type { GateLogEntry } from "./log.js";
export { createRelay, type RelayedIssuer, type RelayOptions } from "./relay.js";
export type { Route } from "./routes.js";
export type { PrivateKey } from "./signer.js";
export { UsedTokens, type UsedTokensNamespace, type UsedTokensStorage } from "./used-tokens.js";
export { AssumableError } from "../error.js";
