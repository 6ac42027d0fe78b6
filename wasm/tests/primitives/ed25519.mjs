// Signatures with a point of small order, which only the owner of the key can make. The equation of
// RFC 8032 holds for some of them.
import { createHash } from "node:crypto";
import { base64url, testKey } from "../../../vectors/keys.mjs";
import { CLAIMS } from "../differential/setting.mjs";

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** One for the neutral element: `S = k a`. */
export function ofSmallOrder() {
  const { alg, kid, privateKey, publicJwk } = testKey("eddsa");
  const secret = createHash("sha512").update(Buffer.from(privateKey.export({ format: "jwk" }).d, "base64url")).digest();
  secret[0] &= 248;
  secret[31] = (secret[31] & 63) | 64;
  const scalar = integer(secret.subarray(0, 32));
  const point = Buffer.from([1, ...Buffer.alloc(31)]);
  const signatures = [0, 1, 2].map((jti) => {
    const input = `${base64url(JSON.stringify({ alg, kid }))}.${base64url(JSON.stringify({ ...CLAIMS, jti: String(jti) }))}`;
    const hash = createHash("sha512").update(point).update(Buffer.from(publicJwk.x, "base64url")).update(input).digest();
    const signature = Buffer.concat([point, octets((integer(hash) * scalar) % ORDER)]);
    return { input, message: Buffer.from(input).toString("hex"), signature: signature.toString("hex") };
  });
  const tokens = signatures.map(({ input, signature }) => `${input}.${base64url(Buffer.from(signature, "hex"))}`);
  return { jwk: publicJwk, signatures, tokens };
}

const integer = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);

const octets = (number) => Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse();
