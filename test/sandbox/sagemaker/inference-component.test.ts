import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";
import { createConfig, createEmptyConfig, createEndpoint, IMAGE } from "./hosting-inputs.ts";

/** Only the words for a component that does not exist are known; the other refusals are worded like those of endpoints. */
const NAME = { InferenceComponentName: "llm" };
const ARN = arn("inference-component/llm");
const INPUT = { ...NAME, EndpointName: "host", Specification: { ModelName: "model" } };

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  await createConfig(account, "model");
  await createEmptyConfig(account, "empty");
  await createEndpoint(account, "host", "empty");
});

async function create(input: Record<string, unknown> = {}): Promise<void> {
  await account.call("CreateInferenceComponent", { ...INPUT, ...input });
  account.time.advance(3_000);
}

it("is created, updated and deleted", async () => {
  const Specification = { Container: { Image: IMAGE, Environment: { A: "b" } } };
  const created = await account.call("CreateInferenceComponent", { ...INPUT, RuntimeConfig: { CopyCount: 2 } });
  expect(created).toEqual({ InferenceComponentArn: ARN });
  expect(await fitting(account, "DescribeInferenceComponent", NAME)).toMatchObject({
    InferenceComponentStatus: "Creating",
    EndpointArn: arn("endpoint/host"),
    VariantName: "all",
    Specification: { ModelName: "model" },
    RuntimeConfig: { DesiredCopyCount: 2, CurrentCopyCount: 0 },
  });
  account.time.advance(3_000);
  await account.call("UpdateInferenceComponent", { ...NAME, Specification });
  expect(await fitting(account, "DescribeInferenceComponent", NAME)).toMatchObject({
    InferenceComponentStatus: "Updating",
    Specification: { Container: { DeployedImage: { SpecifiedImage: IMAGE }, Environment: { A: "b" } } },
    RuntimeConfig: { DesiredCopyCount: 2, CurrentCopyCount: 2 },
  });
  account.time.advance(2_000);
  await account.call("UpdateInferenceComponentRuntimeConfig", { ...NAME, DesiredRuntimeConfig: { CopyCount: 5 } });
  account.time.advance(2_000);
  expect(await account.call("DescribeInferenceComponent", NAME)).toMatchObject({
    InferenceComponentStatus: "InService",
    RuntimeConfig: { CurrentCopyCount: 5 },
  });
  await account.call("DeleteInferenceComponent", NAME);
  account.time.advance(1_000);
  expect(await account.refusal("DescribeInferenceComponent", NAME)).toBe(
    `ValidationException: Could not find inference component "${ARN}".`,
  );
});

it("refuses to change while it changes", async () => {
  await account.call("CreateInferenceComponent", INPUT);
  expect(await account.refusal("DeleteInferenceComponent", NAME)).toBe(
    `ValidationException: Cannot delete inference component "${ARN}" in status CREATE_IN_PROGRESS.`,
  );
  account.time.advance(3_000);
  await account.call("DeleteInferenceComponent", NAME);
  expect(await account.refusal("UpdateInferenceComponent", NAME)).toContain("in status DELETE_IN_PROGRESS");
});

it("runs on the variant of the component it adapts", async () => {
  await createEmptyConfig(account, "two", ["blue", "green"]);
  await createEndpoint(account, "pair", "two");
  await create({ EndpointName: "pair", VariantName: "green" });
  const adapter = { InferenceComponentName: "adapter", EndpointName: "pair" };
  await account.call("CreateInferenceComponent", {
    ...adapter,
    Specification: { BaseInferenceComponentName: "llm", Container: { ArtifactUrl: "s3://b/a.tar.gz" } },
  });
  expect(await account.call("DescribeInferenceComponent", adapter)).toMatchObject({ VariantName: "green" });
});

it.each([
  [{ EndpointName: "none" }, `Could not find endpoint "${arn("endpoint/none")}".`],
  [{ Specification: { ModelName: "none" } }, `Could not find model "${arn("model/none")}".`],
  [
    { Specification: { BaseInferenceComponentName: "none" } },
    `Could not find inference component "${arn("inference-component/none")}".`,
  ],
  [{ VariantName: "none" }, `Could not find variant "none" of endpoint "${arn("endpoint/host")}".`],
  [{ Specification: undefined }, "Exactly one of Specification and Specifications must be given."],
  [{ Specifications: [{ ModelName: "model" }] }, "Exactly one of Specification and Specifications must be given."],
])("refuses %j", async (input, message) => {
  expect(await account.refusal("CreateInferenceComponent", { ...INPUT, ...input })).toBe(
    `ValidationException: ${message}`,
  );
});

it("refuses a second one of its name, and a variant that has a model", async () => {
  await create();
  expect(await account.refusal("CreateInferenceComponent", INPUT)).toBe(
    `ValidationException: Cannot create already existing inference component "${ARN}".`,
  );
  await createEndpoint(account, "full", "model");
  const other = { ...INPUT, InferenceComponentName: "other", EndpointName: "full" };
  expect(await account.refusal("CreateInferenceComponent", other)).toBe(
    `ValidationException: Variant "all" of endpoint "${arn("endpoint/full")}" has a model and cannot host inference components.`,
  );
});

it("is listed by endpoint, and sends no event", async () => {
  await create();
  await createEmptyConfig(account, "two", ["blue"]);
  await createEndpoint(account, "pair", "two");
  await create({ InferenceComponentName: "other", EndpointName: "pair" });
  expect((await fitting(account, "ListInferenceComponents")).InferenceComponents).toHaveLength(2);
  const { InferenceComponents } = await account.call("ListInferenceComponents", { EndpointNameEquals: "pair" });
  expect(InferenceComponents).toMatchObject([{ InferenceComponentName: "other", VariantName: "blue" }]);
  expect(account.events.some((event) => event["detail-type"].includes("Inference"))).toBe(false);
});
