// Starts the inspector. The program draws the page into `#app` by itself.
import init from "./assumable-web.js";

const loading = document.getElementById("loading");

try {
  await init();
  // yew draws beside what was there.
  loading?.remove();
} catch (error) {
  console.error(error);
  if (loading) {
    loading.textContent =
      "The engine did not start. It needs a browser with WebAssembly and CSS of 2024: Chrome 123, Firefox 120, Safari 17.5 or newer.";
  }
}
