// The files that `core/tests/wycheproof.rs` reads for the kernel, with the same exceptions.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const PKCS1 = [2048, 3072, 4096, 8192].flatMap((size) => ["256", "384", "512"].map((hash) => `rsa_signature_${size}_sha${hash}`));
const PSS = [
  "rsa_pss_2048_sha256_mgf1_32", "rsa_pss_2048_sha384_mgf1_48", "rsa_pss_3072_sha256_mgf1_32",
  "rsa_pss_4096_sha256_mgf1_32", "rsa_pss_4096_sha384_mgf1_48", "rsa_pss_4096_sha512_mgf1_64",
  // Other parameters than those of JWS.
  "rsa_pss_2048_sha256_mgf1_0", "rsa_pss_2048_sha256_mgf1sha1_20",
  "rsa_pss_2048_sha512_mgf1sha256_32_params", "rsa_pss_4096_sha512_mgf1_32", "rsa_pss_misc",
];

export async function wycheproof(app) {
  const { lent } = await import(pathToFileURL(join(app.package, "node.js")));
  const [host, failures] = [lent(), []];
  let count = 0;
  for (const { algorithm, jwk: { n, e }, length, cases } of rsa(app.root)) {
    const key = host.rsaKey(algorithm, n, e);
    for (const { name, message, signature, accepted } of cases) {
      const fits = signature.length === 2 * length;
      if ((fits && key.verifies(bytes(message), bytes(signature))) !== accepted) failures.push(name);
      count += 1;
    }
  }
  return count < 4000 ? [...failures, `only ${count} cases`] : failures;
}

/** The same one by one, for a host of which all is asked in one process. */
export function* rsaCases(root) {
  for (const { jwk: { n, e }, ...group } of rsa(root)) yield* single("rsaKey", [n, e], group);
}

export function* curveCases(root) {
  for (const { jwk: { x, y }, ...group } of curves(root)) {
    yield* y === undefined ? single("edKey", [x], group) : single("ecKey", [x, y], group);
  }
}

function* single(kind, numbers, { algorithm, length, cases }) {
  for (const { name, message, signature, accepted: right } of cases) {
    yield { name, kind, algorithm, numbers, length, message: bytes(message), signature: bytes(signature), right };
  }
}

/** Signatures by one RSA key each, in hexadecimal, and which RFC 7518 allows. */
export function* rsa(root) {
  const read = reader(root);
  for (const [prefix, files] of [["RS", PKCS1], ["PS", PSS]]) {
    for (const file of files) {
      for (const group of read(file)) {
        const bits = { "SHA-256": 256, "SHA-384": 384, "SHA-512": 512 }[group.sha];
        if (bits === undefined) continue;
        const { modulus, publicExponent } = group.publicKey;
        const [n, e] = [modulus, publicExponent].map(base64url);
        const fits = prefix === "RS" || (group.sLen === bits / 8 && group.mgfSha === group.sha);
        // One file is of empty salts, and has one signature with that of RFC 7518 section 3.5.
        const ours = ({ tcId }) => file === "rsa_pss_2048_sha256_mgf1_0" && tcId === 69;
        yield {
          algorithm: `${prefix}${bits}`,
          jwk: { kty: "RSA", n, e },
          length: modulus.replace(/^(00)+/, "").length / 2,
          cases: group.tests.map(cased(file, (test) => (test.result === "valid" && fits) || ours(test))),
        };
      }
    }
  }
}

/** The same for the curves that WebCrypto is asked about. */
export function* curves(root) {
  const read = reader(root);
  const valid = ({ result }) => result === "valid";
  const file = "ecdsa_secp256r1_sha256_p1363";
  for (const { publicKey, tests } of read(file)) {
    const [x, y] = [publicKey.wx, publicKey.wy].map((number) => base64url(number.replace(/^00(?=.{64})/, "").padStart(64, "0")));
    yield { algorithm: "ES256", jwk: { kty: "EC", crv: "P-256", x, y }, length: 64, cases: tests.map(cased(file, valid)) };
  }
  for (const { publicKey, tests } of read("ed25519")) {
    const jwk = { kty: "OKP", crv: "Ed25519", x: base64url(publicKey.pk) };
    yield { algorithm: "EdDSA", jwk, length: 64, cases: tests.map(cased("ed25519", valid)) };
  }
}

const cased = (file, accepts) => (test) => ({
  name: `${file} ${test.tcId} (${test.comment}, ${test.result})`,
  message: test.msg,
  signature: test.sig,
  accepted: accepts(test),
});

const reader = (root) => {
  const folder = data(root);
  return (file) => JSON.parse(readFileSync(join(folder, `${file}_test.json`), "utf8")).testGroups;
};

const base64url = (hex) => bytes(hex).toString("base64url");

const bytes = (hex) => Buffer.from(hex, "hex");

/** Where cargo has put the crate of that name. */
function data(root) {
  const cargo = process.env.CARGO ?? "cargo";
  const options = ["metadata", "--format-version", "1", "--locked", "--offline"];
  const { packages } = JSON.parse(execFileSync(cargo, options, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 }));
  return join(dirname(packages.find(({ name }) => name === "wycheproof").manifest_path), "src/data");
}
