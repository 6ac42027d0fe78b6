// All who decide, each prepared as far as its interface lets a caller prepare. Before they are
// timed, they must agree.
import { createValidatedPolicy, validateTrustPolicy } from "@cloud-copilot/iam-policy";
import { runSimulation, runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { PreparedContext, TrustPolicy } from "../../dist/npm/api.js";
import { ACTION, ALLOWED, AUDIENCE, DENIED, PROVIDER, ROLE, subjects, trustPolicy } from "./cases.mjs";

/** By name: a function that decides the request of this subject, and says whether it is allowed. */
export async function contenders({ statements }) {
  const makers = { ...ours(statements), ...simulate(statements), ...cedarWasm(statements) };
  const ready = {};
  for (const [name, maker] of Object.entries(makers)) {
    const [allowed, denied] = [maker(ALLOWED), maker(DENIED)];
    if (!(await allowed()) || (await denied())) throw new Error(`${name} decides otherwise`);
    ready[name] = allowed;
  }
  return ready;
}

function ours(statements) {
  const policy = TrustPolicy.parse(trustPolicy(statements));
  const context = (subject) => ({
    "accounts.google.com:aud": { type: "String", values: [AUDIENCE] },
    "accounts.google.com:sub": { type: "String", values: [subject] },
  });
  const verdict = (context) => () => policy.outcome({ context }) === "allowed";
  const traced = (context) => () => policy.evaluate({ context }).outcome === "allowed";
  return {
    "assumable, verdict": (subject) => verdict(new PreparedContext(context(subject))),
    "assumable, verdict, context as data": (subject) => verdict(context(subject)),
    "assumable, trace": (subject) => traced(new PreparedContext(context(subject))),
    "assumable, trace, context as data": (subject) => traced(context(subject)),
  };
}

function simulate(statements) {
  const simulation = (subject, resourcePolicy) => ({
    request: {
      principal: PROVIDER,
      action: ACTION,
      resource: { resource: ROLE, accountId: "012345678910" },
      contextVariables: { "accounts.google.com:aud": AUDIENCE, "accounts.google.com:sub": subject },
    },
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy,
  });
  return {
    "iam-simulate, verdict": (subject) => {
      // It wants the name of a policy, which plain data cannot have.
      const policy = createValidatedPolicy(trustPolicy(statements), validateTrustPolicy, { name: "trust" });
      const question = simulation(subject, policy);
      return () => runUnsafeSimulation(question, {}) === "Allowed";
    },
    "iam-simulate, explained": (subject) => {
      const question = simulation(subject, trustPolicy(statements));
      return async () => (await runSimulation(question, {})).overallResult === "Allowed";
    },
  };
}

/** Another language: policies that say the same. */
function cedarWasm(statements) {
  const name = `policies-${statements}`;
  const policy = (subject) => `permit(
    principal == Provider::"${PROVIDER}", action == Action::"${ACTION}", resource
  ) when { context.aud == "${AUDIENCE}" && context.sub like "${subject}" };`;
  const parsed = cedar.preparsePolicySet(name, { staticPolicies: subjects(statements).map(policy).join("\n") });
  if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));
  return {
    "cedar-wasm, verdict": (subject) => {
      const call = {
        principal: { type: "Provider", id: PROVIDER },
        action: { type: "Action", id: ACTION },
        resource: { type: "Role", id: ROLE },
        context: { aud: AUDIENCE, sub: subject },
        preparsedPolicySetId: name,
        entities: [],
      };
      return () => cedar.statefulIsAuthorized(call).response?.decision === "allow";
    },
  };
}
