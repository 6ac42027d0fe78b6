// The exchange on this computer, with a key made for the occasion.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { issuer as anIssuer, worker } from "../local.mjs";

export const NAME = "https://tokens.example.com";

export async function local(port) {
  const issuer = await anIssuer("https://oidc.fly.io/acme");
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const SIGNING_KEYS = execFileSync(process.execPath, [`${folder}key.mjs`], { encoding: "utf8" });
  const exchange = await worker(folder, { JWKS_URI: issuer.jwksUri, SIGNING_KEYS, DEVELOPMENT: "true" }, port);
  return {
    ...exchange,
    /** As Fly.io gives one to a Machine of this app. */
    token: (app, more) =>
      issuer.token({ aud: NAME, sub: `acme:${app}:quiet-river-4821`, app_name: app, org_name: "acme", ...more }),
    async close() {
      await exchange.close();
      issuer.close();
    },
  };
}
