import type { GateDecision } from "../glue/assumable.js";
import type { GateIdentity } from "./admission.js";
import type { Refusal } from "./refusal.js";

/**
 * What became of a request. There is no token in it, and no query. One that passed and then got no answer
 * has a second entry, which says `failed`.
 */
export interface GateLogEntry {
  /** Whether it passed, and if so, whether what is behind the gate failed. */
  outcome: "passed" | "refused" | "failed";
  /** The status it was answered with, if it was not passed on. */
  status?: number;
  /** Why, as a stable name. */
  code?: string;
  /** Why, in one line. */
  detail?: string;
  method: string;
  host: string;
  path: string;
  /** Whose token it was, if it was believed. */
  issuer?: string;
  /** As the token has it, line breaks and all. */
  subject?: string;
  /** Its `jti`, as it is. */
  tokenId?: string;
  /** The place of the route whose policy decided. */
  route?: number;
  /** The statements that decided, by their place in the policy. */
  determining?: number[];
  /** Of a denial: the ids of its causes. */
  causes?: readonly string[];
  /** Of what failed: what the upstream's `fetch` or the handler threw. */
  cause?: unknown;
}

/** What was found out on the way. */
export interface Noted {
  identity?: GateIdentity;
  decision?: GateDecision;
  route?: number | undefined;
  /** Of what failed after it had passed: what was thrown. */
  failed?: { readonly cause: unknown };
}

export function write(
  log: ((entry: GateLogEntry) => void) | undefined,
  { method }: Request,
  { host, pathname: path }: URL,
  { identity, decision, route, failed }: Noted,
  refused: Refusal | undefined,
): void {
  if (log === undefined) return;
  const { status, code, detail, causes } = refused ?? {};
  const tokenId = identity !== undefined && Object.hasOwn(identity.claims, "jti") ? identity.claims.jti : undefined;
  const entry: GateLogEntry = {
    outcome: failed !== undefined ? "failed" : refused === undefined ? "passed" : "refused",
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(detail !== undefined && { detail }),
    method,
    host,
    path,
    ...(identity !== undefined && { issuer: identity.issuer }),
    ...(identity?.subject !== undefined && { subject: identity.subject }),
    ...(typeof tokenId === "string" && { tokenId }),
    ...(route !== undefined && { route }),
    ...(decision !== undefined && { determining: decision.determining }),
    ...(causes !== undefined && { causes }),
    ...(failed !== undefined && failed),
  };
  try {
    log(entry);
  } catch {
    // Whoever writes is no reason to let nobody pass.
  }
}
