// For hosts that can read files and print.
import { readFileSync } from "node:fs";
import * as assumable from "assumable";
import { run } from "./suite.mjs";

const material = JSON.parse(readFileSync(new URL("./material.json", import.meta.url), "utf8"));
console.log(JSON.stringify(await run(assumable, material)));
