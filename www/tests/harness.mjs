// What every browser test needs: a served site, a Chromium, a page that watches itself.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));

const mediaTypes = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

// The same policy as `xtask/src/serve/security.rs`.
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/** The address of the site: given, or `dist/www/` served here. */
export async function serveSite() {
  if (process.env.INSPECTOR_URL) return { url: process.env.INSPECTOR_URL, close() {} };
  const folder = process.env.INSPECTOR_FOLDER ?? join(root, "dist/www");
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    const body = await readFile(file).catch(() => null);
    response.writeHead(body ? 200 : 404, {
      "Cache-Control": "no-store",
      "Content-Security-Policy": contentSecurityPolicy,
      "Content-Type": mediaTypes[extname(file)] ?? "application/octet-stream",
    });
    response.end(body);
  });
  const url = await listen(server);
  return { url, close: () => server.close() };
}

/** Serves `answer(path)` — `{ status?, headers?, body? }` — on a free port, as an issuer would. */
export async function serveIssuer(answer) {
  const server = createServer((request, response) => {
    const { status = 200, headers = {}, body = "" } = answer(request.url) ?? { status: 404 };
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(body);
  });
  const url = await listen(server);
  return { url: url.replace(/\/$/, ""), close: () => server.close() };
}

export function launch() {
  return chromium.launch({
    timeout: 180_000,
    executablePath: process.env.CHROME ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Opens the inspector in a context of its own. `trouble` collects what must not happen. */
export async function open(browser, url, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "light",
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(60_000);
  context.setDefaultNavigationTimeout(120_000);
  const page = await context.newPage();
  const trouble = [];
  const origin = new URL(url).origin;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) trouble.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => trouble.push(`page: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) trouble.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(url);
  await page.locator(".verdict-word").waitFor();
  return { page, trouble, context };
}

/** Runs the tests one after the other; the last line says how it went. */
export async function run(tests) {
  const site = await serveSite();
  const browser = await launch();
  let failed = 0;
  for (const { name, body, options, expectTrouble } of tests) {
    const start = performance.now();
    let inspector;
    try {
      await limited(async () => {
        inspector = await open(browser, site.url, options);
        await body(inspector.page, inspector);
      });
      if (!expectTrouble) assert.deepEqual(inspector.trouble, []);
      console.log(`  ok    ${name} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`  FAIL  ${name}\n${String(error.stack ?? error).replace(/^/gm, "        ")}`);
      for (const line of inspector?.trouble ?? []) console.log(`        ${line}`);
    } finally {
      await inspector?.context.close();
    }
  }
  await browser.close();
  site.close();
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

/** A test that hangs fails, and the next one runs. */
async function limited(test) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no end after five minutes")), 300_000);
  });
  await Promise.race([test(), limit]).finally(() => clearTimeout(timer));
}

async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that a failed test leaves behind keeps nobody waiting.
  server.unref();
  return `http://localhost:${server.address().port}/`;
}
