import type {
  CreateEndpointConfigInput,
  CreateEndpointConfigOutput,
  DeleteEndpointConfigInput,
  DescribeEndpointConfigInput,
  DescribeEndpointConfigOutput,
  ListEndpointConfigsInput,
  ListEndpointConfigsOutput,
  ProductionVariant,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { listPage } from "./lists.ts";
import type { Models } from "./model.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type EndpointConfigs = Collection<DescribeEndpointConfigOutput>;

const TYPE: ResourceType<DescribeEndpointConfigOutput> = {
  type: "endpoint-config",
  statusMembers: [],
  event: {
    detailType: "SageMaker Endpoint Config State Change",
    members: [
      "EndpointConfigName",
      "EndpointConfigArn",
      "ProductionVariants",
      "DataCaptureConfig",
      "KmsKeyId",
      "CreationTime",
      "AsyncInferenceConfig",
      "ExplainerConfig",
      "ShadowProductionVariants",
    ],
  },
  notFound: (_name, arn) => validationError(`Could not find endpoint configuration "${arn}".`),
};

const MOST_VARIANTS = 10;
const CONSTRAINTS: Constraint[] = [
  ...nameAt("EndpointConfigName"),
  roleAt("ExecutionRoleArn"),
  ...vpcConfigAt("VpcConfig"),
  { at: "ProductionVariants", mostItems: MOST_VARIANTS },
  { at: "ShadowProductionVariants", mostItems: MOST_VARIANTS },
  ...TAG_CONSTRAINTS,
];

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html */
export function createEndpointConfigs(
  account: Account,
  models: Models,
): { collection: EndpointConfigs; operations: Record<string, OperationHandler> } {
  const collection: EndpointConfigs = new Collection(account, TYPE);
  return {
    collection,
    operations: {
      CreateEndpointConfig: handler((input: Checked<CreateEndpointConfigInput>) =>
        create(account, collection, models, input),
      ),
      DescribeEndpointConfig: handler((input: Checked<DescribeEndpointConfigInput>) =>
        collection.describe(input.EndpointConfigName),
      ),
      ListEndpointConfigs: handler((input: ListEndpointConfigsInput) => list(collection, input)),
      DeleteEndpointConfig: handler((input: Checked<DeleteEndpointConfigInput>) => {
        collection.remove(collection.get(input.EndpointConfigName));
        return {};
      }),
    },
  };
}

function create(
  account: Account,
  collection: EndpointConfigs,
  models: Models,
  input: Checked<CreateEndpointConfigInput>,
): CreateEndpointConfigOutput {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const name = settings.EndpointConfigName;
  const arn = account.arn(TYPE.type, name);
  if (collection.find(name) !== undefined) {
    throw validationError(`Cannot create already existing endpoint configuration "${arn}".`);
  }
  const variants = [...settings.ProductionVariants, ...(settings.ShadowProductionVariants ?? [])];
  for (const variant of variants) checkVariant(variant, models, settings.ExecutionRoleArn);
  account.checkQuota("endpoint-config", collection.all().length, 1);
  const description = {
    EnableNetworkIsolation: false,
    ...present(settings),
    EndpointConfigArn: arn,
    CreationTime: account.time.now(),
  };
  collection.changed(collection.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} }));
  return { EndpointConfigArn: arn };
}

/** A variant names a model, or is filled with inference components, for which the configuration needs a role. */
function checkVariant(variant: ProductionVariant, models: Models, role: string | undefined): void {
  if (variant.ModelName !== undefined) models.get(variant.ModelName);
  else if (role === undefined)
    throw validationError(`ExecutionRoleArn is required because variant ${variant.VariantName} has no ModelName.`);
}

function list(collection: EndpointConfigs, input: ListEndpointConfigsInput): ListEndpointConfigsOutput {
  const { page, ...rest } = listPage(collection.all(), input, { sortBy: "CreationTime", sortOrder: "Descending" });
  const summaries = page.map(({ description }) =>
    pick(description, ["EndpointConfigName", "EndpointConfigArn", "CreationTime"]),
  );
  return { EndpointConfigs: summaries, ...rest };
}
