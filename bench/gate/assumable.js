// The gate under load: nothing but the library's own.
import { createGate } from "assumable/edge";
import { counted } from "./counted.js";

let gate;

export default counted((request, env, context) => {
  const { issuer, audience, jwksUri, policy, remembered } = env.SETTING;
  gate ??= createGate({
    issuers: { issuer, audience, jwksUri },
    policy,
    ...(remembered !== undefined && { cacheTokens: remembered }),
    handler: (_, { subject }) => new Response(subject),
  });
  return gate(request, env, context);
});
