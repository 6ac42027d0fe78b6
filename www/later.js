// The part of the engine that the first answer does not need: fetched when the page has nothing else to do, or at
// once if it is called before that.
const FILE = new URL("LATER", import.meta.url).href;

/** Fetches it beside. `first` is what the other part exports. */
export async function prepare(first) {
  try {
    const module = await WebAssembly.compileStreaming(fetch(FILE));
    if (first.loaded.value === 0) connect(first, module);
  } catch {
    // Whoever calls it tries again.
  }
}

/** Fetches it while the caller, the other part, waits. */
export function load(first) {
  try {
    const request = new XMLHttpRequest();
    request.open("GET", FILE, false);
    // Whoever waits is given no bytes, only a text: a character for each.
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    if (request.status !== 200) throw new Error(`status ${request.status}`);
    const bytes = Uint8Array.from(request.responseText, (character) => character.charCodeAt(0));
    connect(first, new WebAssembly.Module(bytes));
  } catch (cause) {
    // The engine cannot go on from here.
    document.getElementById("stopped").hidden = false;
    throw new Error("a part of the engine cannot be fetched", { cause });
  }
}

function connect(first, module) {
  new WebAssembly.Instance(module, { a: first });
  first.loaded.value = 1;
}
