// A real issuer on this computer: a discovery document and a key set over HTTP, well served or badly.
import { createServer } from "node:http";

/** A server for as many issuers as are asked for, each under a path of its own. */
export async function openIssuers() {
  const issuers = new Map();
  const respond = (request, response) => {
    const [, name, ...path] = request.url.split(/[/?]/);
    const issuer = issuers.get(name);
    if (issuer === undefined) return response.writeHead(404).end();
    issuer.respond(path.join("/"), response);
  };
  const [here, elsewhere] = await Promise.all([listen(respond), listen(respond)]);
  return {
    issuer() {
      const name = `issuer-${issuers.size + 1}`;
      const issuer = new Issuer(`${address(here)}/${name}`, `${address(elsewhere)}/${name}`);
      issuers.set(name, issuer);
      return issuer;
    },
    close() {
      for (const server of [here, elsewhere]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

class Issuer {
  /** What is served as the key set. */
  keys = [];
  /** How the key set is served, by name: see `MODES`. */
  mode = "ok";
  /** How the discovery document differs from a good one. */
  discovery = {};
  /** How often each of the two documents was asked for. */
  asked = { discovery: 0, keys: 0 };
  /** How many responses have begun and not ended. */
  open = 0;
  /** How many bytes of the key set were sent. */
  bytes = 0;

  constructor(url, elsewhere) {
    this.url = url;
    this.jwksUri = `${url}/jwks`;
    /** The same issuer by another port. */
    this.elsewhere = elsewhere;
  }

  /** A fetch that gets no further than the discovery document is one too. */
  get fetches() {
    return Math.max(this.asked.discovery, this.asked.keys);
  }

  respond(path, response) {
    this.open += 1;
    response.on("close", () => (this.open -= 1));
    // A page of another origin may read it.
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("content-type", "application/json");
    if (path === ".well-known/openid-configuration") {
      this.asked.discovery += 1;
      if (this.mode === "down") return MODES.down(response);
      const { url: issuer, jwksUri: jwks_uri } = this;
      return response.end(JSON.stringify({ issuer, jwks_uri, ...this.discovery }));
    }
    if (path !== "jwks") return response.writeHead(404).end();
    this.asked.keys += 1;
    MODES[this.mode](response, this);
  }

  send(response, body) {
    this.bytes += body.length;
    return response.write(body);
  }
}

/** What an issuer can do wrong. Nothing here goes on after the other side has hung up. */
const MODES = {
  ok: (response, { keys }) => response.end(JSON.stringify({ keys })),
  slow: (response, { keys }) => setTimeout(() => response.end(JSON.stringify({ keys })), 1000),
  // Where nothing at all comes back, Deno asks once more by itself.
  down: (response) => response.writeHead(503).end(),
  "no response": () => {},
  "half a response": (response, issuer) => issuer.send(response, '{"keys": ['),
  "a byte now and then": (response, issuer) => repeat(response, 50, () => issuer.send(response, " ")),
  "a response without end": (response, issuer) => {
    const block = Buffer.alloc(1 << 16, " ");
    repeat(response, 5, () => {
      // So that this machine stays usable whatever the other side takes.
      if (issuer.bytes < 1 << 26) issuer.send(response, block);
    });
  },
  "status 500": (response, { keys }) => response.writeHead(500).end(JSON.stringify({ keys })),
  "status 203": (response, { keys }) => response.writeHead(203).end(JSON.stringify({ keys })),
  "status 404, HTML": (response) =>
    response.writeHead(404, { "content-type": "text/html" }).end("<!doctype html><title>404</title>"),
  "status 200, HTML": (response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>sign in</title>"),
  "redirect to itself": (response, { jwksUri }) => response.writeHead(302, { location: jwksUri }).end(),
  // There the keys would be served.
  "redirect elsewhere": (response, issuer) => {
    issuer.mode = "ok";
    response.writeHead(302, { location: `${issuer.elsewhere}/jwks` }).end();
  },
  "connection reset": (response) => response.socket.resetAndDestroy(),
  "connection reset in the body": (response, issuer) => {
    issuer.send(response, '{"keys": [');
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  },
  "not UTF-8": (response, { keys }) =>
    response.end(Buffer.concat([Buffer.from(`{"a": "`), Buffer.from([0xff, 0xfe]), Buffer.from(`", "keys": ${JSON.stringify(keys)}}`)])),
  "cut off": (response, { keys }) => response.end(JSON.stringify({ keys }).slice(0, -2)),
};

function repeat(response, milliseconds, act) {
  const timer = setInterval(act, milliseconds);
  response.on("close", () => clearInterval(timer));
}

function listen(respond) {
  const server = createServer(respond);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(server));
    // A failed test keeps nobody waiting.
    server.unref();
  });
}

const address = (server) => `http://127.0.0.1:${server.address().port}`;
