import {
  type CreateModelInput,
  type CreateModelOutput,
  type DeleteModelInput,
  type DescribeModelInput,
  type DescribeModelOutput,
  type ListModelsInput,
  type ListModelsOutput,
  RepositoryAccessMode,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, vpcConfigAt } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

export type Models = Collection<DescribeModelOutput>;

const TYPE: ResourceType<DescribeModelOutput> = {
  type: "model",
  statusMembers: [],
  event: {
    detailType: "SageMaker Model State Change",
    members: [
      "ModelName",
      "ModelArn",
      "PrimaryContainer",
      "Containers",
      "InferenceExecutionConfig",
      "ExecutionRoleArn",
      "VpcConfig",
      "EnableNetworkIsolation",
      "CreationTime",
    ],
  },
  notFound: (_name, arn) => validationError(`Could not find model "${arn}".`),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("ModelName"),
  roleAt("ExecutionRoleArn"),
  ...vpcConfigAt("VpcConfig"),
  { at: "Containers", mostItems: 15 },
  { at: "PrimaryContainer.ImageConfig.RepositoryAccessMode", oneOf: Object.values(RepositoryAccessMode) },
  { at: "Containers[].ImageConfig.RepositoryAccessMode", oneOf: Object.values(RepositoryAccessMode) },
  ...TAG_CONSTRAINTS,
];

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html */
export function createModels(account: Account): { collection: Models; operations: Record<string, OperationHandler> } {
  const collection: Models = new Collection(account, TYPE);
  return {
    collection,
    operations: {
      CreateModel: handler((input: Checked<CreateModelInput>) => create(account, collection, input)),
      DescribeModel: handler((input: Checked<DescribeModelInput>) => collection.describe(input.ModelName)),
      ListModels: handler((input: ListModelsInput) => list(collection, input)),
      DeleteModel: handler((input: Checked<DeleteModelInput>) => {
        collection.remove(collection.get(input.ModelName));
        return {};
      }),
    },
  };
}

function create(account: Account, collection: Models, input: Checked<CreateModelInput>): CreateModelOutput {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const arn = account.arn(TYPE.type, settings.ModelName);
  if (collection.find(settings.ModelName) !== undefined) {
    throw validationError(`Cannot create already existing model "${arn}".`);
  }
  if ((settings.PrimaryContainer === undefined) === (settings.Containers === undefined)) {
    throw validationError("Exactly one of PrimaryContainer and Containers must be given.");
  }
  account.checkQuota("model", collection.all().length, 1);
  const description = {
    EnableNetworkIsolation: false,
    ...present(settings),
    ModelArn: arn,
    CreationTime: account.time.now(),
  };
  const name = settings.ModelName;
  collection.changed(collection.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} }));
  return { ModelArn: arn };
}

function list(collection: Models, input: ListModelsInput): ListModelsOutput {
  const { page, ...rest } = listPage(collection.all(), input, { sortBy: "CreationTime", sortOrder: "Descending" });
  return {
    Models: page.map(({ description }) => pick(description, ["ModelName", "ModelArn", "CreationTime"])),
    ...rest,
  };
}
