// What of a policy can never match is refused when the gate is made: a `Deny` with a slip of the pen in it would
// keep nobody out.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { equal } from "../assert.mjs";
import { AUDIENCE, signer } from "../keys/signer.mjs";
import { FLY, POLICY } from "./fly.mjs";
import { thrownBy } from "./thrown.mjs";

const OTHER = "https://other.example";

export async function checks({ package: folder }) {
  const { createExchange, createGate, AssumableError } = await import(pathToFileURL(join(folder, "edge/index.js")));
  const key = signer("one");
  const issuers = [FLY, OTHER].map((issuer) => ({ issuer, audience: AUDIENCE, jwks: { keys: [key.jwk] } }));
  const statement = (more) => ({ Effect: "Allow", Principal: { Federated: "oidc.fly.io/acme" }, Action: "sts:AssumeRoleWithWebIdentity", ...more });
  const policy = (...Statement) => ({ Version: "2012-10-17", Statement });
  const denying = (more) => policy(statement(), statement({ Effect: "Deny", ...more }));
  const gate = (more) => createGate({ issuers, handler: () => new Response(), ...more });
  const ask = async (gate, claims, headers, path = "/") =>
    (await gate(new Request(`https://api.example${path}`, { headers: { authorization: `Bearer ${key.token({ url: FLY }, {}, claims)}`, ...headers } }))).status;
  return {
    "a denial that would keep nobody out": async () => {
      for (const [more, message] of [
        [{ Condition: { StringEquals: { "https://oidc.fly.io/acme:app_name": "foo-bar" } } }, "no request at this gate has the condition key `https://oidc.fly.io/acme:app_name`; did you mean `oidc.fly.io/acme:app_name`?"],
        [{ Condition: { StringEquals: { app_name: "foo-bar" } } }, "no request at this gate has the condition key `app_name`; did you mean `oidc.fly.io/acme:app_name`?"],
        [{ Condition: { StringEquals: { "http:Pth": "/" } } }, "no request at this gate has the condition key `http:Pth`; did you mean `http:Path`?"],
        [{ Condition: { StringEquals: { "http:Path": "/${app}" } } }, "no request at this gate has the condition key `app`; did you mean `oidc.fly.io/acme:app`?"],
        [{ Condition: { StringEquals: { "other.example:sub": "a" } } }, "no token that meets the rest of the statement has `other.example:sub`"],
        [{ Principal: { Federated: FLY } }, "the principal `https://oidc.fly.io/acme` is none of the gate's issuers; did you mean `oidc.fly.io/acme`?"],
        [{ Principal: { Federated: ["oidc.fly.io/acme", "oidc.fly.io/zz"] } }, "the principal `oidc.fly.io/zz` is none of the gate's issuers"],
        [{ Principal: "*", Condition: { StringLike: { "http:Path": "/${oidc.fly.io/acme:sub}/${other.example:sub}" } } }, "no token that meets the rest of the statement has `other.example:sub`"],
        [{ Condition: { StringLike: { "http:Path": "/u/${ oidc.fly.io/acme:tier}/*" } } }, "nothing is put in place of `${` in `/u/${ oidc.fly.io/acme:tier}/*`"],
        [{ Condition: { "ForAnyValue:Null": { "oidc.fly.io/acme:tier": "true" } } }, "`ForAnyValue:Null` never matches, and `ForAllValues:Null` always does"],
        [{ Action: "http:GET" }, "the statement is about no action that a gate decides about"],
      ]) {
        equal(thrownBy(() => gate({ policy: denying(more) })).replace(/^gate-[a-z-]+: /, ""), `\`policy\`: ${message}`);
      }
    },
    "nobody is admitted for not being named": async () => {
      for (const Federated of ["oidc.fly.io/acme", "arn:aws:iam::012345678910:oidc-provider/oidc.fly.io/acme"]) {
        const found = thrownBy(() => gate({ policy: policy(statement({ Principal: undefined, NotPrincipal: { Federated } })) }));
        equal(found.split(":")[0], "gate-not-principal");
      }
    },
    "what is wrong, where, and in which of the policies": async () => {
      const wrong = denying({ Condition: { StringEquals: { "http:Pth": "/", "http:Hots": "a" } } });
      for (const [options, input] of [
        [{ policy: wrong }, "policy"],
        [{ routes: [{ path: "/a", policy: POLICY }, { path: "/b", policy: wrong }] }, "routes[1].policy"],
      ]) {
        try {
          gate(options);
          throw new Error("nothing was thrown");
        } catch (error) {
          equal([error instanceof AssumableError, error.code, error.input], [true, "gate-key", input]);
          const text = JSON.stringify(wrong, null, 2);
          equal(error.errors.map(({ span }) => text.slice(span.start, span.end)), ['"http:Pth"', '"http:Hots"']);
          equal(error.message.startsWith(`\`${input}\`: `), true);
        }
      }
      const misspelt = policy(statement({ Condition: { StringEqual: { "http:Path": "/" } } }));
      const found = thrownBy(() => gate({ routes: [{ path: "/a", policy: misspelt }] }));
      equal(found, "policy-unknown-operator: `routes[0].policy`: there is no condition operator `StringEqual`; did you mean `StringEquals`?");
      const exchange = { issuers, issuer: "https://sts.example", keys: () => "", audience: "https://api.example" };
      equal(thrownBy(() => createExchange({ ...exchange, policy: wrong })).startsWith("gate-key: `policy`: "), true);
    },
    "what can match is taken, whatever a claim is called": async () => {
      const both = { Principal: { Federated: ["oidc.fly.io/acme", "arn:aws:iam::012345678910:oidc-provider/other.example"] } };
      const keys = { "other.example:anything/at:all": "a", "OIDC.fly.io/acme:x": "b", "http:method": "GET", "aws:SourceIp": "192.0.2.0/24" };
      equal(thrownBy(() => gate({ policy: policy(statement(), statement({ Effect: "Deny", ...both, Condition: { StringEqualsIfExists: keys } })) })), "nothing was thrown");
      // As roles have them.
      equal(thrownBy(() => gate({ policy: policy(statement({ Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] })) })), "nothing was thrown");
      equal(thrownBy(() => gate({ policy: policy(statement({ Effect: "Deny", Principal: "*" })) })), "nothing was thrown");
    },
    "issuers that keys do not keep apart": async () => {
      const two = ["https://idp.example", "https://idp.example:8443"].map((issuer) => ({ issuer, audience: AUDIENCE, jwks: { keys: [key.jwk] } }));
      const found = thrownBy(() => gate({ issuers: two, policy: policy(statement({ Principal: { Federated: "idp.example" } })) }));
      equal(found, "gate-issuers-overlap: `policy`: condition keys do not keep `idp.example` and `idp.example:8443` apart");
    },
    "a source that is no address is not known": async () => {
      for (const [operator, range] of [["NotIpAddress", "203.0.113.0/24"], ["IpAddress", "198.51.100.0/24"]]) {
        const made = gate({ policy: denying({ Condition: { [operator]: { "aws:SourceIp": range } } }), sourceIp: (request) => request.headers.get("x-from") });
        equal(await ask(made, {}, { "x-from": "203.0.113.9" }), 200);
        for (const from of ["198.51.100.7", "198.51.100.7:4711", "1.1.1.1, 198.51.100.7", "fe80::1%eth0", "[2001:db8::1]", "", "unknown"]) {
          equal([operator, from, await ask(made, {}, { "x-from": from })], [operator, from, 403]);
        }
      }
    },
    "a list or an object is no way out of a denial": async () => {
      const made = gate({ policy: denying({ Condition: { StringEquals: { "oidc.fly.io/acme:group": "banned" } } }) });
      for (const [group, status] of [["banned", 403], [["banned"], 403], [["banned", "other"], 403], [{ banned: true }, 403], ["other", 200], [null, 200], [undefined, 200]]) {
        equal([group, await ask(made, { group })], [group, status]);
      }
    },
    "a list is no way out of a variable, and a text none out of `Bool`": async () => {
      const tier = gate({ policy: denying({ Condition: { StringLike: { "http:Path": "/u/${oidc.fly.io/acme:tier}/*" } } }) });
      for (const [claim, status] of [["x", 403], [["x"], 403], [{ x: 1 }, 403], ["y", 200], [undefined, 200]]) {
        equal([claim, await ask(tier, { tier: claim }, {}, "/u/x/1")], [claim, status]);
      }
      const blocked = gate({ policy: policy(statement({ Condition: { StringNotLike: { "http:Path": "/u/${oidc.fly.io/acme:blocked}/*" } } })) });
      for (const [claim, status] of [["x", 403], [["x"], 403], [["y"], 403], ["y", 200]]) {
        equal([claim, await ask(blocked, { blocked: claim }, {}, "/u/x/1")], [claim, status]);
      }
      const banned = gate({ policy: denying({ Condition: { Bool: { "oidc.fly.io/acme:banned": "true" } } }) });
      for (const [claim, status] of [[true, 403], ["yes", 403], [1, 403], [false, 200], [undefined, 200]]) {
        equal([claim, await ask(banned, { banned: claim })], [claim, status]);
      }
    },
    "a long name above many claims costs little": async () => {
      const made = gate({ policy: denying({ Condition: { StringEquals: { "oidc.fly.io/acme:group": "banned" } } }) });
      const members = Object.fromEntries(Array.from({ length: 700 }, (_, index) => [String(index), 1]));
      const least = async (claims) => {
        const token = key.token({ url: FLY }, {}, claims);
        const times = [];
        for (let turn = 0; turn < 5; turn += 1) {
          const begun = performance.now();
          const answer = await made(new Request("https://api.example/", { headers: { authorization: `Bearer ${token}` } }));
          times.push(performance.now() - begun);
          equal(answer.status, 200);
        }
        return Math.min(...times);
      };
      const usual = await least({ [`a${"k".repeat(10)}`]: members });
      // Where every key was made, it was forty times as much.
      const took = await least({ ["k".repeat(4000)]: members });
      equal([took < 10 * usual + 2, took < 10 * usual + 2 || `${took} ${usual}`], [true, true]);
    },
    "a token that is bound to a key is no bearer's": async () => {
      const made = gate({ policy: policy(statement()) });
      equal([await ask(made, {}), await ask(made, { cnf: { jkt: "a" } })], [200, 401]);
    },
  };
}
