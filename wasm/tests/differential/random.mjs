/** The same numbers in every run (mulberry32): a failure can be had again. */
export function random(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  /** A whole number from 0 up to, not including, `end`. */
  const below = (end) => Math.floor((next() / 2 ** 32) * end);
  return { below, pick: (list) => list[below(list.length)] };
}
