import { invalid } from "../error.js";
import type { VerifierOptions } from "../verifier.js";

/** Of what kinds an option may be, in words. */
type Kinds = Readonly<Record<string, string>>;

/**
 * The options of an edge worker, apart from those of its verifier, which looks at its own.
 *
 * @throws {AssumableError} if one is of the wrong kind.
 */
export function settings<O extends VerifierOptions>(options: O, kinds: Kinds): { own: Partial<O>; verifier: VerifierOptions } {
  if (typeof options !== "object" || options === null) throw invalid("`options` must be an object");
  const all: Kinds = { ...COMMON, ...kinds };
  const own: Record<string, unknown> = Object.create(null);
  const verifier: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    const wanted = Object.hasOwn(all, name) ? all[name] : undefined;
    if (wanted === undefined) {
      verifier[name] = value;
      continue;
    }
    if (value === undefined) continue;
    if (!fits(value, wanted)) throw invalid(`\`options.${name}\` must be of the kind ${wanted}`);
    own[name] = value;
  }
  return { own: own as Partial<O>, verifier: verifier as unknown as VerifierOptions };
}

function fits(value: unknown, wanted: string): boolean {
  const kind = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  return wanted.split(/, | or /).includes(kind);
}

const COMMON: Kinds = {
  development: "boolean",
  singleUse: "function",
  sourceIp: "function",
  log: "function",
};
