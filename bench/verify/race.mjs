// The verifiers in turns, so that all meet the same machine. Uses nothing but the language, and a
// clock.

/**
 * @param contenders functions by name: one verification each, at once or as a promise
 * @returns microseconds per call in each round, by name
 */
export async function race(contenders, { rounds, milliseconds }) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    for (const [name, verify] of Object.entries(contenders)) {
      const time = await slice(verify, milliseconds);
      if (round >= WARM_UP) times[name].push(time);
    }
  }
  return times;
}

/** Rounds that are spent compiling. */
const WARM_UP = 4;

/** A promise is awaited before the next is made; a value is not. */
async function slice(verify, milliseconds) {
  const start = performance.now();
  let calls = 0;
  let end;
  do {
    const result = verify();
    if (result instanceof Promise) await result;
    calls += 1;
    end = performance.now();
  } while (end - start < milliseconds);
  return ((end - start) / calls) * 1000;
}

/** The two that run everywhere. */
export async function everywhere({ Verifier }, jose, { algorithm, token, jwk, issuer, audience, now }) {
  const verifier = new Verifier({ issuers: { issuer, audience, jwks: { keys: [jwk] } } });
  // Imported once: the faster of jose's two ways.
  const key = await jose.importJWK(jwk, algorithm);
  const options = { issuer, audience, algorithms: [algorithm], currentDate: new Date(now * 1000) };
  return {
    assumable: () => verifier.verifySync(token, { now }),
    jose: () => jose.jwtVerify(token, key, options),
  };
}
