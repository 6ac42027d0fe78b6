import { platform } from "#platform";
import { AssumableError } from "./error.js";
import { __wbg_reset_state as restart, type Failure } from "./glue/assumable.js";

/** Counts the engines of this module; handles of an earlier one are gone. None has started yet. */
let generation = 0;
/** Not before it is needed, and not after the host interrupted it. */
let running = false;

/**
 * Asks the engine, which starts with the first question. What it throws as data becomes an
 * `AssumableError`.
 *
 * Anything else is thrown by the host: the engine was interrupted, for lack of memory or stack. Its
 * state is then unknown, so it is replaced before anything else is asked.
 */
export function ask<T>(question: () => T): T {
  start();
  try {
    return question();
  } catch (thrown) {
    if (isFailure(thrown)) throw new AssumableError(thrown);
    // From a question within the question.
    if (thrown instanceof AssumableError) throw thrown;
    running = false;
    throw internal("the engine was interrupted by its host", thrown);
  }
}

function isFailure(thrown: unknown): thrown is Failure {
  // The engine throws plain data; an `Error` with a code is the host's.
  const isData = typeof thrown === "object" && thrown !== null && !(thrown instanceof Error);
  return isData && "code" in thrown && "message" in thrown;
}

function start(): void {
  if (running) return;
  try {
    if (generation === 0) platform.start();
    else restart();
  } catch (thrown) {
    throw internal("the engine cannot be started", thrown);
  }
  generation += 1;
  running = true;
}

function internal(message: string, cause: unknown): AssumableError {
  return new AssumableError({ code: "internal", message }, { cause });
}

/** An object of the engine, made again if the engine was. */
export class Handle<T> {
  readonly #make: () => T;
  #made: T;
  #generation: number;

  constructor(make: () => T) {
    this.#make = make;
    this.#made = ask(make);
    this.#generation = generation;
  }

  ask<A>(question: (handle: T) => A): A {
    start();
    if (this.#generation !== generation) {
      this.#made = ask(this.#make);
      this.#generation = generation;
    }
    return ask(() => question(this.#made));
  }
}
