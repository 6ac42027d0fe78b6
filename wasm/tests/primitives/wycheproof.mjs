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
  const { openssl } = await import(pathToFileURL(join(app.package, "openssl.js")));
  const [host, folder, failures] = [openssl(), data(app.root), []];
  let count = 0;
  for (const [prefix, files] of [["RS", PKCS1], ["PS", PSS]]) {
    for (const file of files) {
      const { testGroups } = JSON.parse(readFileSync(join(folder, `${file}_test.json`), "utf8"));
      for (const group of testGroups) {
        const bits = { "SHA-256": 256, "SHA-384": 384, "SHA-512": 512 }[group.sha];
        if (bits === undefined) continue;
        const { modulus, publicExponent } = group.publicKey;
        const [n, e] = [modulus, publicExponent].map((number) => bytes(number).toString("base64url"));
        const length = modulus.replace(/^(00)+/, "").length / 2;
        const key = host.rsaKey(`${prefix}${bits}`, n, e);
        const fits = prefix === "RS" || (group.sLen === bits / 8 && group.mgfSha === group.sha);
        for (const { tcId, comment, msg, sig, result } of group.tests) {
          const signature = bytes(sig);
          const accepted = signature.length === length && key.verifies(bytes(msg), signature);
          // One file is of empty salts, and has one signature with that of RFC 7518 section 3.5.
          const ours = file === "rsa_pss_2048_sha256_mgf1_0" && tcId === 69;
          if (accepted !== ((result === "valid" && fits) || ours)) failures.push(`${file} ${tcId} (${comment}, ${result})`);
          count += 1;
        }
      }
    }
  }
  return count < 4000 ? [...failures, `only ${count} cases`] : failures;
}

const bytes = (hex) => Buffer.from(hex, "hex");

/** Where cargo has put the crate of that name. */
function data(root) {
  const cargo = process.env.CARGO ?? "cargo";
  const options = ["metadata", "--format-version", "1", "--locked", "--offline"];
  const { packages } = JSON.parse(execFileSync(cargo, options, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 }));
  return join(dirname(packages.find(({ name }) => name === "wycheproof").manifest_path), "src/data");
}
