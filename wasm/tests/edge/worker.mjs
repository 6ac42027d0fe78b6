// Gates, exchanges and relays in workerd, one for each host name.
import { createGate, UsedTokens } from "./assumable/edge/index.js";
import { apps, entries } from "./apps.mjs";

export { UsedTokens };

let made;
/** Made before there is a request, as most are. */
const early = createGate({
  issuers: { issuer: "https://oidc.fly.io/acme", audience: null },
  policy: { Statement: { Effect: "Deny", Principal: "*", Action: "*" } },
  handler: () => new Response(),
});

export default {
  async fetch(request, env, context) {
    made ??= apps(env.SETTING);
    const [name] = new URL(request.url).hostname.split(".");
    if (name === "log") return Response.json(entries.splice(0));
    if (name === "early") return early(request, env, context);
    return made[name](request, env, context);
  },
};
