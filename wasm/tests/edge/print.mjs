// The handlers without a worker: a request on each line of the input, its answer on one of the output.
import { UsedTokens } from "assumable/edge";
import { createInterface } from "node:readline";
import process from "node:process";
import { apps, entries } from "./apps.mjs";
import { namespace } from "./storage.mjs";

const env = { USED_TOKENS: namespace(UsedTokens) };
const waiting = [];
const context = { waitUntil: (promise) => void waiting.push(promise) };
let made;

async function answer({ setting, url, method, headers, body }) {
  if (setting !== undefined) {
    made = apps(setting);
    return {};
  }
  const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
  const [name] = new URL(url).hostname.split(".");
  const response = name === "log" ? Response.json(entries.splice(0)) : await made[name](request, env, context);
  const { status } = response;
  return { status, headers: [...response.headers], text: await response.text() };
}

createInterface({ input: process.stdin }).on("line", async (line) => {
  const { number, ...command } = JSON.parse(line);
  const result = await answer(command).then((result) => ({ result }), (error) => ({ error: String(error.stack ?? error) }));
  console.log(JSON.stringify({ number, ...result }));
});
