import { Handle } from "../engine.js";
import { invalid } from "../error.js";
import { TrustPolicy as EnginePolicy } from "../glue/assumable.js";
import { document, short } from "../input.js";
import { isAmbiguous, isMethod, LONGEST_PATH } from "./facts.js";

/** A policy for some of the requests. */
export interface Route {
  /** The path as a URL has it, or with `/*` at its end everything below it. */
  path: string;
  /** In capitals; all if left out. `GET` is for `HEAD` too. */
  methods?: readonly string[] | undefined;
  /** A trust policy, as text or as an object. */
  policy: string | object;
}

export type Policy = Handle<EnginePolicy>;

/** @throws {AssumableError} if the document cannot be understood. */
export function policy(source: string | object): Policy {
  const text = document(source, "policy");
  return new Handle(() => EnginePolicy.parse(text));
}

/** The policy that decides, and the place of its route. */
export interface Way {
  readonly policy: Policy;
  readonly route?: number;
}

/** Which policy decides on a request: that of the first route that fits, or else the one for all. */
export class Routes {
  readonly #routes: readonly Fitting[];
  readonly #rest: Policy | undefined;

  constructor(routes: readonly Route[], rest: string | object | undefined, { anyPath }: { anyPath: boolean }) {
    this.#routes = routes.map((route) => new Fitting(route, anyPath));
    for (const [index, route] of this.#routes.entries()) {
      const before = this.#routes.slice(0, index).findIndex((earlier) => earlier.covers(route));
      if (before !== -1) throw invalid(`\`routes[${index}]\` can never decide: \`routes[${before}]\` comes first wherever it fits`);
    }
    this.#rest = rest === undefined ? undefined : policy(rest);
    if (routes.length === 0 && rest === undefined) {
      throw invalid("`policy` or `routes` must say who may pass");
    }
  }

  /**
   * Nothing if nobody has said who may pass here. `ambiguous` if the upstream may read the path as that of
   * a route that comes before the one that fits: its policy must not be got around by letter case. Who
   * names a path to the letter means it.
   */
  find(method: string, path: string): Way | "ambiguous" | undefined {
    let read: string | undefined;
    let mayBeAnother = false;
    for (const [route, fitting] of this.#routes.entries()) {
      if (!fitting.takes(method)) continue;
      if (fitting.fits(path)) {
        return mayBeAnother && fitting.isBelow ? "ambiguous" : { policy: fitting.policy, route };
      }
      mayBeAnother ||= fitting.mayFit((read ??= loosely(path)));
    }
    if (mayBeAnother) return "ambiguous";
    return this.#rest && { policy: this.#rest };
  }
}

/** A route, made ready. */
class Fitting {
  readonly policy: Policy;
  /** Whether it is for all below a path. */
  readonly isBelow: boolean;
  readonly #path: string;
  readonly #read: string;
  readonly #methods: ReadonlySet<string> | undefined;

  constructor(route: Route, anyPath: boolean) {
    if (typeof route !== "object" || route === null) throw invalid("`routes[]` must be an object with `path` and `policy`");
    const { path, methods, policy: source, ...others } = route;
    for (const name of Object.keys(others)) throw invalid(`\`routes[]\` has no member \`${short(name)}\``);
    this.isBelow = typeof path === "string" && path.endsWith("/*");
    this.#path = written(path, anyPath);
    this.#read = loosely(this.#path);
    this.#methods = taken(methods);
    this.policy = policy(source);
  }

  takes(method: string): boolean {
    return this.#methods === undefined || this.#methods.has(method);
  }

  fits(path: string): boolean {
    return this.isBelow ? path.startsWith(this.#path) : path === this.#path;
  }

  /** Whether a path that is read loosely is one of these. */
  mayFit(read: string): boolean {
    if (!this.isBelow) return read === this.#read;
    return this.#read === "" || read === this.#read || read.startsWith(`${this.#read}/`);
  }

  /** Whether the other one is never asked, if it comes later. */
  covers(other: Fitting): boolean {
    const all = [...(other.#methods ?? [])];
    if (this.#methods !== undefined && (other.#methods === undefined || !all.every((it) => this.takes(it)))) return false;
    return other.isBelow ? this.isBelow && this.mayFit(other.#read) : this.fits(other.#path);
  }
}

/** The path without `*`, if it is one that a request can have. */
function written(path: string, anyPath: boolean): string {
  if (typeof path !== "string" || !/^\/[^*?#]*\*?$/.test(path) || (path.endsWith("*") && !path.endsWith("/*"))) {
    throw invalid("`routes[].path` must be a path such as `/reports`, or `/reports/*` for all below it");
  }
  const plain = path.replace(/\*$/, "");
  const { pathname } = new URL(`https://a.invalid${plain}`);
  if (pathname !== plain) {
    throw invalid(`\`routes[].path\` is \`${short(path)}\`, which no request has: in a URL it is \`${short(pathname)}\``);
  }
  if (plain.length > LONGEST_PATH || (!anyPath && isAmbiguous(plain))) {
    throw invalid(`\`routes[].path\` is \`${short(path)}\`, which no route is asked about: such a request is refused before`);
  }
  return plain;
}

/** The methods, with those that upstreams treat alike. */
function taken(methods: Route["methods"]): ReadonlySet<string> | undefined {
  if (methods === undefined) return undefined;
  if (!Array.isArray(methods) || methods.length === 0 || !methods.every((method) => typeof method === "string" && isMethod(method))) {
    throw invalid("`routes[].methods` must be an array of methods in capitals, at least one, and none that a gate refuses");
  }
  // What answers `GET` answers `HEAD` (RFC 9110 section 9.3.2).
  return new Set(methods.includes("GET") ? [...methods, "HEAD"] : methods);
}

/**
 * What the least strict of upstreams makes of a path: without letter case, escapes, parameters behind `;`,
 * empty segments and a `/` at its end.
 */
function loosely(path: string): string {
  let plain = path;
  for (let time = 0; time < ESCAPED && plain.includes("%"); time += 1) plain = unescaped(plain);
  const segments: string[] = [];
  for (const segment of plain.normalize("NFKC").toLowerCase().split(/[\\/]/)) {
    const [name = ""] = segment.split(";", 1);
    if (name === "..") segments.pop();
    else if (name !== "" && name !== ".") segments.push(name);
  }
  return segments.join("/");
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path.replace(/%([\da-f]{2})/gi, (_, octet) => String.fromCharCode(parseInt(octet, 16)));
  }
}

/** How many readers one behind the other take escapes away. */
const ESCAPED = 3;
