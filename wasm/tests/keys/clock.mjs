// To be imported before everything else: a clock that can be put forward, so that a day takes no time.
// It goes on as the real one does. Timers of ten seconds and more follow it; shorter ones, which guard
// a fetch, stay real. Uses nothing but the language.

const { setTimeout: realTimeout, clearTimeout: realClear } = globalThis;
const realNow = Date.now.bind(Date);
let ahead = 0;
const timers = new Map();

Date.now = () => realNow() + ahead;

globalThis.setTimeout = (act, milliseconds = 0, ...given) => {
  if (!(milliseconds >= 10_000)) return realTimeout(act, milliseconds, ...given);
  const timer = { due: Date.now() + milliseconds, unref: () => timer, ref: () => timer, [Symbol.toPrimitive]: () => NaN };
  timers.set(timer, () => act(...given));
  return timer;
};

globalThis.clearTimeout = (timer) => {
  if (!timers.delete(timer)) realClear(timer);
};

/** Puts the clock so many seconds ahead of the real one. */
export function putAhead(seconds) {
  ahead = seconds * 1000;
  for (const [timer, act] of timers) {
    if (timer.due <= Date.now() && timers.delete(timer)) act();
  }
}

/** Waits on the real clock. */
export const pause = (milliseconds) => new Promise((resolve) => realTimeout(resolve, milliseconds));
