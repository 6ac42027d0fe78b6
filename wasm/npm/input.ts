import { AssumableError, invalid } from "./error.js";
import type { Edit, Fix } from "./glue/assumable.js";
import type { WaitUntil } from "./platform.js";
import type { KeyStore } from "./store.js";

/** Data, and nothing but data. A member may be absent, which is not the same as `null`. */
type Plain = undefined | null | boolean | number | string | Plain[] | { [name: string]: Plain };

/** Longer texts are refused before they are copied into the engine. */
const MAX_TEXT = 8 * 1024 * 1024;
/** At least what the engine reads of a pasted text: 64 KiB. */
const MAX_PASTED = 64 * 1024;
/** Deeper values are refused. */
const MAX_DEPTH = 64;
/** Larger values are refused: a value that is shared, or a cycle, is met once for each way to it. */
const MAX_VALUES = 200_000;

/**
 * The longest key set that is read is the simulation's, with 256 KiB of text, of which a value takes
 * two characters: what is larger as an object would be refused as text too, only later.
 */
const KEY_SET: Readonly<Budget> = { values: 128 * 1024, units: 256 * 1024 };

/** Later than the engine's calendar, which ends with the year 9999. */
const AFTER_TIME = 253_402_300_800;

const ENCODER = /* @__PURE__ */ new TextEncoder();
/** Where texts become bytes: making room for each costs more than that. As long as a token may be. */
const SCRATCH = new Uint8Array(3 * 16 * 1024);

/** Half of a UTF-16 pair without its other half. With the flag `u`, whole pairs are no match. */
const LONE_SURROGATE = /\p{Surrogate}/u;
/** What is not seen, or moves what is: as the engine's own messages have it. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]/gu;

/** What a verifier does I/O with. */
export interface Means {
  fetch?: typeof fetch;
  clock?: () => unknown;
  keyStore?: KeyStore;
}

/** The options of a verifier, taken apart. */
export interface VerifierParts extends Means {
  /** Those of the engine, as JSON. */
  plain: string;
  cacheTokens: number;
}

/** What one argument may still cost. */
interface Budget {
  values: number;
  units: number;
  /** What this is a part of. */
  within?: Budget;
}

/** A text argument. */
export function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw invalid(`\`${name}\` must be a string, not ${kind(value)}`);
  if (value.length > MAX_TEXT) {
    throw invalid(`\`${name}\` is ${value.length} characters long; at most ${MAX_TEXT} are read`);
  }
  return wellFormed(value, () => name);
}

/**
 * A token, of which anybody may be the author: what is wrong with it is the token's fault. The engine
 * takes a lone surrogate for another character, which no token has either.
 */
export function presented(value: unknown): string {
  if (typeof value !== "string") throw invalid(`\`token\` must be a string, not ${kind(value)}`);
  if (value.length <= MAX_TEXT) return value;
  const message = `the token is ${value.length} characters long; at most ${MAX_TEXT} are looked at`;
  throw new AssumableError({ code: "token-too-long", message });
}

/** The beginning of a text of which no more is read. */
export function pasted(value: unknown, name: string): string {
  if (typeof value !== "string") throw invalid(`\`${name}\` must be a string, not ${kind(value)}`);
  return value.slice(0, MAX_PASTED);
}

/** The engine reads UTF-8, which has no lone surrogates: they would become other characters. */
function wellFormed(value: string, path: () => string): string {
  if (isWellFormed(value)) return value;
  const at = value.search(LONE_SURROGATE);
  throw invalid(`\`${path()}\` has a lone surrogate at ${at}, which is no character`);
}

/** The host's own method, where there is one, costs nothing for a text of Latin letters. */
function isWellFormed(value: string & { isWellFormed?: () => boolean }): boolean {
  return value.isWellFormed ? value.isWellFormed() : !LONE_SURROGATE.test(value);
}

/** A text that was looked at before, in UTF-8, until the next one. */
export function bytes(text: string): Uint8Array {
  // A unit of UTF-16 takes three bytes at most.
  if (text.length > SCRATCH.length / 3) return ENCODER.encode(text);
  return SCRATCH.subarray(0, ENCODER.encodeInto(text, SCRATCH).written);
}

/** A document: its text, or an object that is turned into one. */
export function document(value: unknown, name: string): string {
  if (typeof value === "string") return noUrl(text(value, name), name);
  const budget = name === "jwks" ? { ...KEY_SET } : undefined;
  return text(JSON.stringify(object(value, name, budget), null, 2), name);
}

/** A key set by its URL would be fetched elsewhere. */
function noUrl(source: string, name: string): string {
  if (name.endsWith("jwks") && /^\s*https?:\/\//i.test(source)) {
    throw invalid(`\`${name}\` is a URL, and nothing is fetched here: give the key set itself, which is the JSON at that URL`);
  }
  return source;
}

/** When a token is presented, in whole seconds, and how work outlives its request. */
export function moment(at: unknown, clock: number): { now: number; waitUntil?: WaitUntil | undefined } {
  const usual = plainMoment(at);
  if (usual !== undefined) return { now: usual.now === undefined ? clock : time(usual.now), waitUntil: usual.waitUntil };
  const { taken, rest } = apart<{ waitUntil?: WaitUntil }>(at, "at", { waitUntil: "function" });
  const { now, ...others } = object(rest, "at");
  for (const name of Object.keys(others)) throw invalid(`\`at\` has no option \`${short(name)}\``);
  return { now: now === undefined ? clock : time(now), ...taken };
}

/**
 * What is there, if that is what most callers give: a number, a function, and nothing else. What is odd in any
 * way is left to a closer look, and so is what the object only inherits: who can write to `Object.prototype`
 * sets no clock.
 */
function plainMoment(value: unknown): { now: number | undefined; waitUntil: WaitUntil | undefined } | undefined {
  try {
    if (typeof value !== "object" || value === null) return undefined;
    if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
    const members = value as Record<string, unknown>;
    let [now, waitUntil]: [number?, WaitUntil?] = [];
    for (const name of Object.keys(members)) {
      const found = members[name];
      if (name === "now" && typeof found === "number" && Number.isFinite(found)) now = found;
      else if (name === "waitUntil" && typeof found === "function") waitUntil = found as WaitUntil;
      else if (name !== "waitUntil" || found !== undefined) return undefined;
    }
    return { now, waitUntil };
  } catch {
    return undefined;
  }
}

/** The options of a verifier: the engine's as it wants them, lists as lists, key sets as text. */
export function verifierOptions(options: unknown): VerifierParts {
  const kinds = { fetch: "function", clock: "function", keyStore: "object" } as const;
  const { taken, rest } = apart<Means>(options, "options", kinds);
  const { keyStore } = taken;
  if (keyStore !== undefined && !(isFunction(keyStore.get) && isFunction(keyStore.put))) {
    throw invalid("`options.keyStore` must have the methods `get` and `put`");
  }
  const plain = object(rest, "options");
  many(plain, "issuers");
  for (const issuer of Array.isArray(plain.issuers) ? plain.issuers : []) {
    if (typeof issuer !== "object" || issuer === null || Array.isArray(issuer)) continue;
    many(issuer, "audience");
    asText(issuer, "jwks");
  }
  const { cacheTokens } = plain;
  return {
    ...taken,
    plain: JSON.stringify(plain),
    cacheTokens: typeof cacheTokens === "number" ? cacheTokens : 0,
  };
}

/** The time by a clock that somebody lends, or by the computer's. */
export function read(clock: (() => unknown) | undefined): number {
  return clock === undefined ? time(undefined) : time((unwaited(clock()) as Plain) ?? null, "clock()");
}

/** What may be a promise, though none is wanted: what that is rejected with must not end the process. */
export function unwaited<T>(given: T): T {
  if (given instanceof Promise) given.catch(() => {});
  return given;
}

/** What to simulate as the engine wants it: documents as text, a time. */
export function question(input: unknown): string {
  const plain = object(input, "input");
  for (const name of ["claims", "jwks", "trustPolicy"]) asText(plain, name);
  plain.now = time(plain.now);
  return JSON.stringify(plain);
}

/** What to suggest a policy for, as the engine wants it: claims as text. */
export function wanted(input: unknown): string {
  const plain = object(input, "input");
  if (Array.isArray(plain.claims)) {
    plain.claims = plain.claims.map((claims, index) => documentText(claims, `claims[${index}]`));
  }
  return JSON.stringify(plain);
}

/** The parts of a subject as pairs of a name and a text, in their order. */
export function pairs(parts: unknown): string {
  const entries = Object.entries(object(parts, "parts"));
  for (const [name, value] of entries) {
    if (typeof value !== "string") throw invalid(`\`parts.${short(name)}\` must be a string, not ${kind(value)}`);
  }
  return JSON.stringify(entries);
}

/** A fix with edits, which are looked at before they are made. */
export function edited(fix: unknown): Pick<Fix, "edits"> {
  const { edits } = object(fix, "fix");
  if (!Array.isArray(edits) || edits.length === 0) {
    throw invalid("`fix` has no edits; what is to be done says its `effect`, and `elsewhere` where");
  }
  for (const edit of edits as Partial<Edit>[]) {
    const { span, replaced, replacement } = edit ?? {};
    const texts = typeof replaced === "string" && typeof replacement === "string";
    if (!texts || typeof span?.start !== "number" || typeof span.end !== "number") {
      throw invalid("`fix.edits` must hold edits, each with `span`, `replaced` and `replacement`");
    }
  }
  return { edits: edits as unknown as Edit[] };
}

/** One is a list of one. `null` and nothing keep their meaning. */
function many(plain: Record<string, Plain>, name: string): void {
  const value = plain[name];
  if (value === undefined || value === null || Array.isArray(value)) return;
  plain[name] = [value];
}

/** A document among data that was copied before: only its kind is still to be looked at. */
function asText(plain: Record<string, Plain>, name: string): void {
  const value = plain[name];
  if (value !== undefined) plain[name] = documentText(value, name);
}

function documentText(value: Plain, name: string): string {
  if (typeof value !== "string" && (typeof value !== "object" || value === null || Array.isArray(value))) {
    const found = Array.isArray(value) ? "an array" : kind(value);
    throw invalid(`\`${name}\` must be an object, not ${found}`);
  }
  return typeof value === "string" ? noUrl(text(value, name), name) : text(JSON.stringify(value, null, 2), name);
}

/** The current time if left out. */
function time(value: Plain | undefined, name = "now"): number {
  if (value === undefined) return Math.floor(Date.now() / 1000);
  if (typeof value === "number" && Number.isSafeInteger(value)) {
    if (value < AFTER_TIME) return value;
    throw invalid(`\`${name}\` is ${value}, which is after the year 9999: seconds, not milliseconds?`);
  }
  throw invalid(`\`${name}\` must be whole seconds since the Unix epoch, not ${kind(value)}`);
}

/** An argument without peculiarities, as JSON. */
export function data(value: unknown, name: string): string {
  return JSON.stringify(object(value, name));
}

const NOTHING = { taken: undefined, rest: undefined };

/**
 * Takes one member out of an argument, if it is `wanted`, which says what it is taken as. The rest is
 * JSON, or nothing if nothing is left.
 */
export function part<T>(
  value: unknown,
  member: string,
  wanted: (member: unknown) => T | undefined,
): { taken: T | undefined; rest: string | undefined } {
  if (typeof value !== "object" || value === null) return NOTHING;
  try {
    const { [member]: found, ...rest } = value as Record<string, unknown>;
    const taken = wanted(found);
    if (taken === undefined) return NOTHING;
    for (const _ in rest) return { taken, rest: data(rest, "input") };
    return { taken, rest: undefined };
  } catch (thrown) {
    throw thrown instanceof AssumableError ? thrown : invalid("`input` cannot be read", thrown);
  }
}

/** Takes members out of an argument that are not data, each of which must be of its kind. */
function apart<T extends object>(
  value: unknown,
  name: string,
  kinds: { readonly [member in keyof T]-?: "function" | "object" },
): { taken: T; rest: unknown } {
  const taken: Record<string, unknown> = Object.create(null);
  if (typeof value !== "object" || value === null) return { taken: taken as T, rest: value };
  try {
    const wanted = Object.keys(value).filter((member) => Object.hasOwn(kinds, member));
    if (wanted.length === 0) return { taken: taken as T, rest: value };
    const rest: Record<string, unknown> = { ...value };
    for (const member of wanted) {
      const [found, expected] = [rest[member], kinds[member as keyof T]];
      delete rest[member];
      if (found === undefined) continue;
      if (typeof found !== expected || found === null) {
        const article = expected === "object" ? "an" : "a";
        throw invalid(`\`${name}.${member}\` must be ${article} ${expected}, not ${kind(found)}`);
      }
      taken[member] = found;
    }
    return { taken: taken as T, rest };
  } catch (thrown) {
    throw thrown instanceof AssumableError ? thrown : invalid(`\`${name}\` cannot be read`, thrown);
  }
}

/** A copy of an object that holds data and nothing else: no getters, no functions, no cycles. */
function object(
  value: unknown,
  name: string,
  budget: Budget = { values: MAX_VALUES, units: MAX_TEXT },
): Record<string, Plain> {
  if (typeof value !== "object" || value === null) {
    throw invalid(`\`${name}\` must be an object, not ${kind(value)}`);
  }
  try {
    if (Array.isArray(value)) throw invalid(`\`${name}\` must be an object, not an array`);
    return copy(value, () => name, 0, budget) as Record<string, Plain>;
  } catch (thrown) {
    // A getter or a proxy may throw anything.
    throw thrown instanceof AssumableError ? thrown : invalid(`\`${name}\` cannot be read`, thrown);
  }
}

/** A value, and those that it is in. */
interface Place {
  value: unknown;
  path: () => string;
  within: Place | undefined;
}

/** What is nested too deep may be so because it holds itself. */
function tooDeep(place: Place): AssumableError {
  const inner = new Set<unknown>();
  let holder: Place | undefined;
  for (let up: Place | undefined = place; up !== undefined; up = up.within) {
    if (inner.has(up.value)) holder = up;
    inner.add(up.value);
  }
  if (holder !== undefined) return invalid(`\`${holder.path()}\` is circular: it holds itself`);
  return invalid(`\`${place.path()}\` is nested more than ${MAX_DEPTH} deep`);
}

/** `path` says what the value is called, once somebody asks: most values are in order. */
function copy(value: unknown, path: () => string, depth: number, budget: Budget, within?: Place): Plain {
  spend(budget, typeof value === "string" ? value.length : 0, path);
  switch (typeof value) {
    case "string":
      return wellFormed(value, path);
    case "boolean":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw invalid(`\`${path()}\` must be finite`);
      // It would reach the engine as another number than the one that was meant.
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw invalid(`\`${path()}\` is an integer that JavaScript rounds; give it, or the document, as text`);
      }
      return value;
    case "object":
      break;
    default:
      throw invalid(`\`${path()}\` is ${kind(value)}, which is not data`);
  }
  if (value === null) return null;
  const place: Place = { value, path, within };
  if (depth === MAX_DEPTH) throw tooDeep(place);
  if (Array.isArray(value)) {
    return Array.from(value, (element, index) => copy(element, () => `${path()}[${index}]`, depth + 1, budget, place));
  }
  const tag = Object.prototype.toString.call(value);
  if (tag === "[object Date]" && depth > 0) {
    throw invalid(`\`${path()}\` is a Date; give whole seconds since the Unix epoch`);
  }
  if (tag !== "[object Object]") {
    throw invalid(`\`${path()}\` is ${kind(value)}, which is not data`);
  }
  const members: Record<string, Plain> = Object.create(null);
  for (const member of Object.keys(value)) {
    spend(budget, member.length, path);
    wellFormed(member, () => `${path()}.${short(member)}`);
    const inner: unknown = (value as Record<string, unknown>)[member];
    if (inner === undefined) continue;
    const inside = () => `${path()}.${short(member)}`;
    const left = member === "jwks" ? { ...KEY_SET, within: budget } : budget;
    members[member] = copy(inner, inside, depth + 1, left, place);
  }
  return members;
}

function spend(budget: Budget, units: number, path: () => string): void {
  budget.values -= 1;
  budget.units -= units;
  if (budget.values < 0 || budget.units < 0) throw invalid(`\`${path()}\` is too large`);
  if (budget.within !== undefined) spend(budget.within, units, path);
}

/** A name as it fits into one line of a message, between backticks. */
export function short(name: string): string {
  // Twice the characters that are shown, so that no pair is cut that is.
  const shown = [...name.slice(0, 128)].slice(0, 64).join("");
  const escaped = JSON.stringify(shown)
    .slice(1, -1)
    .replace(HIDDEN, (hidden) => `\\u{${hidden.codePointAt(0)?.toString(16)}}`)
    .replaceAll("`", "\u{2cb}");
  return shown.length < name.length ? `${escaped}…` : escaped;
}

const isFunction = (value: unknown) => typeof value === "function";

function kind(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "undefined";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a fraction";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
