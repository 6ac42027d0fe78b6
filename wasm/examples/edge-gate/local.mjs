// The gate on this computer, before an upstream that shows what it was sent.
import { fileURLToPath } from "node:url";
import { issuer as anIssuer, serve, worker } from "../local.mjs";

const [ISSUER, AUDIENCE] = ["https://oidc.fly.io/acme", "https://api.example.com"];

export async function local(port) {
  const issuer = await anIssuer(ISSUER);
  const upstream = await serve(({ method, url, headers }, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method, url, headers }, null, 2));
  });
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const gate = await worker(folder, { JWKS_URI: issuer.jwksUri, UPSTREAM: upstream.url, DEVELOPMENT: "true" }, port);
  return {
    ...gate,
    /** As Fly.io gives one to a Machine of this app. */
    token: (app, more) =>
      issuer.token({ aud: AUDIENCE, sub: `acme:${app}:quiet-river-4821`, app_name: app, org_name: "acme", region: "sea", ...more }),
    async close() {
      await gate.close();
      upstream.close();
      issuer.close();
    },
  };
}
