// Gates, exchanges and relays in workerd, one for each host name.
import { UsedTokens } from "./assumable/edge/workerd.js";
import { apps, entries } from "./apps.mjs";

export { UsedTokens };

let made;

export default {
  async fetch(request, env, context) {
    made ??= apps(env.SETTING);
    const [name] = new URL(request.url).hostname.split(".");
    if (name === "log") return Response.json(entries.splice(0));
    return made[name](request, env, context);
  },
};
