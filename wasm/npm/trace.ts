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
 * not be handed over again and again. Which member is which: `wasm/src/dto/findings.rs`.
 */
interface Findings extends Omit<Decision, "trace" | "explanation"> {
  federated: string;
  action: string;
  trace: StatementFindings[];
}

type StatementFindings = [
  matched: boolean,
  principal: ElementFindings,
  action: ElementFindings,
  conditions: ConditionFindings[],
];

type ElementFindings = [matched: boolean, expected: boolean[]];

type ConditionFindings = [
  actual: string[] | null,
  expected: ValueFindings[],
  matched: boolean,
  because: Because | null,
  confidence: Confidence | null,
];

/** Which value of the request matched; or -1 and less: where it differs; or nothing; or all of it. */
type ValueFindings =
  | number
  | null
  | [
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
  const { outcome, reason, determining, confidence, federated, action } = findings;
  const trace = zip(outline, findings.trace, (known, found) => statement(known, found, federated, action));
  return { outcome, reason, determining, trace, confidence, explanation };
}

function statement(
  known: StatementTrace,
  [matched, principal, performed, conditions]: StatementFindings,
  federated: string,
  action: string,
): StatementTrace {
  return {
    ...known,
    matched,
    span: place(known.span),
    principal: element(known.principal, principal, federated),
    action: element(known.action, performed, action),
    conditions: zip(known.conditions, conditions, condition),
  };
}

function element(known: ElementTrace, [matched, values]: ElementFindings, actual: string): ElementTrace {
  const expected = zip(known.expected, values, ({ text, span }, matched) => {
    return { text, matched, span: place(span) };
  });
  return { actual, expected, matched, span: place(known.span) };
}

function condition(
  known: ConditionTrace,
  [actual, values, matched, reason, evidence]: ConditionFindings,
): ConditionTrace {
  const { operator, key } = known;
  const operatorSpan = place(known.operatorSpan);
  const expected = zip(known.expected, values, value);
  const because = reason ?? "compared";
  const confidence = evidence ?? "documented";
  const span = place(known.span);
  return actual === null
    ? { operator, operatorSpan, key, expected, matched, because, confidence, span }
    : { operator, operatorSpan, key, actual, expected, matched, because, confidence, span };
}

function value(known: ValueTrace, found: ValueFindings): ValueTrace {
  const { text } = known;
  const span = place(known.span);
  if (found === null) return { text, matched: false, span };
  if (typeof found === "number") {
    return found >= 0
      ? { text, matched: true, matchedBy: found, span }
      : { text, matched: false, differsAt: -1 - found, span };
  }
  const [expanded, matched, matchedBy, problem, differsAt] = found;
  return {
    text,
    ...(expanded !== null && { expanded }),
    matched,
    ...(matchedBy !== null && { matchedBy }),
    ...(problem !== null && { problem }),
    ...(differsAt !== null && { differsAt }),
    span,
  };
}

function place({ start, end }: Span): Span {
  return { start, end };
}

/** Both lists are about the same elements of the policy. */
function zip<A, B, C>(known: readonly A[], found: readonly B[], join: (known: A, found: B) => C): C[] {
  return found.map((found, index) => join(known[index] as A, found));
}
