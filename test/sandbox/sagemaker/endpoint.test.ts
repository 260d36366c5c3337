import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, type TestAccount } from "./account.ts";
import { fitting } from "./fitting.ts";
import { createConfig, createEmptyConfig, createEndpoint, IMAGE } from "./hosting-inputs.ts";

/**
 * Refusals whose words are known: what does not exist, a name in use, an endpoint in progress (update and delete).
 * In our words: an update of a failed endpoint, a deletion under inference components.
 */
const NAME = { EndpointName: "Fraud" };
const ARN = arn("endpoint/fraud");
const IN_PROGRESS = `ValidationException: Cannot update in-progress endpoint "${ARN}".`;

let account: TestAccount;
beforeEach(async () => {
  account = openAccount();
  await createConfig(account, "one");
});

async function status(): Promise<unknown> {
  return (await account.call("DescribeEndpoint", NAME)).EndpointStatus;
}

it("is created with its configuration, and deleted", async () => {
  const tags = { Tags: [{ Key: "team", Value: "fraud" }] };
  const created = await account.call("CreateEndpoint", { ...NAME, EndpointConfigName: "one", ...tags });
  expect(created).toEqual({ EndpointArn: ARN });
  expect(await fitting(account, "DescribeEndpoint", NAME)).toMatchObject({
    EndpointStatus: "Creating",
    EndpointConfigName: "one",
    PendingDeploymentSummary: {
      EndpointConfigName: "one",
      ProductionVariants: [{ VariantName: "all", VariantStatus: [{ Status: "Creating" }] }],
    },
  });
  account.time.advance(5_000);
  const running = await fitting(account, "DescribeEndpoint", NAME);
  expect(running).toMatchObject({
    EndpointStatus: "InService",
    ProductionVariants: [
      { VariantName: "all", CurrentInstanceCount: 2, CurrentWeight: 1, DeployedImages: [{ SpecifiedImage: IMAGE }] },
    ],
  });
  expect(running).not.toHaveProperty("PendingDeploymentSummary");
  expect(await account.call("ListTags", { ResourceArn: ARN })).toEqual(tags);
  await account.call("DeleteEndpoint", NAME);
  expect(await status()).toBe("Deleting");
  account.time.advance(2_000);
  expect(await account.refusal("DescribeEndpoint", NAME)).toBe(
    `ValidationException: Could not find endpoint "${ARN}".`,
  );
});

it("keeps the old configuration until the update is over", async () => {
  await createConfig(account, "two");
  await createEndpoint(account, "Fraud", "one");
  const updated = await account.call("UpdateEndpoint", { ...NAME, EndpointConfigName: "two" });
  expect(updated).toEqual({ EndpointArn: ARN });
  expect(await fitting(account, "DescribeEndpoint", NAME)).toMatchObject({
    EndpointStatus: "Updating",
    EndpointConfigName: "one",
    PendingDeploymentSummary: { EndpointConfigName: "two" },
  });
  account.time.advance(5_000);
  expect(await account.call("DescribeEndpoint", NAME)).toMatchObject({
    EndpointStatus: "InService",
    EndpointConfigName: "two",
  });
});

describe("UpdateEndpoint that retains properties", () => {
  const retain = { RetainAllVariantProperties: true };
  const excluded = { ExcludeRetainedVariantProperties: [{ VariantPropertyType: "DesiredInstanceCount" }] };
  const four = [{ VariantName: "all", ModelName: "one", InitialInstanceCount: 4, InitialVariantWeight: 3 }];

  it.each([
    [{}, { DesiredInstanceCount: 4, DesiredWeight: 3 }],
    [retain, { DesiredInstanceCount: 2, DesiredWeight: 1 }],
    [
      { ...retain, ...excluded },
      { DesiredInstanceCount: 4, DesiredWeight: 1 },
    ],
  ])("with %j", async (options, expected) => {
    await account.call("CreateEndpointConfig", { EndpointConfigName: "four", ProductionVariants: four });
    await createEndpoint(account, "Fraud", "one");
    await account.call("UpdateEndpoint", { ...NAME, EndpointConfigName: "four", ...options });
    account.time.advance(5_000);
    expect(await account.call("DescribeEndpoint", NAME)).toMatchObject({ ProductionVariants: [expected] });
  });
});

it("refuses to be updated or deleted while it changes", async () => {
  const update = { ...NAME, EndpointConfigName: "one" };
  await account.call("CreateEndpoint", update);
  expect(await account.refusal("UpdateEndpoint", update)).toBe(IN_PROGRESS);
  expect(await account.refusal("DeleteEndpoint", NAME)).toBe(IN_PROGRESS);
  account.time.advance(5_000);
  await account.call("UpdateEndpoint", update);
  expect(await account.refusal("UpdateEndpoint", update)).toBe(IN_PROGRESS);
  account.time.advance(5_000);
  await account.call("DeleteEndpoint", NAME);
  expect(await account.refusal("DeleteEndpoint", NAME)).toBe(IN_PROGRESS);
});

it("can only be deleted once it has failed", async () => {
  await createEndpoint(account, "Fraud", "one");
  account.sagemaker.inspect.fail(ARN, "no capacity");
  expect(await fitting(account, "DescribeEndpoint", NAME)).toMatchObject({
    EndpointStatus: "Failed",
    FailureReason: "no capacity",
  });
  expect(await account.refusal("UpdateEndpoint", { ...NAME, EndpointConfigName: "one" })).toBe(
    `ValidationException: Cannot update endpoint "${ARN}" in status Failed. DeleteEndpoint is the only operation that can be performed on it.`,
  );
  await account.call("DeleteEndpoint", NAME);
});

it("needs a configuration and its models, and a name of its own in any letter case", async () => {
  const missing = `ValidationException: Could not find endpoint configuration "${arn("endpoint-config/none")}".`;
  expect(await account.refusal("CreateEndpoint", { ...NAME, EndpointConfigName: "none" })).toBe(missing);
  await createEndpoint(account, "Fraud", "one");
  expect(await account.refusal("UpdateEndpoint", { ...NAME, EndpointConfigName: "none" })).toBe(missing);
  expect(await account.refusal("CreateEndpoint", { EndpointName: "FRAUD", EndpointConfigName: "one" })).toBe(
    `ValidationException: Cannot create already existing endpoint "${ARN}".`,
  );
  await account.call("DeleteModel", { ModelName: "one" });
  expect(await account.refusal("UpdateEndpoint", { ...NAME, EndpointConfigName: "one" })).toBe(
    `ValidationException: Could not find model "${arn("model/one")}".`,
  );
  expect(await status()).toBe("InService");
});

it("keeps running when its configuration is deleted", async () => {
  await account.call("CreateEndpoint", { ...NAME, EndpointConfigName: "one" });
  await account.call("DeleteEndpointConfig", { EndpointConfigName: "one" });
  account.time.advance(5_000);
  expect(await status()).toBe("InService");
});

it("refuses to be deleted while it hosts an inference component", async () => {
  await createEmptyConfig(account, "empty");
  await createEndpoint(account, "Fraud", "empty");
  await account.call("CreateInferenceComponent", {
    InferenceComponentName: "c",
    EndpointName: "Fraud",
    Specification: { ModelName: "one" },
  });
  expect(await account.refusal("DeleteEndpoint", NAME)).toBe(
    `ValidationException: Cannot delete endpoint "${ARN}" that hosts inference component "${arn("inference-component/c")}".`,
  );
});

it("is listed, newest first, by status", async () => {
  await createEndpoint(account, "a", "one");
  await createEndpoint(account, "b", "one");
  await account.call("DeleteEndpoint", { EndpointName: "a" });
  const { Endpoints } = await fitting(account, "ListEndpoints");
  expect(Endpoints).toMatchObject([{ EndpointName: "b" }, { EndpointName: "a" }]);
  const running = await account.call("ListEndpoints", { StatusEquals: "InService" });
  expect(running.Endpoints).toMatchObject([{ EndpointName: "b" }]);
});

it("sends events that spell the status in capitals", async () => {
  await createEndpoint(account, "Fraud", "one");
  await account.call("DeleteEndpoint", NAME);
  account.time.advance(2_000);
  const events = account.events.filter((event) => event["detail-type"] === "SageMaker Endpoint State Change");
  expect(events.map((event) => event.detail.EndpointStatus)).toEqual(["CREATING", "IN_SERVICE", "DELETING"]);
  expect(events[1]).toMatchObject({
    resources: [ARN],
    detail: { EndpointName: "Fraud", EndpointConfigName: "one", ProductionVariants: [{ DesiredInstanceCount: 2 }] },
  });
});
