import {
  type CreateInferenceExperimentRequest,
  type CreateInferenceExperimentResponse,
  type DeleteInferenceExperimentRequest,
  type DescribeInferenceExperimentRequest,
  type DescribeInferenceExperimentResponse,
  InferenceExperimentType,
  type ListInferenceExperimentsRequest,
  type ListInferenceExperimentsResponse,
  type ModelVariantConfig,
  type ShadowModeConfig,
  type StartInferenceExperimentRequest,
  type StopInferenceExperimentRequest,
  type UpdateInferenceExperimentRequest,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import type { Hosting } from "./hosting.ts";
import {
  creatingWay,
  type ExperimentDescription,
  recordFailure,
  runningWay,
  stoppingWay,
  updatingWay,
  variantSummaries,
} from "./inference-experiment-run.ts";
import { travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { conflict } from "./refusals.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = ExperimentDescription;
type Experiment = Resource<Description>;
type Experiments = Collection<Description>;

const TYPE: ResourceType<Description> = {
  type: "inference-experiment",
  statusMembers: ["Status"],
  event: null,
  failedStatus: "Cancelled",
  failed: recordFailure,
  notFound: (_name, arn) => resourceNotFound(`Inference experiment [${arn}] does not exist.`),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("Name", 120),
  { at: "Type", oneOf: Object.values(InferenceExperimentType) },
  roleAt("RoleArn"),
  ...nameAt("EndpointName"),
  { at: "ModelVariants", mostItems: 2 },
  { at: "ShadowModeConfig.ShadowModelVariants", mostItems: 1 },
  ...TAG_CONSTRAINTS,
];

const CHANGEABLE = ["Created", "Running"];
const ENDED = ["Cancelled", "Completed"];

const SUMMARY = [
  "Name",
  "Type",
  "Schedule",
  "Status",
  "StatusReason",
  "Description",
  "CreationTime",
  "CompletionTime",
  "LastModifiedTime",
  "RoleArn",
] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html */
export function createInferenceExperiments(
  account: Account,
  hosting: Hosting,
): { collection: Experiments; operations: Record<string, OperationHandler> } {
  const collection: Experiments = new Collection(account, TYPE);
  const change = (verb: string, name: string, from: string[], way: (experiment: Experiment) => Way<Description>) => {
    const experiment = collection.get(name);
    checkStatus(verb, experiment, from);
    travel(account, collection, experiment, way(experiment));
    return { InferenceExperimentArn: experiment.arn };
  };
  return {
    collection,
    operations: {
      CreateInferenceExperiment: handler((input: Checked<CreateInferenceExperimentRequest>) =>
        create(account, hosting, collection, input),
      ),
      DescribeInferenceExperiment: handler((input: Checked<DescribeInferenceExperimentRequest>) =>
        describe(hosting, collection, input.Name),
      ),
      ListInferenceExperiments: handler((input: ListInferenceExperimentsRequest) => list(collection, input)),
      UpdateInferenceExperiment: handler((input: Checked<UpdateInferenceExperimentRequest>) =>
        change("update", input.Name, CHANGEABLE, (experiment) => update(account, hosting, experiment, input)),
      ),
      StartInferenceExperiment: handler((input: Checked<StartInferenceExperimentRequest>) =>
        change("start", input.Name, ["Created"], ({ description }) =>
          runningWay(account.time.now(), { EndTime: description.Schedule?.EndTime }),
        ),
      ),
      StopInferenceExperiment: handler((input: Checked<StopInferenceExperimentRequest>) =>
        change("stop", input.Name, CHANGEABLE, ({ description }) => {
          if (input.Reason !== undefined) description.StatusReason = input.Reason;
          return stoppingWay(input.DesiredState);
        }),
      ),
      DeleteInferenceExperiment: handler((input: Checked<DeleteInferenceExperimentRequest>) => {
        const experiment = collection.get(input.Name);
        checkStatus("delete", experiment, ENDED);
        collection.remove(experiment);
        return { InferenceExperimentArn: experiment.arn };
      }),
    },
  };
}

function create(
  account: Account,
  hosting: Hosting,
  collection: Experiments,
  input: Checked<CreateInferenceExperimentRequest>,
): CreateInferenceExperimentResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, EndpointName, ModelVariants, ...settings } = input;
  const name = settings.Name;
  const arn = account.arn(TYPE.type, name);
  if (collection.find(name) !== undefined) throw resourceInUse(`Inference experiment [${arn}] already exists.`);
  const endpoint = hosting.endpoints.get(EndpointName);
  checkVariants(hosting, ModelVariants, settings.ShadowModeConfig);
  const now = account.time.now();
  const description: Description = {
    ...present(settings),
    Arn: arn,
    Status: "Creating",
    EndpointMetadata: { EndpointName: endpoint.name },
    ModelVariants: variantSummaries(ModelVariants, "Creating"),
    CreationTime: now,
    LastModifiedTime: now,
  };
  const experiment = collection.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} });
  travel(account, collection, experiment, creatingWay(now, settings.Schedule));
  return { InferenceExperimentArn: arn };
}

function checkVariants(
  { models }: Hosting,
  variants: readonly ModelVariantConfig[],
  shadowMode: ShadowModeConfig | undefined,
): void {
  for (const { ModelName } of variants) if (ModelName !== undefined) models.get(ModelName);
  const shadows = shadowMode?.ShadowModelVariants?.map((shadow) => shadow.ShadowModelVariantName) ?? [];
  const source = shadowMode === undefined ? [] : [shadowMode.SourceModelVariantName];
  for (const wanted of [...source, ...shadows]) {
    if (variants.some((variant) => variant.VariantName === wanted)) continue;
    throw validationError(`ShadowModeConfig names the variant ${wanted}, which is not in ModelVariants.`);
  }
}

function describe({ endpoints }: Hosting, collection: Experiments, name: string): DescribeInferenceExperimentResponse {
  const experiment = collection.describe(name);
  const endpoint = endpoints.find(experiment.EndpointMetadata?.EndpointName ?? "");
  if (endpoint === undefined) return experiment;
  const { EndpointName, EndpointConfigName, EndpointStatus } = endpoint.description;
  return { ...experiment, EndpointMetadata: present({ EndpointName, EndpointConfigName, EndpointStatus }) };
}

function update(
  account: Account,
  hosting: Hosting,
  { description }: Experiment,
  input: Checked<UpdateInferenceExperimentRequest>,
): Way<Description> {
  checkConstraints(input, CONSTRAINTS);
  const { Name: _name, Schedule, ModelVariants, ...settings } = input;
  checkVariants(
    hosting,
    ModelVariants ?? description.ModelVariants ?? [],
    settings.ShadowModeConfig ?? description.ShadowModeConfig,
  );
  const { Status, Schedule: before } = description;
  const running = Status === "Running";
  if (running && Schedule?.StartTime !== undefined && Schedule.StartTime.getTime() !== before?.StartTime?.getTime()) {
    throw validationError("Only the end of the schedule of a running inference experiment can be updated.");
  }
  Object.assign(description, present(settings));
  if (Schedule !== undefined) description.Schedule = present({ ...before, ...present(Schedule) });
  if (ModelVariants !== undefined) {
    description.ModelVariants = variantSummaries(ModelVariants, running ? "InService" : "Creating");
  }
  return updatingWay(account.time.now(), Status, description.Schedule);
}

function checkStatus(verb: string, { arn, description }: Experiment, from: string[]): void {
  if (from.includes(description.Status ?? "")) return;
  throw conflict(`Unable to ${verb} inference experiment [${arn}] in ${description.Status} status.`);
}

function list(collection: Experiments, input: ListInferenceExperimentsRequest): ListInferenceExperimentsResponse {
  const matching = collection
    .all()
    .filter(({ description }) => input.Type === undefined || description.Type === input.Type);
  const { page, ...rest } = listPage(matching, input, {
    sortBy: "CreationTime",
    sortOrder: "Descending",
    statusOf: (description) => description.Status,
  });
  return { InferenceExperiments: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
