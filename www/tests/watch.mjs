// What must not happen on any page of any context, whoever opened it: an error, a warning, a violation of the
// content security policy, a request to somebody else.

/** Where the pages of the current test may ask: the site, and the servers that the test itself started. */
const known = new Set();

/** The page may ask this server: the test has started it. */
export const allow = (url) => known.add(new URL(url).origin);

/** Watches every context that this browser gets from now on, also those that a test makes itself. */
export function watch(browser, site) {
  const seen = [];
  const make = browser.newContext.bind(browser);
  browser.newContext = async (...options) => {
    const context = await make(...options);
    await look(context, seen);
    return context;
  };
  return {
    /** A new test begins. */
    begin() {
      seen.length = 0;
      known.clear();
      allow(site);
    },
    /** What was seen in this test and is not expected; a violation and a foreign request always count. */
    trouble: (expected) => [...new Set(seen)].filter((it) => GRAVE.test(it) || !expected?.test(it)),
  };
}

async function look(context, seen) {
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && message.text() !== BLOCKED) seen.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => seen.push(`page: ${error.error().message}`));
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!["blob:", "data:"].includes(protocol) && !known.has(origin)) seen.push(`request: ${request.url()}`);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`));
  });
}

/** What the browser says of an answer that it could not have or may not read: a test may expect it. */
export const NO_ANSWER =
  /^console: (Failed to load resource: |Access to fetch at '\S+' from origin '\S+' has been blocked by CORS policy: )/;

/** A test has asked for that. */
const BLOCKED = "Service Worker registration blocked by Playwright";

/** Nobody can expect these. */
const GRAVE = /^request: |^console: (policy violated: |[^]*violates the (following|document's) Content Security Policy)/;
