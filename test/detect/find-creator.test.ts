import { describe, expect, it, test } from "vitest";
import type { EventHistory } from "../../shared/aws/cloudtrail.ts";
import { UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { findCreator } from "../../shared/detect/find-creator.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceRef } from "../../shared/sagemaker/resource-kind.ts";
import { ACCOUNT, arn, record } from "./records.ts";

const CREATED = "2026-11-20T10:00:00.700Z";

interface Looked {
  call: string;
  from: string;
  until: string;
}

/** A history of what was recorded, latest first, that writes down what it is asked and how far it is read. */
function historyOf(...records: unknown[]) {
  const looked: Looked[] = [];
  const taken: unknown[] = [];
  const history: EventHistory = {
    async *lookUp(call, from, until) {
      looked.push({ call, from: from.toISOString(), until: until.toISOString() });
      for (const one of records) {
        taken.push(one);
        yield one;
      }
    },
  };
  return { history, looked, taken };
}

function model(change: Partial<ResourceRef> = {}): ResourceRef {
  const region = "eu-west-1";
  return { kind: "model", name: "Churn", id: "Churn", arn: arn("model", "churn"), account: ACCOUNT, region, ...change };
}

function madeBy(userName: string, change: Record<string, unknown> = {}) {
  const userIdentity = { type: "IAMUser", arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`, userName };
  return record({ userIdentity, ...change });
}

async function creatorIn(records: unknown[], resource = model(), created: string | null = CREATED) {
  return (await findCreator(historyOf(...records).history, resource, created)).name;
}

describe("the creator", () => {
  it("is who made the create call", async () => {
    const { history, looked } = historyOf(madeBy("jane"));

    const creator = await findCreator(history, model(), CREATED);

    expect(creator).toMatchObject({ type: "IAMUser", name: "jane", arn: `arn:aws:iam::${ACCOUNT}:user/jane` });
    expect(looked).toEqual([
      { call: "CreateModel", from: "2026-11-20T09:58:00.700Z", until: "2026-11-20T10:01:00.700Z" },
    ]);
  });

  test.each([
    ["no time of creation", null],
    ["a time that is none", "yesterday"],
  ])("is unknown with %s, and nothing is looked up", async (_name, created) => {
    const { history, looked } = historyOf(madeBy("jane"));

    expect(await findCreator(history, model(), created)).toEqual(UNKNOWN_CREATOR);

    expect(looked).toEqual([]);
  });

  it("is unknown when the history has no such call", async () => {
    expect(await findCreator(historyOf().history, model(), CREATED)).toEqual(UNKNOWN_CREATOR);
  });

  test.each<[string, Record<string, unknown>]>([
    [
      "another model",
      { requestParameters: { modelName: "Fraud" }, responseElements: { modelArn: arn("model", "fraud") } },
    ],
    ["a call that failed", { errorCode: "ValidationException", responseElements: null }],
    ["a call of another kind", { eventName: "DeleteModel", responseElements: null }],
    [
      "another Region's model",
      { responseElements: { modelArn: arn("model", "churn").replace("eu-west-1", "us-east-1") } },
    ],
    ["a record without a time", { eventTime: undefined }],
    ["a record that makes no sense", { requestParameters: "Churn" }],
    ["an ARN of another type", { responseElements: { modelArn: arn("endpoint", "churn") } }],
    ["a record without a service", { eventSource: undefined }],
  ])("is not found in %s", async (_name, change) => {
    expect(await creatorIn([madeBy("arjun", change)])).toBeNull();
    expect(await creatorIn([madeBy("arjun", change), madeBy("jane")])).toBe("jane");
  });

  test.each([[null], ["text"], [[]], [{}]])("is looked for past %j", async (record) => {
    expect(await creatorIn([record, madeBy("jane")])).toBe("jane");
  });

  test.each<[string, Partial<ResourceRef>, Record<string, unknown>]>([
    ["the ARN in another letter case", { arn: arn("model", "CHURN"), id: null, name: "CHURN" }, {}],
    ["the id, when the record has no ARN", { id: "churn" }, { responseElements: undefined }],
    ["the id, when the resource has no ARN", { arn: null }, {}],
  ])("is found by %s", async (_name, ref, change) => {
    expect(await creatorIn([madeBy("jane", change)], model(ref))).toBe("jane");
  });

  test.each<[string, Partial<ResourceRef>]>([
    ["in another account", { account: "444455556666" }],
    ["in another Region", { region: "us-east-1" }],
    ["of another name", { id: "churn-2" }],
  ])("is not that of a resource %s", async (_name, ref) => {
    expect(await creatorIn([madeBy("jane")], model({ arn: null, ...ref }))).toBeNull();
  });
});

describe("of several that were made under one name", () => {
  const before = madeBy("arjun", { eventTime: "2026-11-20T09:59:10Z" });
  const at = madeBy("jane", { eventTime: "2026-11-20T10:00:00Z" });
  const after = madeBy("mei", { eventTime: "2026-11-20T10:00:40Z" });

  it("the nearest to the time of creation counts", async () => {
    expect(await creatorIn([after, at, before])).toBe("jane");
    expect(await creatorIn([after, before])).toBe("mei");
    expect(await creatorIn([madeBy("mei", { eventTime: "2026-11-20T10:00:59Z" }), before])).toBe("arjun");
  });

  it("nothing is read past the first call before that time", async () => {
    const { history, taken } = historyOf(after, at, before);

    await findCreator(history, model(), CREATED);

    expect(taken).toEqual([after, at]);
  });
});

test.each(RESOURCE_KINDS.map((kind) => ({ kind })))(
  "every create call of a $kind.title is looked up",
  async ({ kind }) => {
    const { history, looked } = historyOf();

    await findCreator(history, model({ kind: kind.id }), CREATED);

    expect(looked.map(({ call }) => call)).toEqual(kind.calls.create);
  },
);
