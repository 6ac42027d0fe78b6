// For browsers, through a bundler.
import * as assumable from "assumable";
import material from "./material.json";
import { run } from "./suite.mjs";

globalThis.result = run(assumable, material);
