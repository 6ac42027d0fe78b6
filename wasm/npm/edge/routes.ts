import { invalid } from "../error.js";
import { short } from "../input.js";
import type { Admission, GatePolicy } from "./admission.js";
import { members } from "./options.js";
import { isAmbiguous, isMethod, LONGEST_PATH, UNSEEN } from "./facts.js";

/** A policy for some of the requests. */
export interface Route {
  /** The path as a URL has it, or with `/*` at its end everything below it. */
  path: string;
  /** In capitals; all if left out. `GET` is for `HEAD` too. */
  methods?: readonly string[] | undefined;
  /** A trust policy, as text or as an object. */
  policy: string | object;
}

/** The policy that decides, and the place of its route. */
export interface Way {
  readonly policy: GatePolicy;
  readonly route?: number;
}

/** Which policy decides on a request: that of the first route that fits, or else the one for all. */
export class Routes {
  readonly #routes: readonly Fitting[];
  readonly #rest: GatePolicy | undefined;

  constructor(
    routes: readonly Route[],
    rest: string | object | undefined,
    { anyPath, admission }: { anyPath: boolean; admission: Admission },
  ) {
    this.#routes = routes.map((route, index) => new Fitting(route, `routes[${index}]`, anyPath, admission));
    for (const [index, route] of this.#routes.entries()) {
      const before = this.#routes.slice(0, index).findIndex((earlier) => earlier.covers(route));
      if (before !== -1) throw invalid(`\`routes[${index}]\` can never decide: \`routes[${before}]\` comes first wherever it fits`);
    }
    this.#rest = rest === undefined ? undefined : admission.policy(rest, "policy");
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
    let read: ReadonlySet<string> | undefined;
    let mayBeAnother = false;
    for (const [route, fitting] of this.#routes.entries()) {
      if (!fitting.takes(method)) continue;
      if (fitting.fits(path)) {
        return mayBeAnother && fitting.isBelow ? "ambiguous" : { policy: fitting.policy, route };
      }
      mayBeAnother ||= fitting.mayFit((read ??= readings(path)));
    }
    if (mayBeAnother) return "ambiguous";
    return this.#rest && { policy: this.#rest };
  }
}

/** A route, made ready. */
class Fitting {
  readonly policy: GatePolicy;
  /** Whether it is for all below a path. */
  readonly isBelow: boolean;
  readonly #path: string;
  readonly #read: string;
  /** As it is read, and without an extension. */
  readonly #names: readonly string[];
  readonly #methods: ReadonlySet<string> | undefined;

  /** `name` is what the route is called in messages. */
  constructor(route: Route, name: string, anyPath: boolean, admission: Admission) {
    members(route, name, ["path", "methods", "policy"]);
    const { path, methods, policy } = route;
    this.isBelow = typeof path === "string" && path.endsWith("/*");
    this.#path = written(path, `${name}.path`, anyPath);
    this.#read = usual(this.#path);
    const stem = this.#read.replace(/(?<=[^/])\.[^./]*$/, "");
    this.#names = [this.#read, stem, stem.replace(INDEX, "")];
    this.#methods = taken(methods, `${name}.methods`);
    this.policy = admission.policy(policy, `${name}.policy`);
  }

  takes(method: string): boolean {
    return this.#methods === undefined || this.#methods.has(method);
  }

  fits(path: string): boolean {
    return this.isBelow ? path.startsWith(this.#path) : path === this.#path;
  }

  /** Whether a path that may be read so is one of these. */
  mayFit(readings: Iterable<string>): boolean {
    for (const read of readings) if (this.#isRead(read)) return true;
    return false;
  }

  #isRead(read: string): boolean {
    return (this.isBelow && this.#isBelow(read)) || this.#names.some((name) => read === name || isExtended(read, name));
  }

  #isBelow(read: string): boolean {
    return this.#read === "" || read === this.#read || read.startsWith(`${this.#read}/`);
  }

  /** Whether the other one is never asked, if it comes later. */
  covers(other: Fitting): boolean {
    const all = [...(other.#methods ?? [])];
    if (this.#methods !== undefined && (other.#methods === undefined || !all.every((it) => this.takes(it)))) return false;
    return other.isBelow ? this.isBelow && this.#isBelow(other.#read) : this.fits(other.#path);
  }
}

/** The path without `*`, if it is one that a request can have. */
function written(path: string, name: string, anyPath: boolean): string {
  if (typeof path !== "string" || !/^\/[^*?#]*\*?$/.test(path) || (path.endsWith("*") && !path.endsWith("/*"))) {
    throw invalid(`\`${name}\` must be a path such as \`/reports\`, or \`/reports/*\` for all below it`);
  }
  const plain = path.replace(/\*$/, "");
  const { pathname } = new URL(`https://a.invalid${plain}`);
  if (pathname !== plain) {
    throw invalid(`\`${name}\` is \`${short(path)}\`, which no request has: in a URL it is \`${short(pathname)}\``);
  }
  if (plain.length > LONGEST_PATH || (!anyPath && isAmbiguous(plain))) {
    throw invalid(`\`${name}\` is \`${short(path)}\`, which no route is asked about: such a request is refused before`);
  }
  return plain;
}

/** The methods, with those that upstreams treat alike. */
function taken(methods: Route["methods"], name: string): ReadonlySet<string> | undefined {
  if (methods === undefined) return undefined;
  if (!Array.isArray(methods) || methods.length === 0 || !methods.every((method) => typeof method === "string" && isMethod(method))) {
    throw invalid(`\`${name}\` must be an array of methods in capitals, at least one, and none that a gate refuses`);
  }
  // What answers `GET` answers `HEAD` (RFC 9110 section 9.3.2).
  return new Set(methods.includes("GET") ? [...methods, "HEAD"] : methods);
}

/** A route's path as the least strict of readers has it. */
const usual = (path: string) => joined(unescapedAll(path).pop()!.normalize("NFKC"), true);

/**
 * What upstreams may make of a path: with escapes taken away as often as some do, with `..` resolved or not, with
 * full-width characters for others before the path is taken apart or after it, up to a `?`, `#` or zero that was
 * escaped, and without the file that stands for a folder.
 */
function readings(path: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const plain of unescapedAll(path)) {
    const [begun = ""] = plain.split(/[?#\0]/, 1);
    for (const text of new Set([plain, begun, plain.normalize("NFKC"), begun.normalize("NFKC")])) {
      for (const read of [joined(text, false), joined(text, true)]) found.add(read).add(read.replace(INDEX, ""));
    }
  }
  return found;
}

/** Whether it is that name with extensions, by which frameworks choose a format. */
const isExtended = (read: string, name: string) => name !== "" && read.startsWith(`${name}.`) && !read.includes("/", name.length);

/** The segments of a path, each as compared, without parameters behind `;`, streams (NTFS) and empty ones. */
function joined(path: string, resolving: boolean): string {
  const segments: string[] = [];
  for (const segment of path.split(/[\\/]/)) {
    const [name = ""] = segment.split(/;|::?\$/, 1);
    if (name === "..") {
      if (resolving) segments.pop();
      else segments.push(name);
    } else {
      const read = compared(name);
      if (read !== "") segments.push(read);
    }
  }
  return segments.join("/");
}

/**
 * Without letter case, whichever case is compared; without accents, and what is not seen, which some collations
 * pass over; without dots and blanks at the end, which Windows drops, and blanks before, which Spring once did.
 */
function compared(name: string): string {
  const letters = name.normalize("NFKD").replace(UNSEEN, "").replace(/\p{M}/gu, "");
  // Looked for where they begin only: a path of nothing but dots must not take a look from each.
  return letters.toUpperCase().toLowerCase().replace(/^[\s\x85]+/u, "").replace(/(?<![.\s\x85])[.\s\x85]+$/u, "");
}

/** A path, and what is left after some readers one behind the other have taken escapes away. */
function unescapedAll(path: string): string[] {
  const found = [path];
  for (let plain = path; plain.includes("%") && found.length <= ESCAPED; ) {
    plain = plain.replace(/(?:%[\da-f]{2})+/gi, (octets) =>
      UTF_8.decode(Uint8Array.from(octets.slice(1).split("%"), (octet) => parseInt(octet, 16))),
    );
    found.push(plain);
  }
  return found;
}

/** The file that a folder is served with. */
const INDEX = /(^|\/)index(\.[^/]*)?$/;
const UTF_8 = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });
/** How many readers one behind the other take escapes away. */
const ESCAPED = 3;
