import type {
  CreateNotebookInstanceLifecycleConfigInput,
  CreateNotebookInstanceLifecycleConfigOutput,
  DeleteNotebookInstanceLifecycleConfigInput,
  DescribeNotebookInstanceLifecycleConfigInput,
  DescribeNotebookInstanceLifecycleConfigOutput,
  ListNotebookInstanceLifecycleConfigsInput,
  ListNotebookInstanceLifecycleConfigsOutput,
  UpdateNotebookInstanceLifecycleConfigInput,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeNotebookInstanceLifecycleConfigOutput & {
  NotebookInstanceLifecycleConfigName: string;
  NotebookInstanceLifecycleConfigArn: string;
};
export type LifecycleConfigs = Collection<Description>;

const TYPE = "notebook-instance-lifecycle-config";
const LONGEST_SCRIPT = 16_384;
const CONSTRAINTS: Constraint[] = [
  ...nameAt("NotebookInstanceLifecycleConfigName"),
  { at: "OnCreate", mostItems: 1 },
  { at: "OnCreate[].Content", longest: LONGEST_SCRIPT },
  { at: "OnStart", mostItems: 1 },
  { at: "OnStart[].Content", longest: LONGEST_SCRIPT },
  ...TAG_CONSTRAINTS,
];

const SUMMARY = [
  "NotebookInstanceLifecycleConfigName",
  "NotebookInstanceLifecycleConfigArn",
  "CreationTime",
  "LastModifiedTime",
] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstanceLifecycleConfig.html */
export function createLifecycleConfigs(
  account: Account,
  known: readonly string[],
): { collection: LifecycleConfigs; operations: Record<string, OperationHandler> } {
  const collection: LifecycleConfigs = new Collection(account, {
    type: TYPE,
    statusMembers: [],
    event: null,
    notFound: (_name, arn) => refusal("describe", arn, "does not exist"),
  });
  for (const name of known) store(account, collection, { NotebookInstanceLifecycleConfigName: name }, new Map());
  return {
    collection,
    operations: {
      CreateNotebookInstanceLifecycleConfig: handler((input: Checked<CreateNotebookInstanceLifecycleConfigInput>) =>
        create(account, collection, input),
      ),
      DescribeNotebookInstanceLifecycleConfig: handler((input: Checked<DescribeNotebookInstanceLifecycleConfigInput>) =>
        collection.describe(input.NotebookInstanceLifecycleConfigName),
      ),
      ListNotebookInstanceLifecycleConfigs: handler((input: ListNotebookInstanceLifecycleConfigsInput) =>
        list(collection, input),
      ),
      UpdateNotebookInstanceLifecycleConfig: handler((input: Checked<UpdateNotebookInstanceLifecycleConfigInput>) =>
        update(account, collection, input),
      ),
      DeleteNotebookInstanceLifecycleConfig: handler((input: Checked<DeleteNotebookInstanceLifecycleConfigInput>) =>
        remove(account, collection, input.NotebookInstanceLifecycleConfigName),
      ),
    },
  };
}

function create(
  account: Account,
  collection: LifecycleConfigs,
  input: Checked<CreateNotebookInstanceLifecycleConfigInput>,
): CreateNotebookInstanceLifecycleConfigOutput {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const arn = account.arn(TYPE, settings.NotebookInstanceLifecycleConfigName);
  if (collection.findByArn(arn) !== undefined) throw refusal("create", arn, "already exists");
  collection.changed(store(account, collection, settings, readTags(Tags)));
  return { NotebookInstanceLifecycleConfigArn: arn };
}

function store(
  account: Account,
  collection: LifecycleConfigs,
  settings: Checked<CreateNotebookInstanceLifecycleConfigInput>,
  tags: Map<string, string>,
): Resource<Description> {
  const name = settings.NotebookInstanceLifecycleConfigName;
  const arn = account.arn(TYPE, name);
  const now = account.time.now();
  const description = {
    ...present(settings),
    NotebookInstanceLifecycleConfigArn: arn,
    CreationTime: now,
    LastModifiedTime: now,
  };
  return collection.add({ name, id: name, arn, description, tags, cancel() {} });
}

/** Scripts that are left out stay as they are. */
function update(
  account: Account,
  collection: LifecycleConfigs,
  input: Checked<UpdateNotebookInstanceLifecycleConfigInput>,
): Record<string, never> {
  checkConstraints(input, CONSTRAINTS);
  const name = input.NotebookInstanceLifecycleConfigName;
  const resource = collection.find(name);
  if (resource === undefined) throw refusal("update", account.arn(TYPE, name), "does not exist");
  Object.assign(resource.description, present(input), { LastModifiedTime: account.time.now() });
  collection.changed(resource);
  return {};
}

function list(
  collection: LifecycleConfigs,
  input: ListNotebookInstanceLifecycleConfigsInput,
): ListNotebookInstanceLifecycleConfigsOutput {
  const { page, ...rest } = listPage(collection.all(), input, { sortBy: "CreationTime", sortOrder: "Ascending" });
  return { NotebookInstanceLifecycleConfigs: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}

function remove(account: Account, collection: LifecycleConfigs, name: string): Record<string, never> {
  const resource = collection.find(name);
  if (resource === undefined) throw refusal("delete", account.arn(TYPE, name), "does not exist");
  collection.remove(resource);
  return {};
}

function refusal(verb: string, arn: string, why: string) {
  return validationError(
    `Unable to ${verb} Notebook Instance Lifecycle Config '${arn}'. (Details: Notebook Instance Lifecycle Config ${why}.)`,
  );
}
