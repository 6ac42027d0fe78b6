// The same gate as one writes it with jose: the token, the audience, the one condition of the policy.
import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { counted } from "./counted.js";

let keys;

export default counted(async (request, { SETTING: { issuer, audience, jwksUri } }) => {
  keys ??= createRemoteJWKSet(new URL(jwksUri));
  const [, token] = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (token === undefined) return problem(401, "authorization-missing");
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, audience });
    if (!payload.sub?.startsWith("acme:foo-bar:")) return problem(403, "policy-denied");
    return new Response(payload.sub);
  } catch (error) {
    if (error instanceof errors.JWKSTimeout) return problem(503, error.code);
    return problem(401, error.code ?? "internal");
  }
});

function problem(status, code) {
  const headers = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "www-authenticate": `Bearer realm="api", error="${status === 403 ? "insufficient_scope" : "invalid_token"}"`,
  };
  return new Response(JSON.stringify({ type: "about:blank", status, code }), { status, headers });
}
