import { material } from "../verify/tokens.mjs";
import { CONTENDERS } from "./first.mjs";

export const ALGORITHMS = ["RS256", "ES256"];

/**
 * @param start from a contender, and a token or nothing, to milliseconds
 * @returns milliseconds by contender and algorithm, contenders and algorithms in turns
 */
export async function turns(count, start, contenders = CONTENDERS) {
  const tokens = material().filter(({ algorithm }) => ALGORITHMS.includes(algorithm));
  const times = {};
  for (const name of contenders) times[name] = Object.fromEntries(ALGORITHMS.map((algorithm) => [algorithm, []]));
  for (let turn = 0; turn < count; turn += 1) {
    for (const one of tokens) {
      for (const name of contenders) times[name][one.algorithm].push(await start(name, one));
    }
  }
  return times;
}
