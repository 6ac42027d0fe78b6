import type { GateDecision } from "../glue/assumable.js";
import type { WaitUntil } from "../platform.js";
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
  /** Of what failed: what the upstream's `fetch` or the handler threw, whatever they have put into it. */
  cause?: unknown;
}

/** What was found out on the way. */
export interface Noted {
  /** Whose token it was, once it is believed. */
  bearer?: Omit<GateIdentity, "acceptedUntil">;
  decision?: GateDecision;
  route?: number | undefined;
  /** Of what failed after it had passed: what was thrown. */
  failed?: { readonly cause: unknown };
}

export function write(
  log: ((entry: GateLogEntry) => void) | undefined,
  { method }: Request,
  { host, pathname: path }: URL,
  { bearer, decision, route, failed }: Noted,
  refused: Refusal | undefined,
  waitUntil: WaitUntil | undefined,
): void {
  if (log === undefined) return;
  const { status, code, detail, causes } = refused ?? {};
  const tokenId = bearer !== undefined && Object.hasOwn(bearer.claims, "jti") ? bearer.claims.jti : undefined;
  const entry: GateLogEntry = {
    outcome: failed !== undefined ? "failed" : refused === undefined ? "passed" : "refused",
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(detail !== undefined && { detail }),
    method,
    host,
    path,
    ...(bearer !== undefined && { issuer: bearer.issuer }),
    ...(bearer?.subject !== undefined && { subject: bearer.subject }),
    ...(typeof tokenId === "string" && { tokenId }),
    ...(route !== undefined && { route }),
    ...(decision !== undefined && { determining: decision.determining }),
    ...(causes !== undefined && { causes }),
    ...(failed !== undefined && failed),
  };
  try {
    const told = log(entry) as unknown;
    if (typeof (told as Promise<unknown> | undefined)?.then !== "function") return;
    const written = Promise.resolve(told).catch(() => {});
    waitUntil?.(written);
  } catch {
    // Whoever writes is no reason to let nobody pass.
  }
}
