// Asks the package about tokens, and WebCrypto about signatures, inside workerd.
import { asked } from "./count.mjs";
import { Verifier } from "./assumable/api.js";
import { platform } from "./assumable/workerd.js";

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    return Response.json(await { "/tokens": tokens, "/signatures": signatures }[pathname](await request.json()));
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
      answers.push((await begun?.verdict.catch(() => false)) ?? null);
    }
  }
  return answers;
}

const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (octet) => parseInt(octet, 16));
