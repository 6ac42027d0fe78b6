// The verifiers in turns, so that all meet the same machine. Uses nothing but the language, and a
// clock.

/**
 * @param contenders functions by name: one verification each, at once or as a promise
 * @returns by name, and for each round: microseconds per call that passed, and microseconds of
 * processor time that all threads together used, if the host tells
 */
export async function race(contenders, { rounds, milliseconds }) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, { passed: [], used: [] }]));
  // The first rounds are spent compiling.
  for (let round = -Math.ceil(rounds / 4); round < rounds; round += 1) {
    for (const [name, verify] of Object.entries(contenders)) {
      const { passed, used } = await slice(verify, milliseconds);
      if (round < 0) continue;
      times[name].passed.push(passed);
      if (used !== undefined) times[name].used.push(used);
    }
  }
  return times;
}

/** A promise is awaited before the next is made; a value is not. */
async function slice(verify, milliseconds) {
  const used = globalThis.process?.cpuUsage?.();
  const start = performance.now();
  let calls = 0;
  let end;
  do {
    const result = verify();
    if (result instanceof Promise) await result;
    calls += 1;
    end = performance.now();
  } while (end - start < milliseconds);
  const passed = ((end - start) / calls) * 1000;
  if (used === undefined) return { passed };
  const { user, system } = process.cpuUsage(used);
  return { passed, used: (user + system) / calls };
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
