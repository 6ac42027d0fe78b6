// Starts the inspector. The program draws the page into `#app` by itself.
import init from "./assumable-web.js";
import { prepare } from "./later.js";

const loading = document.getElementById("loading");

try {
  const first = await init();
  // yew draws beside what was there.
  loading?.remove();
  whenIdle(() => prepare(first));
} catch (error) {
  console.error(error);
  if (loading) {
    loading.textContent =
      "The engine did not start. It needs a browser with WebAssembly and CSS of 2024: Chrome 123, Firefox 120, Safari 17.5 or newer.";
  }
} finally {
  // Keeping files for later takes time that the first answer needs. An engine that does not start may be
  // a version that another replaces.
  whenIdle(() => import("./offline.js"));
}

function whenIdle(then) {
  if ("requestIdleCallback" in window) requestIdleCallback(then, { timeout: 5000 });
  else setTimeout(then, 1000);
}
