import type { Check, Failure, Problem, Span } from "./glue/assumable.js";

/**
 * Everything this package throws. A denial is an answer, not an error: an error means that the
 * question could not be asked, or that a token is not to be believed.
 */
export class AssumableError extends Error {
  override readonly name = "AssumableError";
  /** A stable name in kebab case, such as `token-expired`. Messages may change, codes do not. */
  readonly code: string;
  /** Where in the text, in UTF-16 code units. */
  readonly span?: Span;
  /** What to do about it. */
  readonly help?: string;
  /** The argument at fault, such as `trustPolicy`: spans are places in its text. */
  readonly input?: string;
  /** All problems, where several were looked for; the error itself is the first. */
  readonly errors: readonly Problem[];
  /** Of a token that was refused, every check: what passed, what failed, what was not reached. */
  readonly checks?: readonly Check[];
  /** Of keys that are not at hand: whose. The error's `cause` says why, if they were fetched in vain. */
  readonly issuer?: string;
  /** Of a fetch that failed: from where, without the query. Its `cause` is what the host threw. */
  readonly url?: string;
  /** Of an issuer whose keys could not be fetched: when it is worth asking again. */
  readonly retryAfterSeconds?: number;

  constructor(failure: Failure, options: ErrorOptions = reason(failure)) {
    super(failure.message, options);
    const { code, message, span, help, input, errors, refusal } = failure;
    const { checks, issuer, retryAfterSeconds } = refusal ?? {};
    this.code = code;
    if (span !== undefined) this.span = span;
    if (help !== undefined) this.help = help;
    if (input !== undefined) this.input = input;
    if (checks !== undefined) this.checks = checks;
    if (issuer !== undefined) this.issuer = issuer;
    if (retryAfterSeconds !== undefined) this.retryAfterSeconds = retryAfterSeconds;
    this.errors = errors ?? [
      { code, message, ...(span !== undefined && { span }), ...(help !== undefined && { help }) },
    ];
  }
}

function reason({ refusal }: Failure): ErrorOptions {
  const cause = refusal?.cause;
  return cause === undefined ? {} : { cause: new AssumableError(cause) };
}

/** An argument that is not what the contract says. */
export function invalid(message: string, cause?: unknown): AssumableError {
  return new AssumableError({ code: "invalid-input", message }, cause === undefined ? {} : { cause });
}
