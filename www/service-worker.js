// Keeps the page's own files, so that it opens without a network. `cargo xtask build` puts the names of
// the files and the version of the build in here.
const VERSION = "VERSION";
const FILES = ["FILES"];
const CACHE = `assumable-${VERSION}`;

const own = new Map(FILES.map((path) => [new URL(path, self.location).href, path]));

// All of a version or none: a file that cannot be had leaves the version before in place. The server is
// asked for each, but need not send again what the page has just fetched.
self.addEventListener("install", (event) => {
  const fresh = FILES.map((path) => new Request(path, { cache: "no-cache", credentials: "omit" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) =>
      Promise.all(names.filter((name) => name.startsWith("assumable-") && name !== CACHE).map((name) => caches.delete(name))),
    ),
  );
});

// Only files of this version are answered. An issuer that is asked for its keys, and all else, goes to
// the network as if nobody stood between.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.hash = "";
  if (request.mode === "navigate") url.search = "";
  const href = url.href.endsWith("/index.html") ? new URL("./", url).href : url.href;
  const path = own.get(href);
  if (request.method !== "GET" || path === undefined) return;
  event.respondWith(
    caches.open(CACHE).then(async (cache) => (await cache.match(path)) ?? fetch(request)),
  );
});

// A page of the version before asks for this once its person agreed to be reloaded.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});
