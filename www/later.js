// All that the first answer does not need: the second part of the engine, and after it the editor. It is fetched once
// somebody is here (`hold.js`); a page that is only looked at never asks for it. Nothing of it is called before it is
// there.
const FILE = new URL("LATER", import.meta.url).href;
/** In the storage of the tab: that it is waited for first. `boot.js` looks. */
const WHOLE = "assumable-whole";
/** In milliseconds. */
const [PAUSE, LONG] = [2000, 1000];

let module, isConnected, coming, isAsked, begin, end;
const begun = new Promise((resolve) => { begin = resolve; });

/** Once all of the engine is there, whoever asked for it. Fails if it is another version's. */
export const there = new Promise((resolve) => { end = resolve; });

/** The first part runs, and these are its exports. */
export { begin };

/** Asks for all of the engine. */
export function whole() {
  if (!isAsked) {
    isAsked = true;
    end(Promise.all([begun, fetched()]).then(([first]) => connect(first)));
  }
  return there;
}

/** Until the second part is fetched, however long that takes. */
export function fetched() {
  return (coming ??= again());
}

async function again() {
  const waiting = document.getElementById("waiting");
  const timer = setTimeout(() => { waiting.hidden = false; }, LONG);
  for (;;) {
    try {
      const response = (await kept()) ?? (await fetch(FILE));
      // Another version has taken its place: to ask again is of no use.
      if (response.status === 404) throw new WebAssembly.CompileError("this version of the page is gone");
      module = await WebAssembly.compileStreaming(response);
      break;
    } catch (cause) {
      if (cause instanceof WebAssembly.CompileError) throw cause;
      console.warn(cause);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
  clearTimeout(timer);
  waiting.hidden = true;
}

/** The service worker may have kept it already, though it answers only the next visit. */
async function kept() {
  try {
    return await globalThis.caches?.match(FILE);
  } catch {
    // Storage is switched off: nothing is kept.
  }
}

/** Puts it beside the first part, whose exports these are. */
export function connect(first) {
  if (isConnected) return;
  if (module === undefined) {
    // The first answer needs it after all, here. The page has taken nothing yet.
    fetched().then(() => {
      try {
        sessionStorage.setItem(WHOLE, "");
      } catch {
        // Storage is switched off, and the page would not know when it begins again.
        return;
      }
      location.reload();
    });
    throw new Error("called before it is there");
  }
  new WebAssembly.Instance(module, { a: first });
  isConnected = true;
}
