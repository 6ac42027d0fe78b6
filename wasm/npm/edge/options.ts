import { invalid } from "../error.js";
import { short } from "../input.js";

/** Of what kinds an option may be, in words. */
export type Kinds = Readonly<Record<string, string>>;

/**
 * The options of an edge worker, and apart from them those of its verifier, which looks at its own: of
 * `ofVerifier`. What is in neither list is refused: a misspelt option would be one that is not there.
 *
 * @throws {AssumableError} if one is unknown or of the wrong kind.
 */
export function settings<O extends object>(
  options: O,
  kinds: Kinds,
  ofVerifier: readonly string[] = [],
): { own: Partial<O>; others: Record<string, unknown> } {
  const own: Record<string, unknown> = Object.create(null);
  const others: Record<string, unknown> = {};
  const known = [...ofVerifier, ...Object.keys(kinds)];
  for (const [name, value] of members(options, "options", known)) {
    if (value === undefined) continue;
    const wanted = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (wanted === undefined) {
      others[name] = value;
      continue;
    }
    if (!fits(value, wanted)) throw invalid(`\`options.${name}\` must be of the kind ${wanted}`);
    own[name] = value;
  }
  return { own: own as Partial<O>, others };
}

/**
 * The members of an object, if it is one and has no others than these.
 *
 * @throws {AssumableError} if not; `path` is what the object is called.
 */
export function members(value: unknown, path: string, known: readonly string[]): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(`\`${path}\` must be an object`);
  const found = Object.entries(value);
  const unknown = found.map(([name]) => name).find((name) => !known.includes(name));
  if (unknown === undefined) return found;
  const names = [...known].sort().map((name) => `\`${name}\``);
  throw invalid(`\`${path}\` has no member \`${short(unknown)}\`; known: ${names.join(", ")}`);
}

function fits(value: unknown, wanted: string): boolean {
  const kind = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return wanted.split(/, | or /).includes(kind);
}

/** What a gate and an exchange have in common. */
export const COMMON = {
  development: "boolean",
  singleUse: "function",
  sourceIp: "function",
  log: "function",
} as const;

/** What a verifier takes. */
export const OF_VERIFIER = [
  "issuers",
  "clockToleranceSeconds",
  "maxTokenBytes",
  "requireExpiry",
  "cacheTokens",
  "fetch",
  "keyStore",
  "clock",
] as const;
