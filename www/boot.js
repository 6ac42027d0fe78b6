// Starts the inspector. The program draws the page into `#app` by itself.
import init from "./assumable-web.js";
import { hold } from "./hold.js";
import { begin, fetched, whole } from "./later.js";

const loading = document.getElementById("loading");
const app = document.getElementById("app");

try {
  if (isMoreThanExample()) {
    await fetched();
    whole().catch(stopped);
  } else {
    hold().catch(stopped);
  }
  begin(await init());
  // yew draws beside what was there.
  loading?.remove();
} catch (error) {
  stopped(error);
} finally {
  // Keeping files for later takes time that the first answer needs. An engine that does not start may be
  // a version that another replaces.
  whenIdle(() => import("./offline.js"));
}

function stopped(error) {
  console.error(error);
  app.inert = true;
  const place = loading?.isConnected ? loading : document.getElementById("waiting");
  place.hidden = false;
  place.textContent =
    "The engine did not start. It needs a browser with WebAssembly and CSS of 2024: Chrome 123, Firefox 120, Safari 17.5 or newer. If yours is, reload the page.";
}

function whenIdle(then) {
  if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: 5000 });
  else setTimeout(then, 1000);
}

// A case that a link brings, or that the last visit left, needs more than the example does; and where the files are kept, to wait
// for them takes no time.
function isMoreThanExample() {
  if (location.hash || navigator.serviceWorker?.controller) return true;
  try {
    return [localStorage, sessionStorage].some((kept) => Object.keys(kept).some((key) => /^assumable-(draft|linked|whole)/.test(key)));
  } catch {
    // Storage is switched off: nothing is kept.
    return false;
  }
}
