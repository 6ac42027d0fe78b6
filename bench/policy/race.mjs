// The contenders in turns, so that all meet the same machine.

/**
 * @param contenders functions by name: one decision each, at once or as a promise
 * @returns by name, and for each round: microseconds per call
 */
export async function race(contenders, { rounds, milliseconds }) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  // The first rounds are spent compiling.
  for (let round = -Math.ceil(rounds / 4); round < rounds; round += 1) {
    for (const [name, decide] of Object.entries(contenders)) {
      const time = await slice(decide, milliseconds);
      if (round >= 0) times[name].push(time);
    }
  }
  return times;
}

/** A promise is awaited before the next is made; a value is not. */
async function slice(decide, milliseconds) {
  const start = performance.now();
  let calls = 0;
  let end;
  do {
    const result = decide();
    if (result instanceof Promise) await result;
    calls += 1;
    end = performance.now();
  } while (end - start < milliseconds);
  return ((end - start) / calls) * 1000;
}
