import { AssumableError, invalid } from "./error.js";

/** Data, and nothing but data. A member may be absent, which is not the same as `null`. */
type Plain = undefined | null | boolean | number | string | Plain[] | { [name: string]: Plain };

/** Longer texts are refused before they are copied into the engine. */
const MAX_TEXT = 8 * 1024 * 1024;
/** Deeper values are refused. */
const MAX_DEPTH = 64;
/** Larger values are refused: a value that is shared, or a cycle, is met once for each way to it. */
const MAX_VALUES = 200_000;

/** What one argument may still cost. */
interface Budget {
  values: number;
  units: number;
}

/** A text argument. */
export function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw invalid(`\`${name}\` must be a string, not ${kind(value)}`);
  if (value.length > MAX_TEXT) {
    throw invalid(`\`${name}\` is ${value.length} characters long; at most ${MAX_TEXT} are read`);
  }
  return value;
}

/** A document: its text, or an object that is turned into one. */
export function document(value: unknown, name: string): string {
  if (typeof value === "string") return text(value, name);
  return text(JSON.stringify(object(value, name), null, 2), name);
}

/** When a token is presented, in whole seconds. */
export function moment(at: unknown): number {
  const { now, ...others } = object(at, "at");
  for (const name of Object.keys(others)) throw invalid(`\`at\` has no option \`${short(name)}\``);
  return time(now);
}

/** The options of a verifier as the engine wants them: lists as lists, key sets as text. */
export function verifierOptions(options: unknown): string {
  const plain = object(options, "options");
  many(plain, "issuers");
  for (const issuer of Array.isArray(plain.issuers) ? plain.issuers : []) {
    if (typeof issuer !== "object" || issuer === null || Array.isArray(issuer)) continue;
    many(issuer, "audience");
    asText(issuer, "jwks");
  }
  return JSON.stringify(plain);
}

/** What to simulate as the engine wants it: documents as text, a time. */
export function question(input: unknown): string {
  const plain = object(input, "input");
  for (const name of ["claims", "jwks", "trustPolicy"]) asText(plain, name);
  plain.now = time(plain.now);
  return JSON.stringify(plain);
}

/** One is a list of one. `null` and nothing keep their meaning. */
function many(plain: Record<string, Plain>, name: string): void {
  const value = plain[name];
  if (value === undefined || value === null || Array.isArray(value)) return;
  plain[name] = [value];
}

function asText(plain: Record<string, Plain>, name: string): void {
  if (plain[name] !== undefined) plain[name] = document(plain[name], name);
}

/** The current time if left out. */
function time(value: Plain | undefined): number {
  if (value === undefined) return Math.floor(Date.now() / 1000);
  if (Number.isSafeInteger(value)) return value as number;
  throw invalid(`\`now\` must be whole seconds since the Unix epoch, not ${kind(value)}`);
}

/** An argument without peculiarities, as JSON. */
export function data(value: unknown, name: string): string {
  return JSON.stringify(object(value, name));
}

/**
 * Takes one member out of an argument, if it is `wanted`, which says what it is taken as. The rest is
 * JSON, or nothing if nothing is left.
 */
export function part<T>(
  value: unknown,
  member: string,
  wanted: (member: unknown) => T | undefined,
): { taken?: T | undefined; rest?: string | undefined } {
  if (typeof value !== "object" || value === null) return {};
  try {
    const { [member]: found, ...rest } = value as Record<string, unknown>;
    const taken = wanted(found);
    if (taken === undefined) return {};
    for (const _ in rest) return { taken, rest: data(rest, "input") };
    return { taken };
  } catch (thrown) {
    throw thrown instanceof AssumableError ? thrown : invalid("`input` cannot be read", thrown);
  }
}

/** A copy of an object that holds data and nothing else: no getters, no functions, no cycles. */
function object(value: unknown, name: string): Record<string, Plain> {
  if (typeof value !== "object" || value === null) {
    throw invalid(`\`${name}\` must be an object, not ${kind(value)}`);
  }
  try {
    if (Array.isArray(value)) throw invalid(`\`${name}\` must be an object, not an array`);
    return copy(value, name, 0, { values: MAX_VALUES, units: MAX_TEXT }) as Record<string, Plain>;
  } catch (thrown) {
    // A getter or a proxy may throw anything.
    throw thrown instanceof AssumableError ? thrown : invalid(`\`${name}\` cannot be read`, thrown);
  }
}

function copy(value: unknown, name: string, depth: number, budget: Budget): Plain {
  spend(budget, typeof value === "string" ? value.length : 0, name);
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw invalid(`\`${name}\` must be finite`);
    case "object":
      break;
    default:
      throw invalid(`\`${name}\` is ${kind(value)}, which is not data`);
  }
  if (value === null) return null;
  if (depth === MAX_DEPTH) throw invalid(`\`${name}\` is nested more than ${MAX_DEPTH} deep`);
  if (Array.isArray(value)) {
    return Array.from(value, (element, index) => copy(element, `${name}[${index}]`, depth + 1, budget));
  }
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    throw invalid(`\`${name}\` is ${kind(value)}, which is not data`);
  }
  const members: Record<string, Plain> = Object.create(null);
  for (const member of Object.keys(value)) {
    spend(budget, member.length, name);
    const inner: unknown = (value as Record<string, unknown>)[member];
    if (inner !== undefined) {
      members[member] = copy(inner, `${name}.${short(member)}`, depth + 1, budget);
    }
  }
  return members;
}

function spend(budget: Budget, units: number, name: string): void {
  budget.values -= 1;
  budget.units -= units;
  if (budget.values < 0 || budget.units < 0) throw invalid(`\`${name}\` is too large`);
}

/** A name as it fits into one line of a message. */
function short(name: string): string {
  const line = JSON.stringify(name).slice(1, -1);
  return line.length > 64 ? `${line.slice(0, 64)}…` : line;
}

function kind(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "undefined";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a fraction";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
