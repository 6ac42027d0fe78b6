// The files that `core/tests/wycheproof.rs` reads for the kernel, with the same exceptions.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { base64url } from "../../../vectors/keys.mjs";

const PKCS1 = [2048, 3072, 4096, 8192].flatMap((size) => ["256", "384", "512"].map((hash) => `rsa_signature_${size}_sha${hash}`));
const PSS = [
  "rsa_pss_2048_sha256_mgf1_32", "rsa_pss_2048_sha384_mgf1_48", "rsa_pss_3072_sha256_mgf1_32",
  "rsa_pss_4096_sha256_mgf1_32", "rsa_pss_4096_sha384_mgf1_48", "rsa_pss_4096_sha512_mgf1_64",
  // Other parameters than those of JWS.
  "rsa_pss_2048_sha256_mgf1_0", "rsa_pss_2048_sha256_mgf1sha1_20",
  "rsa_pss_2048_sha512_mgf1sha256_32_params", "rsa_pss_4096_sha512_mgf1_32", "rsa_pss_misc",
];

/** For hosts other than Node.js: the algorithms that they are asked for. */
const ES256 = ["ecdsa_secp256r1_sha256_p1363"];
const EDDSA = ["ed25519"];

export async function wycheproof(app) {
  const { openssl } = await import(pathToFileURL(join(app.package, "openssl.js")));
  const host = openssl();
  const failures = [];
  let count = 0;
  for (const { name, algorithm, numbers, length, message, signature, right } of rsaCases(app.root)) {
    const accepted = signature.length === length && host.rsaKey(algorithm, ...numbers).verifies(message, signature);
    if (accepted !== right) failures.push(name);
    count += 1;
  }
  return count < 4000 ? [...failures, `only ${count} cases`] : failures;
}

/** What RFC 7518 allows of RSA. `length` is that of the key's signatures, in octets. */
export function* rsaCases(root) {
  const folder = data(root);
  for (const [prefix, files] of [["RS", PKCS1], ["PS", PSS]]) {
    for (const [file, group, tests] of groups(folder, files)) {
      const bits = { "SHA-256": 256, "SHA-384": 384, "SHA-512": 512 }[group.sha];
      if (bits === undefined) continue;
      const { modulus, publicExponent } = group.publicKey;
      const numbers = [modulus, publicExponent].map((number) => base64url(bytes(number)));
      const length = modulus.replace(/^(00)+/, "").length / 2;
      const fits = prefix === "RS" || (group.sLen === bits / 8 && group.mgfSha === group.sha);
      for (const test of tests) {
        // One file is of empty salts, and has one signature with that of RFC 7518 section 3.5.
        const ours = file === "rsa_pss_2048_sha256_mgf1_0" && test.tcId === 69;
        const right = (test.result === "valid" && fits) || ours;
        yield { ...made(file, test), kind: "rsaKey", algorithm: `${prefix}${bits}`, numbers, length, right };
      }
    }
  }
}

export function* curveCases(root) {
  const folder = data(root);
  for (const [file, { publicKey }, tests] of groups(folder, ES256)) {
    // From the uncompressed form of SEC 1: `04`, then two coordinates.
    const point = bytes(publicKey.uncompressed).subarray(1);
    const numbers = [point.subarray(0, 32), point.subarray(32)].map(base64url);
    for (const test of tests) {
      yield { ...made(file, test), kind: "ecKey", algorithm: "ES256", numbers, length: 64, right: test.result === "valid" };
    }
  }
  for (const [file, { publicKey }, tests] of groups(folder, EDDSA)) {
    const numbers = [base64url(bytes(publicKey.pk))];
    for (const test of tests) {
      yield { ...made(file, test), kind: "edKey", algorithm: "EdDSA", numbers, length: 64, right: test.result === "valid" };
    }
  }
}

function* groups(folder, files) {
  for (const file of files) {
    const { testGroups } = JSON.parse(readFileSync(join(folder, `${file}_test.json`), "utf8"));
    for (const group of testGroups) yield [file, group, group.tests];
  }
}

function made(file, { tcId, comment, msg, sig, result }) {
  return { name: `${file} ${tcId} (${comment}, ${result})`, message: bytes(msg), signature: bytes(sig) };
}

const bytes = (hex) => Buffer.from(hex, "hex");

/** Where cargo has put the crate of that name. */
function data(root) {
  const cargo = process.env.CARGO ?? "cargo";
  const options = ["metadata", "--format-version", "1", "--locked", "--offline"];
  const { packages } = JSON.parse(execFileSync(cargo, options, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 }));
  return join(dirname(packages.find(({ name }) => name === "wycheproof").manifest_path), "src/data");
}
