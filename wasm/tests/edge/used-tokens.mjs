// What a Durable Object of used tokens holds, and for how long.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { equal } from "../assert.mjs";
import { AUDIENCE, signer } from "../keys/signer.mjs";
import { FLY, POLICY } from "./fly.mjs";
import { namespace, storage } from "./storage.mjs";

export async function checks({ package: folder }) {
  const { createGate, UsedTokens } = await import(pathToFileURL(join(folder, "edge/index.js")));
  const now = Math.floor(Date.now() / 1000);
  const opened = () => {
    const kept = storage();
    const object = new UsedTokens({ storage: kept });
    const use = async (id, until, behind) =>
      (await object.fetch(new Request("https://a.invalid", { method: "POST", body: JSON.stringify({ id, until, behind }) }))).status;
    return { kept, object, use };
  };
  return {
    "what has expired is forgotten, and nothing else": async () => {
      const { kept, object, use } = opened();
      for (let index = 0; index < 200; index += 1) equal(await use(`old-${index}`, now - 10), 201);
      equal(await use("new", now + 600), 201);
      equal([await use("old-1", now - 10), await use("new", now + 600)], [409, 409]);
      let rings = 0;
      while (await kept.ring(object, Date.now())) rings += 1;
      equal([kept.entries.size, kept.entries.get("count"), rings], [4, 1, 4]);
      equal([await use("new", now + 600), await kept.getAlarm()], [409, (now + 601) * 1000]);
    },
    "one that is full lets nobody pass, until something expires": async () => {
      const { kept, object, use } = opened();
      await use("old", now - 10);
      await kept.put({ count: 100_000 });
      equal(await use("new", now + 600), 507);
      await kept.ring(object, Date.now());
      equal(await use("new", now + 600), 201);
    },
    "an earlier expiry wakes it earlier": async () => {
      const { kept, use } = opened();
      await use("late", now + 600);
      await use("early", now + 60);
      await use("later", now + 900);
      equal(await kept.getAlarm(), (now + 61) * 1000);
    },
    "what is none is refused": async () => {
      const { use } = opened();
      equal([await use(7, now), await use("a", "b"), await use("a", 1.5)], [400, 400, 400]);
      equal([await use("a", now, -1), await use("a", now, "b")], [400, 400]);
    },
    "a token is remembered for as long as a clock that is behind accepts it": async () => {
      const { kept, object, use } = opened();
      equal(await use("slow", now - 10, 60), 201);
      equal([await kept.ring(object, Date.now()), await use("slow", now - 10, 60)], [false, 409]);
      equal(await kept.getAlarm(), (now + 51) * 1000);
    },
    "what was forgotten is never new again": async () => {
      const { kept, object, use } = opened();
      equal(await use("old", now - 10), 201);
      await kept.ring(object, Date.now());
      // By a clock that is behind it has not expired.
      equal([await use("old", now - 10, 60), await use("older", now - 20, 60), await use("new", now - 9, 60)], [409, 409, 201]);
    },
    "a gate whose clock is behind lets each token pass once": async () => {
      const behind = 3600;
      const key = signer("one");
      const used = namespace(UsedTokens);
      const gate = createGate({
        issuers: { issuer: FLY, audience: AUDIENCE, jwks: { keys: [key.jwk] } },
        policy: POLICY,
        handler: () => new Response(),
        singleUse: () => used,
        clock: () => Math.floor(Date.now() / 1000) - behind,
      });
      const token = key.token({ url: FLY }, {}, { iat: now - behind, exp: now - behind + 300 });
      const ask = async () => (await gate(new Request("https://a.example/", { headers: { authorization: `Bearer ${token}` } }))).status;
      equal([await ask(), await used.ring(Date.now()), await ask()], [200, 0, 401]);
    },
  };
}
