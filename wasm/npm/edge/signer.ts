import { invalid } from "../error.js";
import { digest } from "../store.js";
import { base64url } from "./forward.js";

/** A private key of P-256 or Ed25519 (RFC 7517), or the text of one. */
export type PrivateKey = string | object;

/** A key as it is published. */
export interface PublishedKey {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
  readonly use: "sig";
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
}

/** The first of some keys signs; all of them are published. */
export interface Signer {
  readonly published: readonly PublishedKey[];
  sign(claims: object): Promise<string>;
}

/**
 * @throws {AssumableError} if a key is not what the contract says. What it is does not stand in the
 * message.
 */
export async function signer(keys: PrivateKey | readonly PrivateKey[]): Promise<Signer> {
  const given = (Array.isArray(keys) ? keys : [keys]).map(member);
  const [first, ...others] = await Promise.all(given.map(published));
  if (first === undefined || given[0] === undefined) throw invalid("`keys` is empty: nothing could be signed");
  if (new Set([first, ...others].map(({ kid }) => kid)).size < given.length) throw invalid("two of `keys` have the same `kid`");
  const { importing, signing } = ALGORITHMS[first.alg]!;
  const { kty, crv, x, y, d } = given[0];
  const jwk = { kty, crv, x, d, ...(y !== undefined && { y }) } as JsonWebKey;
  const key = await crypto.subtle.importKey("jwk", jwk, importing, false, ["sign"]).catch(() => {
    throw invalid("the first of `keys` is no key that this host can sign with");
  });
  const header = base64url(JSON.stringify({ alg: first.alg, kid: first.kid, typ: "at+jwt" }));
  return {
    published: [first, ...others],
    async sign(claims) {
      const input = `${header}.${base64url(JSON.stringify(claims))}`;
      const signature = await crypto.subtle.sign(signing, key, new TextEncoder().encode(input));
      return `${input}.${base64url(new Uint8Array(signature))}`;
    },
  };
}

type Members = Readonly<Record<string, unknown>>;

function member(key: PrivateKey): Members {
  try {
    const found: unknown = typeof key === "string" ? JSON.parse(key) : key;
    if (typeof found === "object" && found !== null) return found as Members;
  } catch {
    // The text is a secret: nobody repeats it.
  }
  throw invalid("each of `keys` must be a JSON Web Key, or the text of one");
}

async function published({ kty, crv, x, y, d, kid, alg, key_ops, use }: Members): Promise<PublishedKey> {
  const found = Object.keys(ALGORITHMS).find((name) => ALGORITHMS[name]!.kty === kty && ALGORITHMS[name]!.crv === crv);
  const isComplete = typeof x === "string" && typeof d === "string" && (kty === "OKP" || typeof y === "string");
  if (found === undefined || !isComplete) throw invalid("each of `keys` must be a private key on P-256 or Ed25519");
  const isForIt = (alg === undefined || alg === found) && (use === undefined || use === "sig");
  if (!isForIt || (Array.isArray(key_ops) && !key_ops.includes("sign"))) {
    throw invalid(`one of \`keys\` is for something else than signing with ${found}`);
  }
  const numbers = { kty: String(kty), crv: String(crv), x, ...(typeof y === "string" && { y }) };
  const id = typeof kid === "string" && kid !== "" ? kid : await thumbprint(numbers);
  return { ...numbers, kid: id, alg: found, use: "sig" };
}

/** RFC 7638: the required members in the order of their names. */
async function thumbprint({ kty, crv, x, y }: { kty: string; crv: string; x: string; y?: string }): Promise<string> {
  const hash = await digest(JSON.stringify({ crv, kty, x, y }));
  return base64url(Uint8Array.from(hash.match(/../g) ?? [], (octet) => parseInt(octet, 16)));
}

interface Algorithm {
  readonly kty: string;
  readonly crv: string;
  readonly importing: EcKeyImportParams | { name: string };
  readonly signing: EcdsaParams | { name: string };
}

const ALGORITHMS: Readonly<Record<string, Algorithm>> = Object.assign(Object.create(null), {
  ES256: {
    kty: "EC",
    crv: "P-256",
    importing: { name: "ECDSA", namedCurve: "P-256" },
    signing: { name: "ECDSA", hash: "SHA-256" },
  },
  EdDSA: { kty: "OKP", crv: "Ed25519", importing: { name: "Ed25519" }, signing: { name: "Ed25519" } },
});
