// A new key, as `SIGNING_KEYS` wants it: a list of one.
import { generateKeyPairSync } from "node:crypto";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
console.log(JSON.stringify([{ ...privateKey.export({ format: "jwk" }), kid: new Date().toISOString() }]));
