import { describe, expect, it, test } from "vitest";
import { allCases, type Case, destinationOf, variantsOf } from "../event-ruler/cases.ts";
import { disagreements, overlongPatterns } from "../event-ruler/compare.ts";

const environment = { accountId: "111122223333", region: "eu-west-1" };
const model = { source: "aws.sagemaker", "detail-type": "AWS API Call via CloudTrail", detail: call("CreateModel") };
const creations = rule("creations", ["CreateModel"]);
const changes = rule("changes", ["UpdateDomain"]);

describe("the events that the packaged rules are checked with", () => {
  test("have names of their own", () => {
    const names = allCases(environment).map(({ name }) => name);

    expect(names.length).toBeGreaterThan(500);
    expect(new Set(names).size).toBe(names.length);
  });

  test("reach the program when it would not ignore them, and SageMaker sent them", () => {
    expect(destinationOf(model)).toBe("detect-drift");
    expect(destinationOf({ ...model, detail: { ...model.detail, requestParameters: [] } })).toBe("detect-drift");
    expect(destinationOf({ ...model, detail: { ...model.detail, errorCode: "AccessDenied" } })).toBeNull();
    expect(destinationOf({ ...model, source: "my.application" })).toBeNull();
  });

  test("are varied in the source, the type, the call, the service and the outcome", () => {
    const variants = variantsOf("sample", model);

    expect(variants.map(({ destination }) => destination)).toEqual(variants.map(() => null));
    expect(variants.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["sample, from aws.s3", "sample, as DescribeModel", "sample, with an errorCode"]),
    );
  });
});

describe("what event-ruler answers", () => {
  it.each<[string, Case["destination"], string[]]>([
    ["exactly one rule", "detect-drift", ["creations"]],
    ["no rule", null, []],
  ])("is right with %s", (_, destination, matching) => {
    const event = destination === null ? {} : model;
    expect(disagreements([{ name: "it", event, destination }], [creations, changes], { it: matching })).toEqual([]);
  });

  it.each<[string, Case["destination"], string[], string]>([
    ["no rule in place of one", "detect-drift", [], "it: no rule, must be exactly one rule, to detect-drift"],
    ["a rule in place of none", null, ["creations"], "it: creations, must be no rule"],
    ["the rule of another target", "failures", ["creations"], "it: creations, must be exactly one rule, to failures"],
    [
      "two rules",
      "detect-drift",
      ["creations", "changes"],
      "it: changes and creations, must be exactly one rule, to detect-drift",
    ],
  ])("is wrong with %s", (_, destination, matching, line) => {
    expect(
      disagreements([{ name: "it", event: model, destination }], [creations, changes], { it: matching }),
    ).toContain(line);
  });

  it("is wrong when there is none", () => {
    expect(disagreements([{ name: "it", event: model, destination: null }], [], {})).toEqual([
      "it: event-ruler gave no answer",
    ]);
  });

  it("is held against the local account's own implementation", () => {
    expect(disagreements([{ name: "it", event: model, destination: null }], [creations], { it: [] })).toEqual([
      "it: event-ruler matches no rule, sandbox/event-pattern.ts creations",
    ]);
  });
});

test("patterns that EventBridge would refuse for their length are named", () => {
  const { length } = JSON.stringify(rule("", [""]).pattern);

  expect(overlongPatterns([rule("fits", ["x".repeat(2048 - length)])])).toEqual([]);
  expect(overlongPatterns([rule("long", ["x".repeat(2049 - length)])])).toEqual([
    "long: the pattern has 2049 characters, EventBridge takes 2048",
  ]);
});

function rule(name: string, eventName: string[]) {
  return { name, pattern: { source: ["aws.sagemaker"], detail: { eventName } }, targets: ["detect-drift"] };
}

function call(eventName: string) {
  return { eventSource: "sagemaker.amazonaws.com", eventName, requestParameters: { modelName: "churn" } };
}
