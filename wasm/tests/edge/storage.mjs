// What workerd has in Durable Objects, as far as `UsedTokens` needs it.

/** A namespace whose objects take one request after the other. */
export function namespace(UsedTokens) {
  const objects = new Map();
  return {
    idFromName: (name) => name,
    get(name) {
      if (!objects.has(name)) {
        const kept = storage();
        objects.set(name, { object: new UsedTokens({ storage: kept }), kept, last: Promise.resolve() });
      }
      const entry = objects.get(name);
      return {
        fetch(url, init) {
          entry.last = entry.last.then(() => entry.object.fetch(new Request(url, init)));
          return entry.last;
        },
      };
    },
    /** How many objects the host woke, as the time had come. */
    async ring(now) {
      const rung = await Promise.all([...objects.values()].map(({ kept, object }) => kept.ring(object, now)));
      return rung.filter(Boolean).length;
    },
  };
}

export function storage() {
  const entries = new Map();
  let alarm = null;
  return {
    entries,
    get: async (key) => entries.get(key),
    async put(more) {
      for (const [key, value] of Object.entries(more)) entries.set(key, value);
    },
    async list({ prefix, end, limit }) {
      const keys = [...entries.keys()].filter((key) => key.startsWith(prefix) && key < end).sort();
      return new Map(keys.slice(0, limit).map((key) => [key, entries.get(key)]));
    },
    async delete(keys) {
      if (keys.length > 128) throw new Error("too many");
      for (const key of keys) entries.delete(key);
      return keys.length;
    },
    getAlarm: async () => alarm,
    async setAlarm(time) {
      alarm = time;
    },
    /** What the host does when the time has come. */
    async ring(object, now) {
      if (alarm === null || alarm > now) return false;
      alarm = null;
      await object.alarm();
      return true;
    },
  };
}
