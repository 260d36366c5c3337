import { describe, expect, it } from "vitest";
import { callPattern, type EventPattern, eventRules, MAXIMUM_PATTERN_LENGTH } from "../../infra/event-rules.ts";
import { kindOf, RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceKind } from "../../shared/sagemaker/resource-kind.ts";

describe("event rules", () => {
  it("name every call and state change of every kind exactly once", () => {
    const calls = RESOURCE_KINDS.flatMap((kind) => Object.values(kind.calls).flat());
    const changes = RESOURCE_KINDS.flatMap(({ stateChange }) => (stateChange === null ? [] : [stateChange.detailType]));

    expect(namesIn(eventRules()).sort()).toEqual([...new Set([...calls, ...changes])].sort());
  });

  it("keep every pattern of today's kinds within the limit", () => {
    for (const pattern of patternsIn(eventRules())) {
      expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(MAXIMUM_PATTERN_LENGTH);
    }
  });

  it("drop failed calls and other services", () => {
    expect(callPattern(["CreateModel"])).toEqual({
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
  return { ...kindOf("model"), calls: { create: [create], update: [], start: [], end: [] }, stateChange: null };
}

function patternsIn(rules: ReturnType<typeof eventRules>): EventPattern[] {
  const found = Object.values(rules).filter((resource) => resource.Type === "AWS::Events::Rule");
  return found.map((resource) => resource.Properties.EventPattern as EventPattern);
}

function namesIn(rules: ReturnType<typeof eventRules>): string[] {
  return patternsIn(rules).flatMap((pattern) => pattern.detail?.eventName ?? pattern["detail-type"]);
}
