import {
  type CreateWorkforceRequest,
  type CreateWorkforceResponse,
  type DeleteWorkforceRequest,
  type DescribeWorkforceRequest,
  type ListWorkforcesRequest,
  type ListWorkforcesResponse,
  type OidcConfig,
  type OidcConfigForResponse,
  type UpdateWorkforceRequest,
  type UpdateWorkforceResponse,
  type Workforce,
  WorkforceIpAddressType,
  type WorkforceStatus,
  type WorkforceVpcConfigRequest,
  type WorkforceVpcConfigResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import { type Account, randomHexId, randomId } from "./account.ts";
import type { Collection, Resource, ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, securityGroupsAt, subnetsAt } from "./constraints.ts";
import { resourceInUse, validationError } from "./errors.ts";
import { type Checked, handler, present } from "./handler.ts";
import type { Labeling } from "./labeling.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { conflict } from "./refusals.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

/** The Describe answer, which nests everything; what a life cycle changes is reached through it. */
class Description {
  readonly Workforce: Workforce;
  constructor(workforce: Workforce) {
    this.Workforce = workforce;
  }
  get Status(): WorkforceStatus | undefined {
    return this.Workforce.Status;
  }
  set Status(status: WorkforceStatus | undefined) {
    this.Workforce.Status = status;
  }
  get FailureReason(): string | undefined {
    return this.Workforce.FailureReason;
  }
  set FailureReason(reason: string | undefined) {
    this.Workforce.FailureReason = reason;
  }
  get CreationTime(): Date | undefined {
    return this.Workforce.CreateDate;
  }
  get LastModifiedTime(): Date | undefined {
    return this.Workforce.LastUpdatedDate;
  }
  set LastModifiedTime(time: Date | undefined) {
    this.Workforce.LastUpdatedDate = time;
  }
}

export type Workforces = Collection<Description>;

export const WORKFORCE: ResourceType<Description> = {
  type: "workforce",
  statusMembers: ["Status"],
  event: null,
  notFound: (name) => validationError(`No workforce found with name ${name}`),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("WorkforceName"),
  { at: "SourceIpConfig.Cidrs", mostItems: 10 },
  { at: "WorkforceVpcConfig.VpcId", pattern: /^vpc-[a-z0-9-]+$/ },
  subnetsAt("WorkforceVpcConfig.Subnets[]"),
  { at: "WorkforceVpcConfig.Subnets", mostItems: 16 },
  securityGroupsAt("WorkforceVpcConfig.SecurityGroupIds[]"),
  { at: "WorkforceVpcConfig.SecurityGroupIds", mostItems: 5 },
  { at: "IpAddressType", oneOf: Object.values(WorkforceIpAddressType) },
  ...TAG_CONSTRAINTS,
];

const CREATING: Way<Description> = [
  { set: { Status: "Initializing" }, lasts: "workforceInitializing" },
  { set: { Status: "Active" }, entered: connect },
];
const UPDATING: Way<Description> = [
  { set: { Status: "Updating" }, lasts: "workforceUpdating" },
  { set: { Status: "Active" }, entered: connect },
];
const DELETING: Way<Description> = [{ set: { Status: "Deleting" }, lasts: "workforceDeleting" }, GONE];

/**
 * The private workforce, of which an account has one in each Region.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateWorkforce.html
 */
export function createWorkforces(
  account: Account,
  labeling: Labeling,
): { collection: Workforces; operations: Record<string, OperationHandler> } {
  const collection = labeling.workforces;
  return {
    collection,
    operations: {
      CreateWorkforce: handler((input: Checked<CreateWorkforceRequest>) => create(account, collection, input)),
      DescribeWorkforce: handler((input: Checked<DescribeWorkforceRequest>) =>
        collection.describe(input.WorkforceName),
      ),
      ListWorkforces: handler((input: ListWorkforcesRequest) => list(collection, input)),
      UpdateWorkforce: handler((input: Checked<UpdateWorkforceRequest>) => update(account, labeling, input)),
      DeleteWorkforce: handler((input: Checked<DeleteWorkforceRequest>) => {
        const workforce = collection.get(input.WorkforceName);
        refuseBusy("delete", workforce);
        if (hasTeams(labeling)) {
          throw resourceInUse(`Unable to delete workforce [${workforce.arn}] because it contains work teams.`);
        }
        travel(account, collection, workforce, DELETING);
        return {};
      }),
    },
  };
}

function create(
  account: Account,
  collection: Workforces,
  input: Checked<CreateWorkforceRequest>,
): CreateWorkforceResponse {
  checkConstraints(input, CONSTRAINTS);
  if (collection.all().length > 0) {
    throw validationError(
      `Cannot create more than one workforce for account ${account.accountId}. If you are trying to update existing workforce, please use UpdateWorkforce API`,
    );
  }
  if ((input.CognitoConfig === undefined) === (input.OidcConfig === undefined)) {
    throw validationError("Exactly one of CognitoConfig and OidcConfig must be given.");
  }
  const name = input.WorkforceName;
  const arn = account.arn(WORKFORCE.type, name);
  const description = new Description(
    present<Workforce>({
      WorkforceName: name,
      WorkforceArn: arn,
      SubDomain: `${randomId("", 10)}.labeling.${account.region}.sagemaker.aws`,
      CognitoConfig: input.CognitoConfig,
      OidcConfig: input.OidcConfig && withoutSecret(input.OidcConfig),
      SourceIpConfig: input.SourceIpConfig ?? { Cidrs: [] },
      WorkforceVpcConfig: input.WorkforceVpcConfig && vpcConfig(input.WorkforceVpcConfig),
      IpAddressType: input.IpAddressType ?? "ipv4",
      CreateDate: account.time.now(),
    }),
  );
  const workforce = collection.add({ name, id: name, arn, description, tags: readTags(input.Tags), cancel() {} });
  travel(account, collection, workforce, CREATING);
  return { WorkforceArn: arn };
}

function withoutSecret({ ClientSecret: _secret, ...config }: OidcConfig): OidcConfigForResponse {
  return config;
}

/** Undefined for the empty configuration, by which an update takes the workforce out of its VPC. */
function vpcConfig(config: WorkforceVpcConfigRequest): WorkforceVpcConfigResponse | undefined {
  const { VpcId, SecurityGroupIds, Subnets } = config;
  if (VpcId === undefined && SecurityGroupIds === undefined && Subnets === undefined) return undefined;
  if (VpcId === undefined || SecurityGroupIds === undefined || Subnets === undefined) {
    throw validationError("VpcId, SecurityGroupIds and Subnets of WorkforceVpcConfig must be given together.");
  }
  return { VpcId, SecurityGroupIds, Subnets };
}

function moveTo(workforce: Workforce, vpc: WorkforceVpcConfigResponse | undefined): void {
  if (vpc === undefined) delete workforce.WorkforceVpcConfig;
  else workforce.WorkforceVpcConfig = vpc;
}

/** The endpoint that the service makes in the VPC. */
function connect({ Workforce: { WorkforceVpcConfig: vpc } }: Description): void {
  if (vpc !== undefined) vpc.VpcEndpointId ??= randomHexId("vpce-");
}

function update(account: Account, labeling: Labeling, input: Checked<UpdateWorkforceRequest>): UpdateWorkforceResponse {
  checkConstraints(input, CONSTRAINTS);
  const workforce = labeling.workforces.get(input.WorkforceName);
  refuseBusy("update", workforce);
  if (input.OidcConfig !== undefined && hasTeams(labeling)) {
    throw conflict(`OidcConfig of workforce [${workforce.arn}] can only be updated if it contains no work teams.`);
  }
  const { Workforce: current } = workforce.description;
  if (input.WorkforceVpcConfig !== undefined) moveTo(current, vpcConfig(input.WorkforceVpcConfig));
  if (input.OidcConfig !== undefined) current.OidcConfig = withoutSecret(input.OidcConfig);
  if (input.SourceIpConfig !== undefined) current.SourceIpConfig = input.SourceIpConfig;
  if (input.IpAddressType !== undefined) current.IpAddressType = input.IpAddressType;
  travel(account, labeling.workforces, workforce, UPDATING);
  return { Workforce: structuredClone(current) };
}

function hasTeams({ workteams }: Labeling): boolean {
  return workteams.all().length > 0;
}

function refuseBusy(verb: string, { arn, description }: Resource<Description>): void {
  const status = description.Status;
  if (status === "Active" || status === "Failed") return;
  throw conflict(`Unable to ${verb} workforce [${arn}] in ${status} status.`);
}

function list(collection: Workforces, input: ListWorkforcesRequest): ListWorkforcesResponse {
  const { page, ...rest } = listPage(collection.all(), input, {
    sortBy: "CreateDate",
    sortOrder: "Ascending",
    sortValues: { CreateDate: ({ CreationTime }) => CreationTime?.getTime() ?? 0 },
  });
  return { Workforces: page.map(({ description }) => structuredClone(description.Workforce)), ...rest };
}
