// An issuer, an upstream and a trap on this computer, and what the gates are told of them.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { openIssuers } from "../keys/issuer.mjs";
import { AUDIENCE, signer } from "../keys/signer.mjs";
import { FLY } from "./fly.mjs";

export async function open(app) {
  const issuers = await openIssuers();
  const [issuer, sick] = [issuers.issuer(), issuers.issuer()];
  sick.mode = "down";
  sick.others = Object.fromEntries(["mixed", "redirecting", "endless", "html", "broken", "down"].map((name) => [name, issuers.issuer()]));
  const key = signer("live");
  issuer.keys = [key.jwk];
  const upstream = await server((request, response, body) => {
    const { method, url, headers, rawHeaders } = request;
    if (url === "/base/moved") return response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ method, url, headers, rawHeaders, body }));
  });
  const trap = await server((_, response) => response.end("{}"));
  // What a discovery document must not be able to say.
  const lying = { elsewhere: { issuer: trap.url }, file: { jwks_uri: "file:///etc/passwd" }, inside: { jwks_uri: "http://192.0.2.1/jwks" } };
  key.sick = Object.fromEntries(
    Object.entries(lying).map(([name, discovery]) => [name, Object.assign(issuers.issuer(), { discovery, keys: [key.jwk] })]),
  );
  const url = (found) => Object.fromEntries(Object.entries(found).map(([name, { url }]) => [name, url]));
  const examples = Object.fromEntries(app.material.examples.map((example) => [example.name, example]));
  const { jwks, trustPolicy, now } = examples["fly-machine"];
  const exchange = {
    issuer: "https://exchange.example/sts",
    setting: {
      issuer: "https://exchange.example/sts",
      // As a secret is: text, and the one before without a name.
      keys: [JSON.stringify({ ...secret("ec", { namedCurve: "P-256" }), kid: "new" }), JSON.stringify(secret("ec", { namedCurve: "P-256" }))],
      edwards: secret("ed25519"),
    },
  };
  return {
    issuer,
    sick,
    key,
    upstream,
    trap,
    exchange,
    examples,
    /** A token of the issuer that is known by its `jwksUri`. */
    token: (claims, header) => key.token({ url: FLY }, header, claims),
    setting: {
      fly: { issuer: FLY, audience: AUDIENCE, jwks, trustPolicy, now, late: examples["fly-expired"].now },
      live: {
        issuer: FLY,
        audience: AUDIENCE,
        jwksUri: issuer.jwksUri,
        discovered: issuer.url,
        policy: statements(
          allow(FLY, { StringLike: { "oidc.fly.io/acme:sub": "acme:foo-bar:*" } }),
          allow(issuer.url, { StringLike: { [`${issuer.url}:sub`]: "acme:foo-bar:*" } }),
        ),
        nobody: statements(allow(FLY, { StringEquals: { "oidc.fly.io/acme:sub": "nobody" } })),
        facts: statements(
          allow(FLY, {
            StringEquals: { "http:Method": ["GET", "POST"], "http:Host": "facts.example", "oidc.fly.io/acme:region": "sea" },
            StringLike: { "http:Path": "/reports/*" },
            IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
            DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" },
          }),
        ),
      },
      sick: { issuer: sick.url, policy: statements(allow(sick.url, {})) },
      lying: Object.fromEntries(
        Object.entries(url(key.sick)).map(([name, issuer]) => [name, { issuer, policy: statements(allow(issuer, {})) }]),
      ),
      listed: [issuer.url, ...Object.values(url(sick.others))],
      exchange: exchange.setting,
      upstream: `${upstream.url}/base`,
    },
    close() {
      issuers.close();
      upstream.close();
      trap.close();
    },
  };
}

const secret = (type, options) => generateKeyPairSync(type, options).privateKey.export({ format: "jwk" });

const allow = (issuer, Condition) => ({
  Effect: "Allow",
  Principal: { Federated: issuer.replace("https://", "") },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition,
});

const statements = (...Statement) => ({ Version: "2012-10-17", Statement });

async function server(respond) {
  const seen = { requests: 0, urls: [] };
  const listening = createServer(async (request, response) => {
    seen.requests += 1;
    seen.urls.push(request.url);
    let body = "";
    for await (const chunk of request) body += chunk;
    respond(request, response, body);
  });
  await new Promise((resolve) => listening.listen(0, "127.0.0.1", resolve));
  listening.unref();
  return {
    url: `http://127.0.0.1:${listening.address().port}`,
    seen,
    close() {
      listening.close();
      listening.closeAllConnections();
    },
  };
}
