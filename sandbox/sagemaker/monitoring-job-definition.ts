import type {
  CreateDataQualityJobDefinitionRequest,
  DescribeDataQualityJobDefinitionRequest,
  DescribeDataQualityJobDefinitionResponse,
  ListDataQualityJobDefinitionsRequest,
  ListDataQualityJobDefinitionsResponse,
  MonitoringType,
} from "@aws-sdk/client-sagemaker";
import { stringAt } from "../../shared/sagemaker/document.ts";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

/** What the four kinds of definitions have in common; what differs are the members named after the kind. */
type Create = Omit<CreateDataQualityJobDefinitionRequest, `DataQuality${string}`> & Record<string, unknown>;
type Description = Pick<
  DescribeDataQualityJobDefinitionResponse,
  "CreationTime" | "JobDefinitionArn" | "JobDefinitionName" | "JobResources" | "NetworkConfig" | "RoleArn"
> &
  Record<string, unknown>;
type List = ListDataQualityJobDefinitionsRequest;
type Named = DescribeDataQualityJobDefinitionRequest;

export type JobDefinition = Resource<Description>;
export type JobDefinitions = Collection<Description>;

/** The kinds of definitions, by the names that start their operations' and members' names. */
const TYPES = {
  DataQuality: { type: "data-quality-job-definition", title: "Data quality job definition" },
  ModelBias: { type: "model-bias-job-definition", title: "Model bias job definition" },
  ModelExplainability: { type: "model-explainability-job-definition", title: "Model explainability job definition" },
  ModelQuality: { type: "model-quality-job-definition", title: "Model quality job definition" },
} as const satisfies Record<MonitoringType, { type: string; title: string }>;

const CONSTRAINTS: Constraint[] = [
  ...nameAt("JobDefinitionName"),
  roleAt("RoleArn"),
  ...vpcConfigAt("NetworkConfig.VpcConfig"),
  { at: "JobResources.ClusterConfig.InstanceCount", from: 1, to: 100 },
  ...TAG_CONSTRAINTS,
];

/**
 * The four kinds of definitions of monitoring jobs, which do nothing until a monitoring schedule names them.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDataQualityJobDefinition.html
 */
export function createJobDefinitions(account: Account) {
  const kinds = {
    DataQuality: createKind(account, "DataQuality"),
    ModelBias: createKind(account, "ModelBias"),
    ModelExplainability: createKind(account, "ModelExplainability"),
    ModelQuality: createKind(account, "ModelQuality"),
  } satisfies Record<MonitoringType, unknown>;
  return {
    kinds: Object.values(kinds),
    /** Throws like the Describe call of that kind. */
    get: (kind: MonitoringType, name: string): JobDefinition => kinds[kind].collection.get(name),
  };
}

function createKind(
  account: Account,
  kind: MonitoringType,
): { collection: JobDefinitions; operations: Record<string, OperationHandler> } {
  const { type, title } = TYPES[kind];
  const collection: JobDefinitions = new Collection(account, {
    type,
    statusMembers: [],
    event: null,
    notFound: (_name, arn) => resourceNotFound(`${title} [${arn}] does not exist.`),
  });
  return {
    collection,
    operations: {
      [`Create${kind}JobDefinition`]: handler((input: Checked<Create>) => create(account, collection, title, input)),
      [`Describe${kind}JobDefinition`]: handler((input: Checked<Named>) =>
        collection.describe(input.JobDefinitionName),
      ),
      [`List${kind}JobDefinitions`]: handler((input: List) => list(collection, kind, input)),
      [`Delete${kind}JobDefinition`]: handler((input: Checked<Named>) => {
        collection.remove(collection.get(input.JobDefinitionName));
        return {};
      }),
    },
  };
}

function create(account: Account, collection: JobDefinitions, title: string, input: Checked<Create>) {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const name = input.JobDefinitionName;
  const arn = account.arn(collection.type.type, name);
  if (collection.find(name) !== undefined) throw resourceInUse(`${title} [${arn}] already exists.`);
  const description: Description = {
    ...present<Record<string, unknown>>(settings),
    JobDefinitionName: name,
    RoleArn: input.RoleArn,
    JobResources: input.JobResources,
    JobDefinitionArn: arn,
    CreationTime: account.time.now(),
  };
  collection.changed(collection.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} }));
  return { JobDefinitionArn: arn };
}

/** The endpoint that a definition monitors; undefined for one of batch transforms. */
export function endpointOf(kind: MonitoringType, { description }: JobDefinition): string | undefined {
  return stringAt(description, `${kind}JobInput.EndpointInput.EndpointName`);
}

function list(collection: JobDefinitions, kind: MonitoringType, input: List): ListDataQualityJobDefinitionsResponse {
  const { EndpointName } = input;
  const matching = collection
    .all()
    .filter((definition) => EndpointName === undefined || endpointOf(kind, definition) === EndpointName);
  const { page, ...rest } = listPage(matching, input, { sortBy: "CreationTime", sortOrder: "Descending" });
  return { JobDefinitionSummaries: page.map((definition) => summaryOf(kind, definition)), ...rest };
}

function summaryOf(kind: MonitoringType, definition: JobDefinition) {
  const { JobDefinitionName, JobDefinitionArn, CreationTime } = pick(definition.description, [
    "JobDefinitionName",
    "JobDefinitionArn",
    "CreationTime",
  ]);
  return present({
    MonitoringJobDefinitionName: JobDefinitionName,
    MonitoringJobDefinitionArn: JobDefinitionArn,
    CreationTime,
    EndpointName: endpointOf(kind, definition),
  });
}
