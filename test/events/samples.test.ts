import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { assessItem } from "../../cli/assess/assess-items.ts";
import { createFacts } from "../../cli/assess/facts.ts";
import { withoutNetwork } from "../../cli/assess/read-policy.ts";
import { recognise } from "../../cli/assess/recognise.ts";
import { NO_FACTS } from "../../shared/assess/assess-in-network.ts";
import type { Policy } from "../../shared/decide/policy.ts";
import { resolvePolicy, strictest } from "../../shared/decide/resolve-policy.ts";
import type { NetworkFacts } from "../../shared/network/facts.ts";
import { isObject, member, stringAt } from "../../shared/sagemaker/document.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { goodNetwork } from "../support/network.ts";
import type { Expectations } from "./expectation.ts";

const SAMPLES = new URL("../../events/", import.meta.url);
/** Rules that ask EC2 are left out: an event is about the resource's own settings. */
const DEFAULT = withoutNetwork(resolvePolicy(null));
const STRICTEST = withoutNetwork(strictest(DEFAULT));

const FOLDER = new URL("./expectations/", import.meta.url);
const parts = await Promise.all(
  readdirSync(FOLDER).map(async (file) => (await import(new URL(file, FOLDER).href)) as { expectations: Expectations }),
);
const EXPECTATIONS: Expectations = Object.assign({}, ...parts.map(({ expectations }) => expectations));

const samples = (readdirSync(SAMPLES, { recursive: true }) as string[]).filter((path) => path.includes("."));

test("every sample has its expectation, and every expectation its sample", () => {
  expect([...samples].sort()).toEqual(Object.keys(EXPECTATIONS).sort());
});

test("every operation and state change that a kind is detected by has a sample", () => {
  const operations = RESOURCE_KINDS.flatMap(({ calls }) => Object.values(calls).flat());
  const changes = RESOURCE_KINDS.flatMap(({ stateChange }) => (stateChange === null ? [] : [stateChange.detailType]));

  expect(new Set(samples.map((path) => path.split("/")[0]))).toEqual(
    new Set([...operations, ...changes].map(folderOf)),
  );
});

test("every sample is one of a kind", () => {
  const ids = samples.map((path) => stringAt(read(path), "id"));
  const eventIds = samples.filter(isCall).map((path) => stringAt(read(path), "detail.eventID"));

  expect(new Set(ids).size).toBe(samples.length);
  expect(new Set(eventIds).size).toBe(eventIds.length);
  expect([...ids, ...eventIds]).not.toContain(undefined);
});

describe.each(samples.map((path) => ({ path })))("$path", ({ path }) => {
  const event = read(path);

  test("is an event as EventBridge delivers it, in the folder of its call", () => {
    const detail = member(event, "detail");

    expect(isObject(event) && Object.keys(event)).toEqual(
      expect.arrayContaining(["version", "id", "detail-type", "source", "account", "time", "region", "resources"]),
    );
    const source = isCall(path) ? stringAt(detail, "eventSource")?.split(".")[0] : "sagemaker";
    const about = isCall(path) ? stringAt(detail, "eventName") : stringAt(event, "detail-type");
    expect(path).toBe(`${folderOf(about ?? "")}/${path.split("/")[1]}`);
    expect(stringAt(event, "source")).toBe(`aws.${source}`);
  });

  test("is judged as expected", async () => {
    const { outcome, violated, createdBy, reason } = expectationOf(path);

    const resource = await assessSample(event, DEFAULT);

    expect(resource).toMatchObject({ outcome, createdBy });
    expect(violatedRules(resource)).toEqual(violated);
    expect(resource.reason ?? "").toContain(reason ?? "");
  });

  test("is judged as expected with every rule at its strictest", async () => {
    const { outcome, violated, strictly, strictOutcome } = expectationOf(path);

    const resource = await assessSample(event, STRICTEST);

    expect(resource.outcome).toBe(strictOutcome ?? outcome);
    expect(violatedRules(resource)).toEqual([...violated, ...strictly].sort());
  });

  test("is judged the same by its own settings, whatever the network around it", async () => {
    const alone = await assessSample(event, STRICTEST);

    const { verdicts } = await assessSample(event, strictest(DEFAULT), networkOf(event));

    expect(verdicts.filter(({ rule }) => STRICTEST.rules[rule]?.state !== "off")).toEqual(alone.verdicts);
  });

  test("is judged the same with keys in capitals", async () => {
    const resource = await assessSample(event, DEFAULT);

    await expect(assessSample(capitalised(event), DEFAULT)).resolves.toEqual(resource);
  });
});

async function assessSample(event: unknown, policy: Policy, network = NO_FACTS) {
  const [item] = recognise({ at: "", value: event });
  if (item === undefined) throw new Error("the sample holds nothing");
  const now = new Date("2026-11-20T12:00:00Z");
  const result = await assessItem(item, { policy, facts: createFacts([]), network, now });
  if ("fault" in result) throw new Error(result.fault);
  return result.resource;
}

/** Every subnet and group that the sample names, private and closed: what the samples are about is the resource's own. */
function networkOf(event: unknown): NetworkFacts {
  const text = JSON.stringify(event);
  const ids = (pattern: RegExp) => [...new Set(text.match(pattern) ?? [])];
  return goodNetwork({ subnets: ids(/\bsubnet-[\w-]+/g), securityGroups: ids(/\bsg-[\w-]+/g) });
}

function violatedRules({ verdicts }: Awaited<ReturnType<typeof assessSample>>): string[] {
  return verdicts.filter(({ status }) => status === "violation").map(({ rule }) => rule);
}

function expectationOf(path: string) {
  const expectation = EXPECTATIONS[path];
  if (expectation === undefined) throw new Error(`events/${path} has no expectation in test/events/expectations/`);
  return expectation;
}

function read(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, SAMPLES), "utf8"));
}

/** Whether the sample is of a call, and not of a state change. */
function isCall(path: string): boolean {
  return stringAt(read(path), "detail.eventName") !== undefined;
}

/** `CreateAIBenchmarkJob` → `create-ai-benchmark-job`; `SageMaker Model State Change` → `model-state-change`. */
function folderOf(name: string): string {
  const words = name.replace(/^SageMaker /, "").replaceAll(" ", "-");
  return words.replaceAll(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-").toLowerCase();
}

/** The request's and the response's keys as the API spells them, as some services' records have them. */
function capitalised(value: unknown, inside = false): unknown {
  if (Array.isArray(value)) return value.map((item) => capitalised(item, inside));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      inside ? key.charAt(0).toUpperCase() + key.slice(1) : key,
      capitalised(item, inside || key === "requestParameters" || key === "responseElements"),
    ]),
  );
}
