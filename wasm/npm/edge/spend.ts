import { invalid } from "../error.js";
import type { GateIdentity } from "./admission.js";
import { refusal, type Refusal } from "./refusal.js";
import { use, type UsedTokensNamespace } from "./used-tokens.js";

/**
 * Uses a token up, where each passes once; why it does not, if so.
 *
 * @throws {AssumableError} if there is no such namespace.
 */
export async function spend(
  namespace: UsedTokensNamespace,
  { issuer, claims, acceptedUntil }: GateIdentity,
  now: number,
): Promise<Refusal | undefined> {
  if (typeof namespace?.idFromName !== "function" || typeof namespace.get !== "function") {
    throw invalid("`singleUse` must give a namespace of Durable Objects: is the binding there?");
  }
  const id = Object.hasOwn(claims, "jti") ? claims.jti : undefined;
  if (typeof id !== "string" || id === "" || id.length > LONGEST_ID) {
    return refusal(401, "token-without-id", "the token has no `jti`, so it cannot be told from others");
  }
  if (acceptedUntil - now > LONGEST_LIFE) {
    return refusal(401, "token-lives-too-long", `the token is accepted for more than ${LONGEST_LIFE} seconds, which is too long to remember`);
  }
  switch (await use(namespace, { issuer, id, until: acceptedUntil }, now)) {
    case "first":
      return undefined;
    case "again":
      return refusal(401, "token-used", "the token was used before, and each passes once; or it is too old for that to be known");
    default:
      return refusal(503, "single-use-unavailable", "whether the token was used before cannot be found out", { retryAfterSeconds: 1 });
  }
}

const LONGEST_ID = 1024;
/** A day. */
const LONGEST_LIFE = 86_400 + 3600;
