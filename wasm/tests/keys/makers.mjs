// The package as an application uses it.
import { Verifier } from "assumable";

export const makers = {
  assumable: ({ issuer, audience }) => {
    const verifier = new Verifier({ issuers: { issuer, audience } });
    return (token, waitUntil) => verifier.verify(token, waitUntil && { waitUntil });
  },
};
