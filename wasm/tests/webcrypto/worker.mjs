// Asks the package about tokens, and WebCrypto about signatures, inside workerd.
import { asked } from "./count.mjs";
import { Verifier } from "./assumable/api.js";
import { platform } from "./assumable/workerd.js";

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    return Response.json(await { "/tokens": tokens, "/signatures": signatures, "/verdicts": verdicts }[pathname](await request.json()));
  },
};

/** Both doors' answers about each token, and how often WebCrypto was asked. */
async function tokens({ groups }) {
  Object.assign(asked, { count: 0, yes: 0 });
  const answers = [];
  for (const { tokens, now, ...options } of groups) {
    const verifier = make(options);
    for (const token of tokens) {
      const ask = (name) => code(async () => (await verifier)[name](token, { now }));
      // A key is imported when it is asked for first; until then the kernel is asked.
      if (answers.length < 50) await ask("verify");
      answers.push([await ask("verify"), await ask("verifySync")]);
    }
  }
  return { answers, ...asked };
}

/** What becomes of a valid token and of an expired one, whatever WebCrypto says, and how often it was asked. */
async function verdicts({ token, expired, now, ...options }) {
  const verifier = new Verifier({ issuers: options });
  const ask = async (token, instead) => {
    Object.assign(asked, { count: 0, instead });
    const found = await code(() => verifier.verify(token, { now }));
    return [found, asked.count];
  };
  const no = () => false;
  const fail = () => {
    throw new Error();
  };
  // The first brings the key.
  const answers = [await ask(token), await ask(token, no), await ask(token), await ask(token, no), await ask(token, fail), await ask(expired)];
  Object.assign(asked, { instead: undefined });
  return answers;
}

const make = async (issuers) => new Verifier({ issuers });

async function code(ask) {
  try {
    await ask();
    return "accepted";
  } catch ({ code }) {
    return code;
  }
}

/** What WebCrypto says; `null` where it is not asked. */
async function signatures({ groups }) {
  const answers = [];
  for (const { algorithm, jwk, cases } of groups) {
    const key = platform.late.key(algorithm, JSON.stringify(jwk));
    await new Promise((resolve) => setTimeout(resolve, 1));
    for (const [message, signature] of cases) {
      const begun = key?.begin(0, bytes(message), bytes(signature));
      answers.push((await begun?.verdict.then((good) => key.judged(good), () => false)) ?? null);
    }
  }
  return answers;
}

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (octet) => parseInt(octet, 16));
