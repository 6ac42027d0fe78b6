// All verifiers, for workerd; `hosts.mjs` puts the packages where these names lead.
import { Verifier } from "./assumable/api.js";
import { peers } from "./peers.mjs";

export const makers = {
  assumable: ({ issuer, audience }) => {
    const verifier = new Verifier({ issuers: { issuer, audience } });
    return (token, waitUntil) => verifier.verify(token, waitUntil && { waitUntil });
  },
  ...peers(),
};
