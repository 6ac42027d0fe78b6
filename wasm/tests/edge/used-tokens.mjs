// What a Durable Object of used tokens holds, and for how long.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { equal } from "../assert.mjs";
import { storage } from "./storage.mjs";

export async function checks({ package: folder }) {
  const { UsedTokens } = await import(pathToFileURL(join(folder, "edge/index.js")));
  const now = Math.floor(Date.now() / 1000);
  const opened = () => {
    const kept = storage();
    const object = new UsedTokens({ storage: kept });
    const use = async (id, until) =>
      (await object.fetch(new Request("https://a.invalid", { method: "POST", body: JSON.stringify({ id, until }) }))).status;
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
      equal([kept.entries.size, kept.entries.get("count"), rings], [3, 1, 4]);
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
    },
  };
}
