// The gate under load: nothing but the library's own.
import { createGate } from "assumable/edge";

let gate;

export default {
  fetch(request, { SETTING }, context) {
    const { issuer, audience, jwksUri, policy, remembered } = SETTING;
    gate ??= createGate({
      issuers: { issuer, audience, jwksUri },
      policy,
      ...(remembered !== undefined && { cacheTokens: remembered }),
      handler: (_, { subject }) => new Response(subject),
    });
    return gate(request, SETTING, context);
  },
};
