import { ROLE, type TestAccount } from "./account.ts";

type Answer = Record<string, unknown>;

export const IMAGE = "1.dkr.ecr.eu-west-1.amazonaws.com/serve:1";

/** A model and a configuration of the same name with one variant of it. */
export async function createConfig(account: TestAccount, name: string, more: Answer = {}): Promise<void> {
  await account.call("CreateModel", { ModelName: name, PrimaryContainer: { Image: IMAGE } });
  const variant = { VariantName: "all", ModelName: name, InstanceType: "ml.m5.large", InitialInstanceCount: 2 };
  await account.call("CreateEndpointConfig", { EndpointConfigName: name, ProductionVariants: [variant], ...more });
}

/** A configuration with variants that wait for inference components. */
export async function createEmptyConfig(account: TestAccount, name: string, variants = ["all"]): Promise<void> {
  const ProductionVariants = variants.map((VariantName) => ({ VariantName, InstanceType: "ml.g5.xlarge" }));
  await account.call("CreateEndpointConfig", { EndpointConfigName: name, ProductionVariants, ExecutionRoleArn: ROLE });
}

/** An endpoint in service; its configuration must exist. */
export async function createEndpoint(account: TestAccount, name: string, config = name): Promise<void> {
  await account.call("CreateEndpoint", { EndpointName: name, EndpointConfigName: config });
  account.time.advance(5_000);
}
