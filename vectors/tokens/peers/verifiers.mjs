// The verifiers, each set as strictly as its own options allow: issuer, audience, algorithms, `exp`
// required, 60 seconds of tolerance. `verify` resolves to nothing, or to the reason of the refusal.
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { JwtVerifier } from "aws-jwt-verify";
import { createVerifier } from "fast-jwt";
import { verifyWithJwks } from "hono/jwt";
import { createLocalJWKSet, jwtVerify } from "jose";
import jsonwebtoken from "jsonwebtoken";

const RS = ["RS256", "RS384", "RS512"];
const PS = ["PS256", "PS384", "PS512"];
const ES = ["ES256", "ES384", "ES512"];

/** This project's own package, as `cargo xtask build` leaves it. */
export async function assumable({ issuer, audience, jwks, now, clockToleranceSeconds }) {
  const { Verifier } = await import("../../../dist/npm/api.js");
  const verifier = new Verifier({ issuers: { issuer, audience, jwks }, clockToleranceSeconds });
  return peer("assumable", [...RS, ...PS, ...ES, "EdDSA"], (token) => verifier.verifySync(token, { now }));
}

export async function others({ issuer, audience, jwks, now, clockToleranceSeconds }) {
  const all = [...RS, ...PS, ...ES, "EdDSA"];
  const keys = createLocalJWKSet(jwks);
  const aws = JwtVerifier.create({
    issuer,
    audience,
    jwksUri: `${issuer}/jwks`,
    graceSeconds: clockToleranceSeconds,
  });
  aws.cacheJwks(jwks);
  const fast = createVerifier({
    key: async ({ header }) => chosen(jwks, header).export({ type: "spki", format: "pem" }),
    algorithms: all,
    allowedIss: issuer,
    allowedAud: audience,
    requiredClaims: ["iss", "aud", "exp"],
    clockTimestamp: now * 1000,
    clockTolerance: clockToleranceSeconds * 1000,
    cache: false,
  });
  const usual = { issuer, audience, clockTimestamp: now, clockTolerance: clockToleranceSeconds };
  return [
    peer("jose", all, (token) =>
      jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: all,
        requiredClaims: ["exp"],
        currentDate: new Date(now * 1000),
        clockTolerance: clockToleranceSeconds,
      }),
    ),
    peer("aws-jwt-verify", [...RS, ...ES, "EdDSA"], (token) => aws.verifySync(token)),
    peer("fast-jwt", all, (token) => fast(token)),
    peer("jsonwebtoken", [...RS, ...PS, ...ES], (token) => {
      const key = (header, done) => done(null, chosen(jwks, header));
      const options = { ...usual, algorithms: [...RS, ...PS, ...ES] };
      return new Promise((resolve, reject) => {
        jsonwebtoken.verify(token, key, options, (error, claims) => (error ? reject(error) : resolve(claims)));
      });
    }),
    peer("hono", all, (token) =>
      verifyWithJwks(token, { keys: jwks.keys, allowedAlgorithms: all, verification: { iss: issuer, aud: audience } }),
    ),
  ];
}

/** For who leaves the choice of the key to the caller: exactly the one that fits, or none. */
function chosen({ keys }, { alg, kid }) {
  const types = { R: "RSA", P: "RSA", E: alg === "EdDSA" ? "OKP" : "EC" };
  const curves = { ES256: "P-256", ES384: "P-384", ES512: "P-521", EdDSA: "Ed25519" };
  const fitting = keys.filter(
    (key) =>
      (kid === undefined || key.kid === kid) &&
      (key.alg === undefined || key.alg === alg) &&
      key.kty === types[String(alg)[0]] &&
      key.crv === curves[alg] &&
      key.use === "sig" &&
      key.d === undefined,
  );
  if (fitting.length !== 1) throw new Error(`${fitting.length} keys fit`);
  return createPublicKey({ key: fitting[0], format: "jwk" });
}

function peer(name, algorithms, verify) {
  return {
    name,
    version: version(name),
    algorithms,
    verify: async (token) => {
      try {
        await verify(token);
        return undefined;
      } catch (error) {
        return error.code ?? error.message;
      }
    },
  };
}

function version(name) {
  const folder = name === "assumable" ? "dist/npm" : `node_modules/${name}`;
  return JSON.parse(readFileSync(new URL(`../../../${folder}/package.json`, import.meta.url), "utf8")).version;
}
