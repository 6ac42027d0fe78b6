import { AssumableError, invalid } from "../error.js";
import { short, unwaited } from "../input.js";
import { refusal, type Refusal } from "./refusal.js";

/**
 * Asks a function that came with the options. What it throws is for the operator to mend, and no fault of
 * whoever shows a token.
 *
 * @throws {AssumableError} if it throws.
 */
export function asked<T>(name: string, ask: () => T): T {
  try {
    return unwaited(ask());
  } catch (thrown) {
    throw invalid(`\`options.${name}\` threw ${named(thrown)}`, thrown);
  }
}

/** What was thrown on the way, as a refusal: a request ends in an answer, and in the log. */
export function mishap(thrown: unknown): Refusal {
  if (thrown instanceof AssumableError && thrown.code !== "internal") return refusal(500, "misconfigured", thrown.message);
  return refusal(500, "internal", `what nobody expects was thrown: ${named(thrown)}`);
}

/** What was thrown, in a few words. */
export function named(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `\`${short(`${thrown.name}: ${thrown.message}`)}\`` : `a ${typeof thrown}`;
  } catch {
    // Its name or its message is no text.
    return "an error that says nothing";
  }
}
