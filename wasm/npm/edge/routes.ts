import { Handle } from "../engine.js";
import { invalid } from "../error.js";
import { TrustPolicy as EnginePolicy } from "../glue/assumable.js";
import { document } from "../input.js";

/** A policy for some of the requests. */
export interface Route {
  /** The path, or with `/*` at its end everything below it. */
  path: string;
  /** In capitals; all if left out. */
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

/** Which policy decides on a request: that of the first route that fits, or else the one for all. */
export class Routes {
  readonly #routes: readonly (readonly [fits: (method: string, path: string) => boolean, policy: Policy])[];
  readonly #rest: Policy | undefined;

  constructor(routes: readonly Route[], rest: string | object | undefined) {
    this.#routes = routes.map((route) => [fitting(route), policy(route.policy)]);
    this.#rest = rest === undefined ? undefined : policy(rest);
    if (routes.length === 0 && rest === undefined) {
      throw invalid("`policy` or `routes` must say who may pass");
    }
  }

  /** The policy, and the place of its route; nothing if nobody has said who may pass here. */
  find(method: string, path: string): { policy: Policy; route?: number } | undefined {
    const route = this.#routes.findIndex(([fits]) => fits(method, path));
    const [, found] = this.#routes[route] ?? [];
    if (found !== undefined) return { policy: found, route };
    return this.#rest && { policy: this.#rest };
  }
}

function fitting({ path, methods }: Route): (method: string, path: string) => boolean {
  if (typeof path !== "string" || !/^\/[^*?#]*\*?$/.test(path) || (path.endsWith("*") && !path.endsWith("/*"))) {
    throw invalid("`routes[].path` must be a path such as `/reports`, or `/reports/*` for all below it");
  }
  if (methods !== undefined && !(Array.isArray(methods) && methods.every((method) => /^[A-Z-]+$/.test(method)))) {
    throw invalid("`routes[].methods` must be an array of methods in capitals");
  }
  const below = path.endsWith("/*") ? path.slice(0, -1) : undefined;
  return (method, asked) =>
    (methods === undefined || methods.includes(method)) &&
    (below === undefined ? asked === path : asked.startsWith(below));
}
