// For workerd, whose clock stands still during a request: so many verifications per request, timed
// from outside.
import * as assumable from "./assumable/api.js";
import * as jose from "./jose/index.js";
import { everywhere } from "./race.mjs";

const contenders = {};

export default {
  async fetch(request) {
    const { one, name, calls } = await request.json();
    contenders[one.algorithm] ??= await inWorkers(one);
    const verify = contenders[one.algorithm][name];
    for (let call = 0; call < calls; call += 1) {
      const result = verify();
      if (result instanceof Promise) await result;
    }
    return new Response();
  },
};

/** `verify()` has WebCrypto here, `verifySync()` the kernel alone. */
async function inWorkers(one) {
  const { issuer, audience, jwk, now, token } = one;
  const { assumable: alone, jose: other } = await everywhere(assumable, jose, one);
  const verifier = new assumable.Verifier({ issuers: { issuer, audience, jwks: { keys: [jwk] } } });
  return { assumable: () => verifier.verify(token, { now }), [KERNEL]: alone, jose: other };
}

const KERNEL = "assumable, kernel alone";
