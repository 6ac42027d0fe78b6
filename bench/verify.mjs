// One token, one key set, one process: `verifySync` beside jose's `jwtVerify`, in turns, so that
// both meet the same machine.
import { createLocalJWKSet, jwtVerify } from "jose";
import { Verifier } from "../dist/npm/node.js";
import { compact, testKey } from "../vectors/keys.mjs";

const ROUNDS = 41;
const ROUND_MILLISECONDS = 40;
const NOW = 1712615119;
const ISSUER = "https://oidc.fly.io/acme";
const AUDIENCE = "sts.amazonaws.com";

console.log(`Node.js ${process.version}, microseconds per token: median (minimum)`);
for (const name of ["rs256", "es256", "eddsa"]) {
  const { ours, theirs } = await measure(...contenders(name));
  const ratio = (median(theirs) / median(ours)).toFixed(2);
  console.log(
    `${name}  verifySync ${show(ours)}  jwtVerify ${show(theirs)}  jose takes ${ratio} times as long`,
  );
}

function contenders(name) {
  const key = testKey(name);
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: "acme:foo-bar:quiet-river-4821",
    iat: NOW - 60,
    nbf: NOW - 60,
    exp: NOW + 540,
  };
  const header = JSON.stringify({ alg: key.alg, kid: key.kid, typ: "JWT" });
  const token = compact(key, header, JSON.stringify(claims));
  const jwks = { keys: [key.publicJwk] };

  const verifier = new Verifier({ issuers: { issuer: ISSUER, audience: AUDIENCE, jwks } });
  const keys = createLocalJWKSet(jwks);
  const options = { issuer: ISSUER, audience: AUDIENCE, currentDate: new Date(NOW * 1000) };
  return [
    () => verifier.verifySync(token, { now: NOW }),
    () => jwtVerify(token, keys, options),
  ];
}

async function measure(ours, theirs) {
  const results = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    results.ours.push(await timed(ours));
    results.theirs.push(await timed(theirs));
  }
  // The first rounds are spent compiling.
  return { ours: results.ours.slice(5), theirs: results.theirs.slice(5) };
}

/** Microseconds per call; a promise is awaited, a value is not. */
async function timed(verify) {
  const start = performance.now();
  let calls = 0;
  while (performance.now() - start < ROUND_MILLISECONDS) {
    const result = verify();
    if (result instanceof Promise) await result;
    calls += 1;
  }
  return ((performance.now() - start) / calls) * 1000;
}

function median(values) {
  return values.toSorted((one, other) => one - other)[values.length >> 1];
}

function show(values) {
  return `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)})`;
}
