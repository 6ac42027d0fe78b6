// All verifiers, for Node.js; imported by the tests' `print.mjs`.
import { Agent } from "node:http";
import { Verifier } from "../../dist/npm/api.js";
import { peers } from "./peers.mjs";

export const makers = {
  assumable: ({ issuer, audience }) => {
    const verifier = new Verifier({ issuers: { issuer, audience } });
    return (token) => verifier.verify(token);
  },
  ...peers(new Agent()),
};
