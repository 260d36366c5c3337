import type {
  CreateInferenceComponentInput,
  CreateInferenceComponentOutput,
  DeleteInferenceComponentInput,
  DescribeInferenceComponentInput,
  DescribeInferenceComponentOutput,
  InferenceComponentSpecification,
  InferenceComponentSpecificationSummary,
  ListInferenceComponentsInput,
  ListInferenceComponentsOutput,
  UpdateInferenceComponentInput,
  UpdateInferenceComponentOutput,
  UpdateInferenceComponentRuntimeConfigInput,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import type { Collection, Resource, ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt } from "./constraints.ts";
import { deployedImage } from "./endpoint-variants.ts";
import { validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import type { Hosting } from "./hosting.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeInferenceComponentOutput & { VariantName: string };
type Component = Resource<Description>;
export type InferenceComponents = Collection<Description>;

/** What CreateInferenceComponent and UpdateInferenceComponent have in common. */
type Deployment = Pick<CreateInferenceComponentInput, "Specification" | "Specifications" | "RuntimeConfig">;

export const INFERENCE_COMPONENT: ResourceType<Description> = {
  type: "inference-component",
  statusMembers: ["InferenceComponentStatus"],
  event: null,
  notFound: (_name, arn) => validationError(`Could not find inference component "${arn}".`),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("InferenceComponentName"),
  ...nameAt("EndpointName"),
  ...nameAt("VariantName"),
  { at: "Specifications", mostItems: 5 },
  ...TAG_CONSTRAINTS,
];

const CREATING: Way<Description> = [
  { set: { InferenceComponentStatus: "Creating" }, lasts: "inferenceComponentCreating" },
  { set: { InferenceComponentStatus: "InService" }, entered: recordCopies },
];
const UPDATING: Way<Description> = [
  { set: { InferenceComponentStatus: "Updating" }, lasts: "inferenceComponentUpdating" },
  { set: { InferenceComponentStatus: "InService" }, entered: recordCopies },
];
const DELETING: Way<Description> = [
  { set: { InferenceComponentStatus: "Deleting" }, lasts: "inferenceComponentDeleting" },
  GONE,
];
/** Statuses in which a component can be neither updated nor deleted, as the refusal spells them. */
const IN_PROGRESS: Partial<Record<string, string>> = {
  Creating: "CREATE_IN_PROGRESS",
  Deleting: "DELETE_IN_PROGRESS",
  Updating: "UPDATE_IN_PROGRESS",
};

const ONE_SPECIFICATION = "Exactly one of Specification and Specifications must be given.";

const SUMMARY = [
  "CreationTime",
  "InferenceComponentArn",
  "InferenceComponentName",
  "EndpointArn",
  "EndpointName",
  "VariantName",
  "InferenceComponentStatus",
  "LastModifiedTime",
] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html */
export function createInferenceComponents(
  account: Account,
  hosting: Hosting,
): { collection: InferenceComponents; operations: Record<string, OperationHandler> } {
  const collection = hosting.components;
  const update = (input: Checked<UpdateInferenceComponentInput>) => change(account, hosting, input);
  return {
    collection,
    operations: {
      CreateInferenceComponent: handler((input: Checked<CreateInferenceComponentInput>) =>
        create(account, hosting, input),
      ),
      DescribeInferenceComponent: handler((input: Checked<DescribeInferenceComponentInput>) =>
        collection.describe(input.InferenceComponentName),
      ),
      ListInferenceComponents: handler((input: ListInferenceComponentsInput) => list(collection, input)),
      UpdateInferenceComponent: handler(update),
      UpdateInferenceComponentRuntimeConfig: handler((input: Checked<UpdateInferenceComponentRuntimeConfigInput>) =>
        update({ InferenceComponentName: input.InferenceComponentName, RuntimeConfig: input.DesiredRuntimeConfig }),
      ),
      DeleteInferenceComponent: handler((input: Checked<DeleteInferenceComponentInput>) => {
        const component = collection.get(input.InferenceComponentName);
        refuseInProgress("delete", component);
        travel(account, collection, component, DELETING);
        return {};
      }),
    },
  };
}

function create(
  account: Account,
  hosting: Hosting,
  input: Checked<CreateInferenceComponentInput>,
): CreateInferenceComponentOutput {
  checkConstraints(input, CONSTRAINTS);
  const name = input.InferenceComponentName;
  const arn = account.arn(INFERENCE_COMPONENT.type, name);
  if (hosting.components.find(name) !== undefined) {
    throw validationError(`Cannot create already existing inference component "${arn}".`);
  }
  if (specificationsOf(input).length === 0) throw validationError(ONE_SPECIFICATION);
  const endpoint = hosting.endpoints.get(input.EndpointName);
  checkSpecifications(hosting, input);
  const now = account.time.now();
  const description: Description = present({
    ...deployed(input, now),
    InferenceComponentName: name,
    InferenceComponentArn: arn,
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    VariantName: variantFor(hosting, input),
    CreationTime: now,
    LastModifiedTime: now,
  });
  const tags = readTags(input.Tags);
  const component = hosting.components.add({ name, id: name, arn, description, tags, cancel() {} });
  travel(account, hosting.components, component, CREATING);
  return { InferenceComponentArn: arn };
}

function specificationsOf({ Specification, Specifications }: Deployment): InferenceComponentSpecification[] {
  return [...(Specification === undefined ? [] : [Specification]), ...(Specifications ?? [])];
}

function checkSpecifications({ models, components }: Hosting, input: Deployment): void {
  if (input.Specification !== undefined && input.Specifications !== undefined) throw validationError(ONE_SPECIFICATION);
  for (const { ModelName, BaseInferenceComponentName } of specificationsOf(input)) {
    if (ModelName !== undefined) models.get(ModelName);
    if (BaseInferenceComponentName !== undefined) components.get(BaseInferenceComponentName);
  }
}

/** The named variant, else that of the base component, else the only one; it must have been left for components. */
function variantFor(hosting: Hosting, input: Checked<CreateInferenceComponentInput>): string {
  const { description, arn } = hosting.endpoints.get(input.EndpointName);
  const variants = description.ProductionVariants ?? description.PendingDeploymentSummary?.ProductionVariants ?? [];
  const base = specificationsOf(input).find((entry) => entry.BaseInferenceComponentName !== undefined);
  const baseName = base?.BaseInferenceComponentName;
  const inherited = baseName === undefined ? undefined : hosting.components.get(baseName).description.VariantName;
  const wanted = input.VariantName ?? inherited ?? (variants.length === 1 ? variants[0]?.VariantName : undefined);
  const variant = variants.find((candidate) => candidate.VariantName === wanted);
  if (wanted === undefined || variant === undefined) {
    throw validationError(`Could not find variant "${wanted ?? ""}" of endpoint "${arn}".`);
  }
  if (variant.DeployedImages !== undefined) {
    throw validationError(`Variant "${wanted}" of endpoint "${arn}" has a model and cannot host inference components.`);
  }
  return wanted;
}

function change(
  account: Account,
  hosting: Hosting,
  input: Checked<UpdateInferenceComponentInput>,
): UpdateInferenceComponentOutput {
  const component = hosting.components.get(input.InferenceComponentName);
  refuseInProgress("update", component);
  checkSpecifications(hosting, input);
  const { description, arn } = component;
  if (specificationsOf(input).length > 0) {
    delete description.Specification;
    delete description.Specifications;
  }
  Object.assign(description, deployed(input, account.time.now(), description));
  if (input.DeploymentConfig !== undefined) description.LastDeploymentConfig = input.DeploymentConfig;
  travel(account, hosting.components, component, UPDATING);
  return { InferenceComponentArn: arn };
}

function deployed(input: Deployment, now: Date, current?: Description): Partial<Description> {
  const copies = input.RuntimeConfig?.CopyCount ?? current?.RuntimeConfig?.DesiredCopyCount ?? 1;
  return present<Partial<Description>>({
    Specification: input.Specification === undefined ? undefined : summaryOf(input.Specification, now),
    Specifications: input.Specifications?.map((entry) => summaryOf(entry, now)),
    RuntimeConfig: { CurrentCopyCount: current?.RuntimeConfig?.CurrentCopyCount ?? 0, DesiredCopyCount: copies },
  });
}

function summaryOf(
  { Container, ...specification }: InferenceComponentSpecification,
  now: Date,
): InferenceComponentSpecificationSummary {
  if (Container === undefined) return specification;
  const { Image, ...container } = Container;
  return { ...specification, Container: { ...container, DeployedImage: deployedImage(Image, now) } };
}

function recordCopies(description: Description): void {
  const copies = description.RuntimeConfig?.DesiredCopyCount ?? 1;
  description.RuntimeConfig = { ...description.RuntimeConfig, CurrentCopyCount: copies };
}

function refuseInProgress(verb: string, { arn, description }: Component): void {
  const status = IN_PROGRESS[description.InferenceComponentStatus ?? ""];
  if (status === undefined) return;
  throw validationError(`Cannot ${verb} inference component "${arn}" in status ${status}.`);
}

function list(collection: InferenceComponents, input: ListInferenceComponentsInput): ListInferenceComponentsOutput {
  const matching = collection.all().filter(({ description }) => {
    const { EndpointNameEquals: endpoint, VariantNameEquals: variant } = input;
    return (
      (endpoint === undefined || description.EndpointName === endpoint) &&
      (variant === undefined || description.VariantName === variant)
    );
  });
  const { page, ...rest } = listPage(matching, input, {
    sortBy: "CreationTime",
    sortOrder: "Descending",
    statusOf: (description) => description.InferenceComponentStatus,
  });
  return { InferenceComponents: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
