// In this process: all contenders, and the floor.
import { createPublicKey } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { JwtVerifier } from "aws-jwt-verify";
import { createVerifier } from "fast-jwt";
import * as jose from "jose";
import * as assumable from "../../dist/npm/api.js";
import { lend } from "../../wasm/tests/primitives/lend.mjs";
import { floor } from "./floor.mjs";
import { everywhere, race } from "./race.mjs";
import { material } from "./tokens.mjs";

/** Microseconds by algorithm and contender. */
export async function inNode(pace) {
  const results = {};
  const kernel = await withoutOpenSsl();
  for (const one of material()) {
    const { assumable: ours, jose: theirs } = await everywhere(assumable, jose, one);
    const { assumable: alone } = await everywhere(kernel, jose, one);
    const later = verifying(one);
    const contenders = { assumable: ours, "assumable, `verify()`": later, "assumable, kernel alone": alone, jose: theirs, ...native(one) };
    results[one.algorithm] = await race(contenders, pace);
  }
  return { name: "Node.js", version: process.versions.node, results };
}

/** What applications call whose keys are fetched. */
function verifying({ token, jwk, issuer, audience, now }) {
  const verifier = new assumable.Verifier({ issuers: { issuer, audience, jwks: { keys: [jwk] } } });
  return () => verifier.verify(token, { now });
}

/** The package as hosts have it that lend nothing. */
async function withoutOpenSsl() {
  const folder = mkdtempSync(join(tmpdir(), "assumable-"));
  try {
    cpSync(fileURLToPath(new URL("../../dist/npm", import.meta.url)), folder, { recursive: true });
    lend(folder, "node.js");
    const kernel = await import(pathToFileURL(join(folder, "api.js")));
    // The engine is read when it is asked first, and the folder goes away.
    kernel.explainError("");
    return kernel;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Verifiers on OpenSSL, and OpenSSL itself. */
function native({ algorithm, token, jwk, issuer, audience, now }) {
  const pem = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" });
  const fast = (key) => createVerifier({
    key,
    algorithms: [algorithm],
    allowedIss: issuer,
    allowedAud: audience,
    clockTimestamp: now * 1000,
    cache: false,
  });
  const [atOnce, later] = [fast(pem), fast(async () => pem)];
  const contenders = {
    "aws-jwt-verify": aws({ token, jwk, issuer, audience, now }),
    "fast-jwt": () => atOnce(token),
    "fast-jwt, key by a promise": () => later(token),
    ...floor({ algorithm, token, jwk }),
  };
  // It knows no PS256.
  if (algorithm === "PS256") delete contenders["aws-jwt-verify"];
  return contenders;
}

/** Reads the clock, so the token is made to last. */
function aws({ token, jwk, issuer, audience, now }) {
  const graceSeconds = Math.ceil(Date.now() / 1000) - now;
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/jwks`, graceSeconds });
  verifier.cacheJwks({ keys: [jwk] });
  return () => verifier.verifySync(token);
}
