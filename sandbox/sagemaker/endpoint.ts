import type {
  CreateEndpointInput,
  CreateEndpointOutput,
  DeleteEndpointInput,
  DescribeEndpointConfigOutput,
  DescribeEndpointInput,
  DescribeEndpointOutput,
  ListEndpointsInput,
  ListEndpointsOutput,
  UpdateEndpointInput,
  UpdateEndpointOutput,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import type { Collection, Resource, ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt } from "./constraints.ts";
import { deployedConfig, pendingDeployment, retainProperties, variantsOf } from "./endpoint-variants.ts";
import { validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import type { Hosting } from "./hosting.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeEndpointOutput;
type Endpoint = Resource<Description>;
export type Endpoints = Collection<Description>;

export const ENDPOINT: ResourceType<Description> = {
  type: "endpoint",
  statusMembers: ["EndpointStatus"],
  event: {
    detailType: "SageMaker Endpoint State Change",
    members: [
      "EndpointName",
      "EndpointArn",
      "EndpointConfigName",
      "ProductionVariants",
      "DataCaptureConfig",
      "EndpointStatus",
      "FailureReason",
      "LastModifiedTime",
      "CreationTime",
    ],
  },
  notFound: (_name, arn) => validationError(`Could not find endpoint "${arn}".`),
  failed(description) {
    delete description.PendingDeploymentSummary;
  },
};

const CONSTRAINTS: Constraint[] = [...nameAt("EndpointName"), ...nameAt("EndpointConfigName"), ...TAG_CONSTRAINTS];

const DELETING: Way<Description> = [{ set: { EndpointStatus: "Deleting" }, lasts: "endpointDeleting" }, GONE];

/** Statuses in which an endpoint can be neither updated nor deleted. */
const IN_PROGRESS: ReadonlySet<string> = new Set(["Creating", "Deleting", "RollingBack", "SystemUpdating", "Updating"]);

const SUMMARY = ["EndpointName", "EndpointArn", "CreationTime", "LastModifiedTime", "EndpointStatus"] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html */
export function createEndpoints(
  account: Account,
  hosting: Hosting,
): { collection: Endpoints; operations: Record<string, OperationHandler> } {
  const collection = hosting.endpoints;
  return {
    collection,
    operations: {
      CreateEndpoint: handler((input: Checked<CreateEndpointInput>) => create(account, hosting, input)),
      DescribeEndpoint: handler((input: Checked<DescribeEndpointInput>) => collection.describe(input.EndpointName)),
      ListEndpoints: handler((input: ListEndpointsInput) => list(collection, input)),
      UpdateEndpoint: handler((input: Checked<UpdateEndpointInput>) => update(account, hosting, input)),
      DeleteEndpoint: handler((input: Checked<DeleteEndpointInput>) => {
        const endpoint = collection.get(input.EndpointName);
        checkDelete(hosting, endpoint);
        travel(account, collection, endpoint, DELETING);
        return {};
      }),
    },
  };
}

function create(account: Account, hosting: Hosting, input: Checked<CreateEndpointInput>): CreateEndpointOutput {
  checkConstraints(input, CONSTRAINTS);
  const name = input.EndpointName;
  const arn = account.arn(ENDPOINT.type, name);
  if (hosting.endpoints.findByArn(arn) !== undefined) {
    throw validationError(`Cannot create already existing endpoint "${arn}".`);
  }
  const config = usableConfig(hosting, input.EndpointConfigName);
  const now = account.time.now();
  const description: Description = present({
    EndpointName: name,
    EndpointArn: arn,
    EndpointConfigName: input.EndpointConfigName,
    EndpointStatus: "Creating",
    LastDeploymentConfig: input.DeploymentConfig,
    CreationTime: now,
    LastModifiedTime: now,
  });
  const tags = readTags(input.Tags);
  const endpoint = hosting.endpoints.add({ name, id: name, arn, description, tags, cancel() {} });
  const deployed = deployedConfig(config, hosting.models, now);
  travel(account, hosting.endpoints, endpoint, [
    {
      set: { EndpointStatus: "Creating", PendingDeploymentSummary: pendingDeployment(config, hosting.models, now) },
      lasts: "endpointCreating",
    },
    { set: { EndpointStatus: "InService", ...deployed } },
  ]);
  return { EndpointArn: arn };
}

/** The configuration as it stands now: an endpoint keeps what it was given when the configuration is deleted later. */
function usableConfig({ configs, models }: Hosting, name: string): DescribeEndpointConfigOutput {
  const config = structuredClone(configs.get(name).description);
  for (const variant of variantsOf(config)) {
    if (variant.ModelName !== undefined) models.get(variant.ModelName);
  }
  return config;
}

function update(account: Account, hosting: Hosting, input: Checked<UpdateEndpointInput>): UpdateEndpointOutput {
  checkConstraints(input, CONSTRAINTS);
  const endpoint = hosting.endpoints.get(input.EndpointName);
  refuseInProgress(endpoint);
  if (endpoint.description.EndpointStatus === "Failed") {
    throw validationError(
      `Cannot update endpoint "${endpoint.arn}" in status Failed. DeleteEndpoint is the only operation that can be performed on it.`,
    );
  }
  const config = usableConfig(hosting, input.EndpointConfigName);
  const now = account.time.now();
  const deployed = deployedConfig(config, hosting.models, now);
  if (input.RetainAllVariantProperties === true) {
    const { ProductionVariants: before } = endpoint.description;
    retainProperties(before, deployed.ProductionVariants, input.ExcludeRetainedVariantProperties);
  }
  if (input.RetainDeploymentConfig !== true) endpoint.description.LastDeploymentConfig = input.DeploymentConfig;
  travel(account, hosting.endpoints, endpoint, [
    {
      set: { EndpointStatus: "Updating", PendingDeploymentSummary: pendingDeployment(config, hosting.models, now) },
      lasts: "endpointUpdating",
    },
    { set: { EndpointStatus: "InService", ...deployed } },
  ]);
  return { EndpointArn: endpoint.arn };
}

function checkDelete({ components }: Hosting, endpoint: Endpoint): void {
  refuseInProgress(endpoint);
  const hosted = components.all().find(({ description }) => description.EndpointName === endpoint.name);
  if (hosted === undefined) return;
  throw validationError(`Cannot delete endpoint "${endpoint.arn}" that hosts inference component "${hosted.arn}".`);
}

function refuseInProgress({ arn, description }: Endpoint): void {
  if (!IN_PROGRESS.has(description.EndpointStatus ?? "")) return;
  throw validationError(`Cannot update in-progress endpoint "${arn}".`);
}

function list(collection: Endpoints, input: ListEndpointsInput): ListEndpointsOutput {
  const { page, ...rest } = listPage(collection.all(), input, {
    sortBy: "CreationTime",
    sortOrder: "Descending",
    statusOf: (description) => description.EndpointStatus,
  });
  return { Endpoints: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
