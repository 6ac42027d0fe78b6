// The page opens without a network after the first visit; a newer version waits until the person says so.
const update = document.getElementById("update");

if ("serviceWorker" in navigator) {
  try {
    const registration = await navigator.serviceWorker.register("./service-worker.js", { updateViaCache: "none" });
    offer(registration);
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => offer(registration));
    });
  } catch {
    // Not served securely, or refused by the browser: the page works with a network.
  }
}

/** Says that a newer version is there, if there is one and this page runs an older. */
function offer(registration) {
  if (!registration.waiting || !navigator.serviceWorker.controller || !update?.hidden) return;
  update.hidden = false;
  update.querySelector("button").addEventListener("click", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("take over");
  });
}
