// The other verifiers as their documentation says, with all their defaults.
import { JwtVerifier } from "aws-jwt-verify";
import { SimpleFetcher } from "aws-jwt-verify/https";
import { SimpleJwksCache } from "aws-jwt-verify/jwk";
import * as jose from "jose";

/** @param agent of `node:http` where there is one: aws-jwt-verify takes `https` only, but for this */
export const peers = (agent) => ({
  jose: ({ issuer, audience, jwksUri }) => {
    const keys = jose.createRemoteJWKSet(new URL(jwksUri));
    return (token) => jose.jwtVerify(token, keys, { issuer, audience, currentDate: new Date(Date.now()) });
  },
  "aws-jwt-verify": ({ issuer, audience, jwksUri }) => {
    const fetcher = new SimpleFetcher(agent && { defaultRequestOptions: { agent } });
    const verifier = JwtVerifier.create({ issuer, audience, jwksUri }, { jwksCache: new SimpleJwksCache({ fetcher }) });
    return (token) => verifier.verify(token);
  },
});
