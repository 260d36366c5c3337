import { beforeEach, expect, it } from "vitest";
import { arn, openAccount, ROLE, type TestAccount, VPC } from "./account.ts";

const MODEL = { ModelName: "Fraud" };
const CONFIG = { EndpointConfigName: "Fraud-Config" };
const container = { Image: "1.dkr.ecr.eu-west-1.amazonaws.com/serve:1", ModelDataUrl: "s3://bucket/model.tar.gz" };
const variant = { VariantName: "all", ModelName: "Fraud", InstanceType: "ml.m5.large", InitialInstanceCount: 1 };

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

it("keeps a model as it was made, isolation explicit, until it is deleted", async () => {
  const input = { ...MODEL, PrimaryContainer: container, ExecutionRoleArn: ROLE };
  expect(await account.call("CreateModel", input)).toEqual({ ModelArn: arn("model/Fraud") });
  expect(await account.call("DescribeModel", MODEL)).toEqual({
    ...input,
    ModelArn: arn("model/Fraud"),
    CreationTime: account.time.now(),
    EnableNetworkIsolation: false,
  });
  expect(await account.refusal("CreateModel", input)).toBe(
    `ValidationException: Cannot create already existing model "${arn("model/Fraud")}".`,
  );
  await account.call("DeleteModel", MODEL);
  const missing = `ValidationException: Could not find model "${arn("model/Fraud")}".`;
  expect(await account.refusal("DescribeModel", MODEL)).toBe(missing);
  expect(await account.refusal("DeleteModel", MODEL)).toBe(missing);
  await account.call("CreateModel", { ...input, VpcConfig: VPC });
  expect(await account.call("DescribeModel", MODEL)).toMatchObject({ VpcConfig: VPC });
});

it("wants exactly one kind of containers", async () => {
  for (const containers of [{}, { PrimaryContainer: container, Containers: [container] }]) {
    expect(await account.refusal("CreateModel", { ...MODEL, ...containers })).toContain("Exactly one of");
  }
});

it("keeps an endpoint configuration as it was made until it is deleted", async () => {
  await account.call("CreateModel", { ...MODEL, PrimaryContainer: container });
  const input = { ...CONFIG, ProductionVariants: [variant] };
  const configArn = arn("endpoint-config/Fraud-Config");
  expect(await account.call("CreateEndpointConfig", input)).toEqual({ EndpointConfigArn: configArn });
  expect(await account.call("DescribeEndpointConfig", CONFIG)).toEqual({
    ...input,
    EndpointConfigArn: configArn,
    CreationTime: account.time.now(),
    EnableNetworkIsolation: false,
  });
  expect(await account.refusal("CreateEndpointConfig", input)).toBe(
    `ValidationException: Cannot create already existing endpoint configuration "${configArn}".`,
  );
  await account.call("DeleteModel", MODEL);
  await account.call("DeleteEndpointConfig", CONFIG);
  const missing = `ValidationException: Could not find endpoint configuration "${configArn}".`;
  expect(await account.refusal("DescribeEndpointConfig", CONFIG)).toBe(missing);
  expect(await account.refusal("DeleteEndpointConfig", CONFIG)).toBe(missing);
});

it.each(["ProductionVariants", "ShadowProductionVariants"])("refuses unknown models in %s", async (member) => {
  await account.call("CreateModel", { ModelName: "other", PrimaryContainer: container });
  const known = { ...variant, ModelName: "other" };
  const input = { ...CONFIG, ProductionVariants: [known], [member]: [variant] };
  expect(await account.refusal("CreateEndpointConfig", input)).toBe(
    `ValidationException: Could not find model "${arn("model/Fraud")}".`,
  );
});

it("takes variants for inference components only with a role", async () => {
  const { ModelName: _none, ...empty } = variant;
  const input = { ...CONFIG, ProductionVariants: [empty], VpcConfig: VPC };
  expect(await account.refusal("CreateEndpointConfig", input)).toContain("ExecutionRoleArn is required");
  await account.call("CreateEndpointConfig", { ...input, ExecutionRoleArn: ROLE });
  expect(await account.call("DescribeEndpointConfig", CONFIG)).toMatchObject({ VpcConfig: VPC });
});

it("lists the newest first", async () => {
  for (const ModelName of ["b", "c", "a"]) {
    await account.call("CreateModel", { ModelName, PrimaryContainer: container });
    account.time.advance(1_000);
  }
  const { Models } = await account.call("ListModels");
  expect(Models).toMatchObject([{ ModelName: "a" }, { ModelName: "c" }, { ModelName: "b" }]);
  expect((Models as object[]).map((model) => Object.keys(model).sort())[0]).toEqual([
    "CreationTime",
    "ModelArn",
    "ModelName",
  ]);
});
