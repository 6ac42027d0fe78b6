// The part of the engine that the first answer does not need. Until it is there, the page shows that answer and takes
// nothing: whatever is called is there when it is called.
const FILE = new URL("LATER", import.meta.url).href;
/** In the storage of the tab: that it is waited for first. `boot.js` looks. */
const WHOLE = "assumable-whole";
/** In milliseconds. */
const [PAUSE, LONG] = [2000, 3000];

let module, isConnected, coming;

/** Until it is fetched, however long that takes. */
export function fetched() {
  return (coming ??= again());
}

async function again() {
  const waiting = document.getElementById("waiting");
  const timer = setTimeout(() => { waiting.hidden = false; }, LONG);
  for (;;) {
    try {
      module = await WebAssembly.compileStreaming(fetch(FILE));
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

/** Puts it beside the first part, whose exports these are. */
export function connect(first) {
  if (isConnected) return;
  if (module === undefined) {
    // The first answer needs it after all, here. Nothing is lost: the page has taken nothing yet.
    sessionStorage.setItem(WHOLE, "");
    fetched().then(() => location.reload());
    throw new Error("called before it is there");
  }
  new WebAssembly.Instance(module, { a: first });
  isConnected = true;
}
