/** What was not read of a network may make a verdict unknown, and must never make it a better one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rule } from "../../shared/assess/rule.ts";
import { RULES } from "../../shared/assess/rules/index.ts";
import { ANSWERS } from "../../shared/network/answers.ts";
import type { FactName } from "../../shared/network/facts.ts";
import { type Answers, anyNetwork } from "./network-of-any.ts";
import { judge } from "./rules/judging.ts";
import { DOMAIN, JOB, NOTEBOOK } from "./rules/vpc.ts";

const APPROVED = { vpcs: ["vpc-9"], subnets: { tags: { sagemaker: "approved" } } };
const OPEN_NOTEBOOK = { SubnetId: "subnet-1", SecurityGroups: ["sg-1"], NetworkInterfaceId: "eni-1" };
const CASES = RULES.flatMap((rule) => (rule.facts === undefined ? [] : [{ id: rule.id, rule, facts: rule.facts }]));

/** A route is one, whatever it leads to: what says that nothing gets out by it was not read. */
const TOLD_BY_ROUTES_ALONE = ["internet-egress-limited", "subnets-private"];

const situation = fc.record({
  resource: fc.constantFrom(JOB, DOMAIN, NOTEBOOK, { kind: "notebook-instance", describe: OPEN_NOTEBOOK }),
  answers: anyNetwork,
  egressLimited: fc.boolean(),
});
type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

/** No answer at all, or one page of it: without its first or last item, or without any. */
const LACKS = ["answer", "first", "last", "items"] as const;
type Lacking = Partial<Record<FactName, (typeof LACKS)[number]>>;

describe.each(CASES)("$id", ({ rule, facts }) => {
  test("says the same when only the facts that it lists are known", () => {
    const others = (Object.keys(ANSWERS) as FactName[]).filter((name) => !facts.includes(name));
    const lacking: Lacking = Object.fromEntries(others.map((name) => [name, "answer"]));

    fc.assert(
      fc.property(situation, (where) => {
        expect(say(rule, where, lacking)).toEqual(say(rule, where));
      }),
    );
  });

  test("says the same or that it is unknown when less was read", () => {
    const lacks = fc.dictionary(fc.constantFrom(...facts), fc.constantFrom(...LACKS), { minKeys: 1, maxKeys: 3 });

    fc.assert(
      fc.property(situation, lacks, (where, lacking) => {
        const { status } = say(rule, where, lacking);
        const certain = status !== "violation" || !TOLD_BY_ROUTES_ALONE.includes(rule.id);

        if (status !== "unknown" && certain) expect(say(rule, where).status).toBe(status);
      }),
    );
  });
});

function say(rule: Rule, { resource, answers, egressLimited }: Situation, lacking: Lacking = {}) {
  if (!rule.kinds.includes(resource.kind)) return { status: "notApplicable" };
  const network = Object.entries(answers).flatMap(([name, items]) => told(name as FactName, items, lacking));
  return judge(rule, { ...resource, name: rule.id, network, approvedNetwork: APPROVED, egressLimited });
}

function told(name: FactName, items: Answers[FactName] = [], lacking: Lacking): object[] {
  const { member } = ANSWERS[name];
  const left = { items: [], first: items.slice(1), last: items.slice(0, -1) };
  const how = lacking[name];
  if (how === undefined) return [{ [member]: items }];
  return how === "answer" ? [] : [{ [member]: left[how], NextToken: "more" }];
}
