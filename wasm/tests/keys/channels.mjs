// Ways to an agent, by host. A channel is `{ host, version, ask(command), apart(command), close() }`;
// `apart` asks each token of a command in a request of its own, where a host has requests.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that runs `print.mjs`. */
export function byProcess(host, program, arguments_, cwd) {
  const child = spawn(program, arguments_, { cwd, stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map();
  let count = 0;
  const settle = (number, how, value) => {
    waiting.get(number)?.[how](value);
    waiting.delete(number);
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { number, result, error } = JSON.parse(line);
    if (error === undefined) settle(number, "resolve", result);
    else settle(number, "reject", new Error(error));
  });
  const gone = (reason) => {
    for (const number of [...waiting.keys()]) settle(number, "reject", new Error(`${host}: ${reason}`));
  };
  child.on("error", (error) => gone(error.message));
  child.on("exit", (code) => gone(`ended with ${code}`));
  const ask = (command) =>
    new Promise((resolve, reject) => {
      const number = (count += 1);
      waiting.set(number, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ number, ...command })}\n`);
    });
  /** Whether it ends by itself: nothing that a verifier began goes on. */
  const close = () =>
    new Promise((resolve) => {
      const timer = setTimeout(() => child.kill(), 10_000);
      child.once("exit", (code) => {
        clearTimeout(timer);
        resolve(code === 0);
      });
      child.stdin.end();
    });
  return { host, ask, apart: ask, close };
}

/** A page that has put its agent into `answer`. */
export async function byPage(chrome, server, address) {
  const close = async () => {
    await chrome.close();
    server.close();
  };
  try {
    const page = await chrome.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(address);
    await page.waitForFunction(() => globalThis.answer !== undefined).catch((error) => {
      throw errors[0] ?? error;
    });
    const ask = (command) => page.evaluate((command) => globalThis.answer(command), command);
    return { host: "browser", ask, apart: ask, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A worker with `ask(path, question)` and `dispose()`, whose main module is `worker.mjs`. */
export function byWorker(worker) {
  const ask = (command) => worker.ask("/", command);
  const apart = async ({ tokens, ...command }) => {
    const results = await Promise.all(tokens.map((token) => ask({ ...command, tokens: [token] })));
    const outcomes = {};
    for (const [outcome, count] of results.flatMap((result) => Object.entries(result.outcomes))) {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
    }
    const causes = [...new Set(results.flatMap((result) => result.causes))];
    return { outcomes, causes, milliseconds: Math.max(...results.map((result) => result.milliseconds)) };
  };
  return { host: "workerd", ask, apart, close: () => worker.dispose() };
}
