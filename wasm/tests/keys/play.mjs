// Plays the scenarios with one verifier in one host.
import { openIssuers } from "./issuer.mjs";
import { HOSTILE, SCENARIOS } from "./scenarios.mjs";
import { AUDIENCE, signer } from "./signer.mjs";

/**
 * @param channel `{ host, ask(command), apart(command) }`: an agent in a host
 * @param maker which of its verifiers
 * @param causes a map that is given, by name, the codes of the errors behind those that were thrown
 * @returns what each scenario ended in, by name
 */
export async function play(channel, maker, { discovers, causes = new Map() }) {
  const issuers = await openIssuers();
  const played = ({ name, only, discovery }) =>
    (only === undefined || only.includes(channel.host)) && (discovers || !discovery) && name;
  const one = async (scenario) => {
    const found = new Set();
    const subject = await prepare(issuers.issuer(), channel, maker, found);
    const words = await limited(scenario.play(subject)).catch((error) => error.message);
    await channel.ask({ command: "forget", id: subject.id });
    causes.set(scenario.name, [...found].sort().join());
    return [scenario.name, words];
  };
  try {
    const results = [];
    // There is one clock.
    for (const scenario of SCENARIOS.filter(played)) results.push(await one(scenario));
    results.push(...(await Promise.all(HOSTILE.filter(played).map(one))));
    return Object.fromEntries(results);
  } finally {
    issuers.close();
  }
}

let count = 0;

async function prepare(issuer, channel, maker, causes) {
  const keys = [signer("first"), signer("second")];
  issuer.keys = [keys[0].jwk];
  count += 1;
  const id = `${maker}-${count}`;
  const options = { issuer: issuer.url, jwksUri: issuer.jwksUri, audience: AUDIENCE };
  await channel.ask({ command: "make", id, maker, options });
  const noted = async (asked) => {
    const answer = await asked;
    for (const cause of answer.causes) causes.add(cause);
    return answer;
  };
  return {
    id,
    issuer,
    keys,
    verify: (at, tokens) => noted(channel.ask({ command: "verify", id, at, tokens })),
    apart: (at, tokens) => noted(channel.apart({ command: "verify", id, at, tokens })),
    /** In a request that is answered after so many milliseconds, whatever has become of the tokens. */
    abandoned: (at, tokens, within) => channel.ask({ command: "verify", id, at, tokens, within }),
    series: (how) => noted(channel.ask({ command: "series", id, ...how })),
    flood: (how) => noted(channel.ask({ command: "flood", id, ...how })),
    /** Until nobody asks the issuer for anything, at most a second. */
    async quiet() {
      await pause(100);
      for (let tries = 0; issuer.open > 0 && tries < 18; tries += 1) await pause(50);
    },
  };
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A verifier that never answers loses the scenario, and the next one is played. */
function limited(playing) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer within 30 s")), 30_000);
  });
  return Promise.race([playing, limit]).finally(() => clearTimeout(timer));
}
