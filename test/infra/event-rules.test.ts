import { describe, expect, it } from "vitest";
import { eventPattern, eventRules, MAXIMUM_PATTERN_LENGTH } from "../../infra/event-rules.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";

describe("event rules", () => {
  it("name every call of every kind exactly once", () => {
    const wanted = (RESOURCE_KINDS as readonly ResourceKind[]).flatMap(({ calls }) => [
      calls.create,
      ...calls.update,
      ...calls.start,
    ]);

    expect(namesIn(eventRules()).sort()).toEqual([...new Set(wanted)].sort());
  });

  it("drop failed calls and other services", () => {
    expect(eventPattern(["CreateModel"])).toEqual({
      source: ["aws.sagemaker"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["sagemaker.amazonaws.com"],
        eventName: ["CreateModel"],
        errorCode: [{ exists: false }],
      },
    });
  });

  it("split calls over as many rules as the pattern limit asks for, and lose none", () => {
    const kinds = Array.from({ length: 120 }, (_, index) => kindWith(`CreateSomethingWithALongName${index}`));

    const rules = eventRules(kinds);

    const patterns = patternsIn(rules).map((pattern) => JSON.stringify(pattern));
    expect(patterns.length).toBeGreaterThan(1);
    for (const pattern of patterns) expect(pattern.length).toBeLessThanOrEqual(MAXIMUM_PATTERN_LENGTH);
    expect(namesIn(rules)).toHaveLength(120);
  });

  it("make no rule without calls", () => {
    expect(Object.keys(eventRules([kindWith("CreateModel")]))).toEqual(["CreationsRule1", "CreationsRule1Permission"]);
  });
});

function kindWith(create: string): ResourceKind {
  const [kind] = RESOURCE_KINDS;
  return { ...kind, calls: { create, update: [], start: [] } };
}

function patternsIn(rules: ReturnType<typeof eventRules>): ReturnType<typeof eventPattern>[] {
  const found = Object.values(rules).filter((resource) => resource.Type === "AWS::Events::Rule");
  return found.map((resource) => resource.Properties.EventPattern as ReturnType<typeof eventPattern>);
}

function namesIn(rules: ReturnType<typeof eventRules>): string[] {
  return patternsIn(rules).flatMap((pattern) => pattern.detail.eventName);
}
