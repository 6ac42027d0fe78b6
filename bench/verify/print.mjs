// For Deno and Bun: the race as JSON, on standard output.
import * as jose from "jose";
import * as assumable from "../../dist/npm/api.js";
import { floor } from "./floor.mjs";
import { everywhere, race } from "./race.mjs";

const { material, pace } = JSON.parse(process.argv[2]);
const results = {};
for (const one of material) {
  const contenders = { ...(await everywhere(assumable, jose, one)), ...floor(one) };
  results[one.algorithm] = await race(contenders, pace);
}
console.log(JSON.stringify(results));
