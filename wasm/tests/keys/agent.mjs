// Sits beside a verifier, in whatever host, and does what a scenario tells it from outside. Uses
// nothing but the language.
import { pause, putAhead } from "./clock.mjs";

/**
 * @param makers by name: from `{ issuer, jwksUri, audience }` to a function that verifies a token, with
 * `waitUntil` where the host has one, and rejects if it is refused
 * @returns from one command to its answer, both plain data
 */
export function agent(makers) {
  const verifiers = new Map();
  const commands = {
    make({ id, maker, options }) {
      verifiers.set(id, makers[maker](options));
      return {};
    },
    forget: ({ id }) => ({ known: verifiers.delete(id) }),
    /** All at once. */
    async verify({ id, at, tokens }, waitUntil) {
      putAhead(at);
      const start = performance.now();
      const answers = await Promise.all(tokens.map((token) => outcome(verifiers.get(id), token, waitUntil)));
      // What goes on beside may end.
      await pause(1);
      return { ...tallies(answers), milliseconds: performance.now() - start };
    },
    /** One after the other, `every` so many seconds. */
    async series({ id, at, every, tokens }, waitUntil) {
      const answers = [];
      for (const [index, token] of tokens.entries()) {
        putAhead(at + index * every);
        answers.push(await outcome(verifiers.get(id), token, waitUntil));
        // A fetch that was begun beside ends before much time has passed.
        if (index % Math.round(1 / every) === 0) await pause(20);
      }
      return tallies(answers);
    },
    /**
     * `count` tokens with made-up key ids, one `every` so many seconds, and each second an honest
     * token, until that is accepted: when?
     */
    async flood({ id, at, every, count, honest }, waitUntil) {
      const verify = verifiers.get(id);
      const [, claims, signature] = honest.split(".");
      const before = memory();
      const answers = [];
      let accepted;
      for (let index = 0; index < count; index += 1) {
        const seconds = at + index * every;
        putAhead(seconds);
        const header = `{"alg":"ES256","kid":"made-up-${at}-${index}"}`;
        answers.push(await outcome(verify, `${base64url(header)}.${claims}.${signature}`, waitUntil));
        if (accepted === undefined && index % Math.round(1 / every) === 0) {
          const { said } = await outcome(verify, honest, waitUntil);
          if (said === "accepted") accepted = seconds - at;
        }
      }
      return { ...tallies(answers), accepted, grown: memory() - before };
    },
  };
  return async ({ command, ...rest }, waitUntil) => commands[command](rest, waitUntil);
}

/** What is said of the token, and the code of the error behind it. */
async function outcome(verify, token, waitUntil) {
  try {
    await verify(token, waitUntil);
    return { said: "accepted" };
  } catch (error) {
    return { said: named(error), why: error?.cause === undefined ? undefined : named(error.cause) };
  }
}

const named = (error) =>
  typeof error?.code === "string" ? error.code : (error?.constructor?.name ?? String(error));

/** How often what was said, and all that it was said for. */
function tallies(answers) {
  const outcomes = {};
  for (const { said } of answers) outcomes[said] = (outcomes[said] ?? 0) + 1;
  return { outcomes, causes: [...new Set(answers.map(({ why }) => why).filter((why) => why !== undefined))] };
}

const base64url = (text) =>
  btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

/** Bytes in use, where the host can let go of the others first; otherwise not a number. */
function memory() {
  if (globalThis.gc === undefined) return NaN;
  globalThis.gc();
  const { heapUsed, external } = globalThis.process?.memoryUsage?.() ?? {};
  return heapUsed + external;
}
