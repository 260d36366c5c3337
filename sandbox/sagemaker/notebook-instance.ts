import {
  _InstanceType,
  type CreateNotebookInstanceInput,
  type CreateNotebookInstanceOutput,
  type CreatePresignedNotebookInstanceUrlInput,
  type CreatePresignedNotebookInstanceUrlOutput,
  type DeleteNotebookInstanceInput,
  type DescribeNotebookInstanceInput,
  DirectInternetAccess,
  IPAddressType,
  type ListNotebookInstancesInput,
  type ListNotebookInstancesOutput,
  RootAccess,
  type StartNotebookInstanceInput,
  type StopNotebookInstanceInput,
  type UpdateNotebookInstanceInput,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import { type Account, randomHexId, randomId } from "./account.ts";
import { Collection, type Resource } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, securityGroupsAt, subnetsAt } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { checkTransition, type Transition, travel } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import type { LifecycleConfigs } from "./notebook-lifecycle-config.ts";
import { NOTEBOOK_INSTANCE, type NotebookDescription, TRANSITIONS } from "./notebook-states.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Notebook = Resource<NotebookDescription>;
type Notebooks = Collection<NotebookDescription>;

const SETTINGS: Constraint[] = [
  roleAt("RoleArn"),
  { at: "InstanceType", oneOf: Object.values(_InstanceType) },
  { at: "IpAddressType", oneOf: Object.values(IPAddressType) },
  { at: "RootAccess", oneOf: Object.values(RootAccess) },
  { at: "VolumeSizeInGB", from: 5, to: 16_384 },
  { at: "AdditionalCodeRepositories", mostItems: 3 },
  {
    at: "PlatformIdentifier",
    pattern: /^(notebook-al1-v1|notebook-al2-v1|notebook-al2-v2|notebook-al2-v3|notebook-al2023-v1)$/,
  },
  { at: "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion", pattern: /^[12]$/ },
];
const CREATE: Constraint[] = [
  ...nameAt("NotebookInstanceName"),
  ...SETTINGS,
  subnetsAt("SubnetId"),
  securityGroupsAt("SecurityGroupIds[]"),
  { at: "SecurityGroupIds", mostItems: 5 },
  { at: "DirectInternetAccess", oneOf: Object.values(DirectInternetAccess) },
  ...TAG_CONSTRAINTS,
];

const DEFAULTS = {
  DirectInternetAccess: "Enabled",
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "1" },
  IpAddressType: "ipv4",
  PlatformIdentifier: "notebook-al2023-v1",
  RootAccess: "Enabled",
  VolumeSizeInGB: 5,
} as const;

const SUMMARY = [
  "NotebookInstanceName",
  "NotebookInstanceArn",
  "NotebookInstanceStatus",
  "Url",
  "InstanceType",
  "CreationTime",
  "LastModifiedTime",
  "NotebookInstanceLifecycleConfigName",
  "DefaultCodeRepository",
  "AdditionalCodeRepositories",
] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html */
export function createNotebooks(
  account: Account,
  configs: LifecycleConfigs,
): { collection: Notebooks; operations: Record<string, OperationHandler> } {
  const collection: Notebooks = new Collection(account, NOTEBOOK_INSTANCE);
  const change = (name: string, transition: Transition<NotebookDescription>) => {
    const notebook = collection.get(name);
    checkStatus(notebook, transition);
    travel(account, collection, notebook, transition.way);
    return {};
  };
  return {
    collection,
    operations: {
      CreateNotebookInstance: handler((input: Checked<CreateNotebookInstanceInput>) =>
        create(account, collection, configs, input),
      ),
      DescribeNotebookInstance: handler((input: Checked<DescribeNotebookInstanceInput>) =>
        collection.describe(input.NotebookInstanceName),
      ),
      ListNotebookInstances: handler((input: ListNotebookInstancesInput) => list(collection, input)),
      UpdateNotebookInstance: handler((input: Checked<UpdateNotebookInstanceInput>) =>
        update(account, collection, configs, input),
      ),
      StartNotebookInstance: handler((input: Checked<StartNotebookInstanceInput>) =>
        change(input.NotebookInstanceName, TRANSITIONS.start),
      ),
      StopNotebookInstance: handler((input: Checked<StopNotebookInstanceInput>) =>
        change(input.NotebookInstanceName, TRANSITIONS.stop),
      ),
      DeleteNotebookInstance: handler((input: Checked<DeleteNotebookInstanceInput>) =>
        change(input.NotebookInstanceName, TRANSITIONS.delete),
      ),
      CreatePresignedNotebookInstanceUrl: handler((input: Checked<CreatePresignedNotebookInstanceUrlInput>) =>
        presign(collection, input),
      ),
    },
  };
}

function create(
  account: Account,
  collection: Notebooks,
  configs: LifecycleConfigs,
  input: Checked<CreateNotebookInstanceInput>,
): CreateNotebookInstanceOutput {
  checkCreate(account, collection, configs, input);
  const { SecurityGroupIds, LifecycleConfigName, Tags, ...settings } = input;
  const name = settings.NotebookInstanceName;
  const arn = account.arn(NOTEBOOK_INSTANCE.type, name);
  const tags = readTags(Tags);
  const description: NotebookDescription = present({
    ...DEFAULTS,
    ...present(settings),
    NotebookInstanceArn: arn,
    SecurityGroups: SecurityGroupIds,
    NotebookInstanceLifecycleConfigName: LifecycleConfigName,
    NetworkInterfaceId: settings.SubnetId === undefined ? undefined : randomHexId("eni-"),
    Url: `${name.toLowerCase()}-${randomId("", 4)}.notebook.${account.region}.sagemaker.aws`,
    CreationTime: account.time.now(),
  });
  const resource = collection.add({ name, id: name, arn, description, tags, cancel() {} });
  travel(account, collection, resource, TRANSITIONS.start.way);
  return { NotebookInstanceArn: arn };
}

function checkCreate(
  account: Account,
  collection: Notebooks,
  configs: LifecycleConfigs,
  input: Checked<CreateNotebookInstanceInput>,
): void {
  checkConstraints(input, CREATE);
  const duplicate = collection.findByArn(account.arn(NOTEBOOK_INSTANCE.type, input.NotebookInstanceName));
  if (duplicate !== undefined) {
    throw validationError(`Cannot create a duplicate Notebook Instance (${duplicate.arn})`);
  }
  if (input.DirectInternetAccess === "Disabled" && input.SubnetId === undefined) {
    throw validationError("DirectInternetAccess can be set to Disabled only if SubnetId is set.");
  }
  if (input.PlatformIdentifier !== undefined && account.withdrawnPlatforms.includes(input.PlatformIdentifier)) {
    throw validationError(`Platform identifier (${input.PlatformIdentifier}) is not supported for this service.`);
  }
  if (input.LifecycleConfigName !== undefined) configs.get(input.LifecycleConfigName);
  account.checkQuota("notebook-instance", collection.all().length, 1);
}

function update(
  account: Account,
  collection: Notebooks,
  configs: LifecycleConfigs,
  input: Checked<UpdateNotebookInstanceInput>,
): Record<string, never> {
  checkConstraints(input, SETTINGS);
  const { NotebookInstanceName, LifecycleConfigName, ...rest } = input;
  const {
    DisassociateLifecycleConfig,
    DisassociateAcceleratorTypes,
    DisassociateDefaultCodeRepository,
    DisassociateAdditionalCodeRepositories,
    ...settings
  } = rest;
  const notebook = collection.get(NotebookInstanceName);
  const { description } = notebook;
  checkStatus(notebook, TRANSITIONS.update);
  checkVolume(description, settings.VolumeSizeInGB);
  if (LifecycleConfigName !== undefined) configs.get(LifecycleConfigName);
  if (DisassociateLifecycleConfig === true) delete description.NotebookInstanceLifecycleConfigName;
  if (DisassociateAcceleratorTypes === true) delete description.AcceleratorTypes;
  if (DisassociateDefaultCodeRepository === true) delete description.DefaultCodeRepository;
  if (DisassociateAdditionalCodeRepositories === true) delete description.AdditionalCodeRepositories;
  Object.assign(description, present({ ...settings, NotebookInstanceLifecycleConfigName: LifecycleConfigName }));
  travel(account, collection, notebook, TRANSITIONS.update.way);
  return {};
}

function checkVolume(description: NotebookDescription, wanted: number | undefined): void {
  const size = description.VolumeSizeInGB ?? DEFAULTS.VolumeSizeInGB;
  if (wanted === undefined || wanted >= size) return;
  throw validationError(`VolumeSizeInGB (${wanted}) must not be smaller than the current size (${size}).`);
}

function checkStatus(notebook: Notebook, transition: Transition<NotebookDescription>): void {
  checkTransition(transition, notebook.description.NotebookInstanceStatus, "Notebook Instance", notebook.arn);
}

function list(collection: Notebooks, input: ListNotebookInstancesInput): ListNotebookInstancesOutput {
  const matching = collection.all().filter(({ description }) => {
    const repositories = description.AdditionalCodeRepositories ?? [];
    return (
      contains(description.NotebookInstanceLifecycleConfigName, input.NotebookInstanceLifecycleConfigNameContains) &&
      contains(description.DefaultCodeRepository, input.DefaultCodeRepositoryContains) &&
      (input.AdditionalCodeRepositoryEquals === undefined ||
        repositories.includes(input.AdditionalCodeRepositoryEquals))
    );
  });
  const { page, ...rest } = listPage(matching, input, {
    sortBy: "Name",
    sortOrder: "Ascending",
    statusOf: (description) => description.NotebookInstanceStatus,
  });
  return { NotebookInstances: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}

function contains(value: string | undefined, part: string | undefined): boolean {
  return part === undefined || value?.includes(part) === true;
}

function presign(
  collection: Notebooks,
  input: Checked<CreatePresignedNotebookInstanceUrlInput>,
): CreatePresignedNotebookInstanceUrlOutput {
  checkConstraints(input, [{ at: "SessionExpirationDurationInSeconds", from: 1_800, to: 43_200 }]);
  const { description } = collection.get(input.NotebookInstanceName);
  return { AuthorizedUrl: `https://${description.Url}?authToken=${randomHexId("", 64)}` };
}
