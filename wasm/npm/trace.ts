import type {
  Because,
  ConditionTrace,
  Confidence,
  Decision,
  ElementTrace,
  Span,
  StatementTrace,
  ValueProblem,
  ValueTrace,
} from "./glue/assumable.js";

/**
 * What the engine says of one request: a decision without what is the policy's own, so that it need
 * not be handed over again and again. What each mark is: `wasm/src/dto/findings.rs`.
 */
interface Findings extends Omit<Decision, "trace" | "explanation"> {
  federated: string;
  action: string;
  actuals: string[][];
  values: ValueFindings[];
  marks: Mark[];
}

type Mark = number | Because | Confidence | null;

type ValueFindings = [
  expanded: string | null,
  matched: boolean,
  matchedBy: number | null,
  problem: ValueProblem | null,
  differsAt: number | null,
];

/**
 * The decision: the outline of the policy, which stays as it is, and what the engine answered about
 * a request, a line of findings and the explanation.
 */
export function decision(outline: readonly StatementTrace[], answer: string): Decision {
  const end = answer.indexOf("\n");
  const explanation = answer.slice(end + 1);
  const findings: Findings = JSON.parse(answer.slice(0, end));
  const { outcome, reason, determining, confidence } = findings;
  const trace = new Reader(findings).trace(outline);
  return { outcome, reason, determining, trace, confidence, explanation };
}

/** Reads the marks in their order, which is that of the outline. */
class Reader {
  private readonly findings: Findings;
  private mark = 0;
  private value = 0;

  constructor(findings: Findings) {
    this.findings = findings;
  }

  trace(outline: readonly StatementTrace[]): StatementTrace[] {
    const { federated, action } = this.findings;
    return outline.map((known) => ({
      ...known,
      matched: this.matched(),
      span: place(known.span),
      principal: this.element(known.principal, federated),
      action: this.element(known.action, action),
      conditions: known.conditions.map((condition) => this.condition(condition)),
    }));
  }

  private element(known: ElementTrace, actual: string): ElementTrace {
    const matched = this.matched();
    const expected = known.expected.map(({ text, span }) => {
      return { text, matched: this.matched(), span: place(span) };
    });
    return { actual, expected, matched, span: place(known.span) };
  }

  private condition(known: ConditionTrace): ConditionTrace {
    const { operator, key } = known;
    const operatorSpan = place(known.operatorSpan);
    const matched = this.matched();
    const at = this.next() as number | null;
    const actual = at === null ? undefined : this.findings.actuals[at]?.slice();
    const because = (this.next() ?? "compared") as Because;
    const confidence = (this.next() ?? "documented") as Confidence;
    const expected = known.expected.map((value) => this.expected(value));
    const span = place(known.span);
    return actual === undefined
      ? { operator, operatorSpan, key, expected, matched, because, confidence, span }
      : { operator, operatorSpan, key, actual, expected, matched, because, confidence, span };
  }

  private expected(known: ValueTrace): ValueTrace {
    const { text } = known;
    const span = place(known.span);
    const mark = this.next() as number | null;
    if (mark === null) return { text, ...all(this.findings.values[this.value++] as ValueFindings), span };
    if (mark > 0) return { text, matched: true, matchedBy: mark - 1, span };
    return mark < 0 ? { text, matched: false, differsAt: -1 - mark, span } : { text, matched: false, span };
  }

  private matched(): boolean {
    return this.next() === 1;
  }

  private next(): Mark {
    return this.findings.marks[this.mark++] as Mark;
  }
}

function all([expanded, matched, matchedBy, problem, differsAt]: ValueFindings) {
  return {
    ...(expanded !== null && { expanded }),
    matched,
    ...(matchedBy !== null && { matchedBy }),
    ...(problem !== null && { problem }),
    ...(differsAt !== null && { differsAt }),
  };
}

function place({ start, end }: Span): Span {
  return { start, end };
}
