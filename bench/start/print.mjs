// For hosts with a command line: milliseconds from the import to the first verified token.
import process from "node:process";
import { first } from "./first.mjs";

const { name, door, one } = JSON.parse(process.argv[2]);
const start = performance.now();
await first(name, await import(door), one);
console.log(performance.now() - start);
