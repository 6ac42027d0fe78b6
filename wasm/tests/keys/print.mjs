// The agent for hosts that have standard input and output: a command per line, an answer per line.
import "./clock.mjs";
import { createInterface } from "node:readline";
import process from "node:process";
import { agent } from "./agent.mjs";

const { makers } = await import(process.argv[2]);
const answer = agent(makers);
for await (const line of createInterface({ input: process.stdin })) {
  const { number, ...command } = JSON.parse(line);
  answer(command).then(
    (result) => process.stdout.write(`${JSON.stringify({ number, result })}\n`),
    (error) => process.stdout.write(`${JSON.stringify({ number, error: String(error?.stack ?? error) })}\n`),
  );
}
