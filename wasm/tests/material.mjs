// What the suite works on: the examples of `vectors/`, and tokens signed for the occasion.
import { readFileSync, readdirSync } from "node:fs";
import { base64url, compact, testKey } from "../../vectors/keys.mjs";

const NOW = 1712615119;
const ISSUER = "https://oidc.fly.io/acme";

export function material() {
  const examples = readExamples();
  const keys = { rs256: testKey("rs256"), es256: testKey("es256"), eddsa: testKey("eddsa") };
  const claims = {
    iss: ISSUER,
    aud: "sts.amazonaws.com",
    sub: "acme:foo-bar:quiet-river-4821",
    iat: NOW - 60,
    nbf: NOW - 60,
    exp: NOW + 540,
  };
  const sign = (key, payload, header) =>
    compact(key, JSON.stringify({ alg: key.alg, kid: key.kid, typ: "JWT", ...header }), payload);
  const text = JSON.stringify(claims);
  const tokens = {
    numbers: sign(
      keys.eddsa,
      `{"safe": 9007199254740991, "unsafe": 9007199254740993, "huge": 1e400, "fraction": 0.5, "__proto__": {"a": 1}}`,
    ),
    bytes: sign(keys.rs256, Buffer.from([0, 255, 128, 10])),
    unsecured: `${base64url('{"alg":"none"}')}.${base64url(text)}.`,
    unknownKey: sign(keys.rs256, text, { kid: "another" }),
  };
  for (const [name, key] of Object.entries(keys)) {
    const signed = sign(key, text);
    tokens[name] = signed;
    tokens[`${name}Tampered`] = tampered(signed, { ...claims, sub: "acme:root:m" });
    tokens[`${name}Flipped`] = flipped(signed);
  }
  return {
    examples,
    errors: errors(),
    tokens,
    keys: { keys: Object.values(keys).map((key) => key.publicJwk) },
    issuer: ISSUER,
    audience: "sts.amazonaws.com",
    now: NOW,
    questions: questions(examples, claims),
  };
}

function readExamples() {
  const folder = new URL("../../vectors/examples/", import.meta.url);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => ({
      name: file.slice(0, -".json".length),
      ...JSON.parse(readFileSync(new URL(file, folder), "utf8")),
    }));
}

/** Other payload, same signature. */
function tampered(token, claims) {
  const [header, , signature] = token.split(".");
  return [header, base64url(JSON.stringify(claims)), signature].join(".");
}

/** One bit of the signature is another. */
function flipped(token) {
  const [header, payload, signature] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  bytes[bytes.length >> 1] ^= 1;
  return [header, payload, base64url(bytes)].join(".");
}

/** Beyond the examples: what is compared across hosts. */
function questions([{ trustPolicy }], claims) {
  const unicode = JSON.parse(trustPolicy);
  unicode.Statement[0].Sid = "Übung🗝";
  unicode.Statement[0].Condition.StringLike["oidc.fly.io/acme:sub"] = ["acme:ü🗝:*", "*:foo-bar:x"];
  return [
    ["claims", { claims, trustPolicy, now: NOW }],
    ["policy as an object", { claims, trustPolicy: unicode, now: NOW }],
    ["unicode subject", { claims: { ...claims, sub: "acme:ü😀:m" }, trustPolicy: unicode, now: NOW }],
    ["policy with errors", { claims, trustPolicy: '{"Statement": [{"Effekt": "Allow"}],}', now: NOW }],
    ["no claims at all", { claims: {}, trustPolicy, now: NOW }],
    [
      "a call with everything",
      {
        claims,
        trustPolicy,
        role: { arn: "arn:aws:iam::012345678910:role/forecast-reader", maxSessionDuration: 3600 },
        provider: { url: "oidc.fly.io/acme", clientIds: ["other"] },
        request: {
          roleSessionName: "a session",
          durationSeconds: 7200,
          sourceIp: "192.0.2.1",
          region: "eu-central-1",
          userAgent: "test",
          secureTransport: true,
        },
        now: NOW,
      },
    ],
  ];
}

/** Both files of messages as one. */
function errors() {
  const read = (name) => JSON.parse(readFileSync(new URL(`../../vectors/errors/${name}.json`, import.meta.url), "utf8"));
  const [first, more] = ["messages", "more-messages"].map(read);
  const both = ["messages", "texts", "unknown"].map((name) => [name, [...first[name], ...more[name]]]);
  return Object.fromEntries(both);
}
