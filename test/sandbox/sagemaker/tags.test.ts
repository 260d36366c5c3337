import { beforeEach, describe, expect, it } from "vitest";
import {
  arn,
  domainInput,
  notebookInput,
  openAccount,
  processingInput,
  type TestAccount,
  trainingInput,
  tuningInput,
} from "./account.ts";

const NOTEBOOK = arn("notebook-instance/demo");
const RESERVED = "ValidationException: aws: prefixed tag key names are not allowed for external use.";
const container = { Image: "1.dkr.ecr.eu-west-1.amazonaws.com/serve:1" };
const variant = { VariantName: "all", ModelName: "m" };

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  await account.call("CreateNotebookInstance", notebookInput("Demo", { Tags: [{ Key: "team", Value: "fraud" }] }));
});

async function tags(ResourceArn: string): Promise<unknown> {
  return (await account.call("ListTags", { ResourceArn })).Tags;
}

it("adds, overwrites, lists and deletes", async () => {
  const added = await account.call("AddTags", {
    ResourceArn: NOTEBOOK,
    Tags: [
      { Key: "team", Value: "risk" },
      { Key: "owner", Value: "" },
    ],
  });
  const both = [
    { Key: "team", Value: "risk" },
    { Key: "owner", Value: "" },
  ];
  expect(added).toEqual({ Tags: both });
  expect(await tags(NOTEBOOK)).toEqual(both);
  expect(await account.call("DeleteTags", { ResourceArn: NOTEBOOK, TagKeys: ["team", "never"] })).toEqual({});
  expect(await tags(NOTEBOOK)).toEqual([{ Key: "owner", Value: "" }]);
});

it("finds a resource whatever the letter case of its ARN", async () => {
  expect(await tags(arn("notebook-instance/DEMO"))).toEqual([{ Key: "team", Value: "fraud" }]);
});

it("tells apart jobs whose names differ only in letter case", async () => {
  for (const name of ["Job", "job"]) {
    await account.call("CreateTrainingJob", trainingInput(name, { Tags: [{ Key: "name", Value: name }] }));
  }
  expect(await tags(arn("training-job/job"))).toEqual([{ Key: "name", Value: "job" }]);
  expect(await tags(arn("training-job/Job"))).toEqual([{ Key: "name", Value: "Job" }]);
});

describe("tags given at creation", () => {
  const Tags = [{ Key: "team", Value: "fraud" }];
  it.each([
    ["CreateTrainingJob", trainingInput("t", { Tags }), "TrainingJobArn"],
    ["CreateProcessingJob", processingInput("p", { Tags }), "ProcessingJobArn"],
    ["CreateHyperParameterTuningJob", tuningInput("h", { Tags }), "HyperParameterTuningJobArn"],
    ["CreateModel", { ModelName: "x", PrimaryContainer: container, Tags }, "ModelArn"],
    ["CreateEndpointConfig", { EndpointConfigName: "e", ProductionVariants: [variant], Tags }, "EndpointConfigArn"],
    ["CreateDomain", domainInput("d", { Tags }), "DomainArn"],
    [
      "CreateNotebookInstanceLifecycleConfig",
      { NotebookInstanceLifecycleConfigName: "l", Tags },
      "NotebookInstanceLifecycleConfigArn",
    ],
  ])("%s", async (operation, input, arnMember) => {
    await account.call("CreateModel", { ModelName: "m", PrimaryContainer: container });
    const created = await account.call(operation, input);
    expect(await tags(String(created[arnMember]))).toEqual(Tags);
  });
});

it("refuses keys that are reserved, on create, add and delete", async () => {
  const Tags = [{ Key: "AWS:cloudformation:stack-name", Value: "s" }];
  expect(await account.refusal("AddTags", { ResourceArn: NOTEBOOK, Tags })).toBe(RESERVED);
  expect(await account.refusal("CreateNotebookInstance", notebookInput("other", { Tags }))).toBe(RESERVED);
  expect(await account.refusal("DeleteTags", { ResourceArn: NOTEBOOK, TagKeys: ["aws:x"] })).toBe(RESERVED);
  expect(account.sagemaker.inspect.resource("notebook-instance", "other")).toBeUndefined();
});

it("shows reserved tags that a service set", async () => {
  account.sagemaker.inspect.setTags(NOTEBOOK, { "aws:cloudformation:stack-name": "s" });
  expect(await tags(NOTEBOOK)).toContainEqual({ Key: "aws:cloudformation:stack-name", Value: "s" });
});

it("allows 50 tags, and lists them in pages", async () => {
  const many = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${from + index}`, Value: "v" }));
  await account.call("AddTags", { ResourceArn: NOTEBOOK, Tags: many(0, 49) });
  expect(await account.refusal("AddTags", { ResourceArn: NOTEBOOK, Tags: many(49, 1) })).toBe(
    `ValidationException: The number of tags on ${NOTEBOOK} would exceed the limit of 50.`,
  );
  expect(await account.refusal("AddTags", { ResourceArn: NOTEBOOK, Tags: many(0, 51) })).toContain(
    "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
  );
  account.sagemaker.inspect.setTags(NOTEBOOK, { "aws:x": "1" });
  const page = await account.call("ListTags", { ResourceArn: NOTEBOOK });
  expect(page.Tags).toHaveLength(50);
  const rest = await account.call("ListTags", { ResourceArn: NOTEBOOK, NextToken: page.NextToken });
  expect(rest).toEqual({ Tags: [{ Key: "aws:x", Value: "1" }] });
});

it("says what does not exist in the words of its kind, and refuses ARNs of nothing it has", async () => {
  expect(await account.refusal("ListTags", { ResourceArn: arn("notebook-instance/gone") })).toBe(
    "ValidationException: RecordNotFound",
  );
  expect(await account.refusal("AddTags", { ResourceArn: arn("domain/d-gone"), Tags: [] })).toContain(
    "ResourceNotFound: Domain",
  );
  for (const foreign of [arn("image/i"), "nonsense", NOTEBOOK.replace("111122223333", "444455556666")]) {
    expect(await account.refusal("ListTags", { ResourceArn: foreign })).toBe(
      `ValidationException: Invalid resource ARN: ${foreign}`,
    );
  }
});
