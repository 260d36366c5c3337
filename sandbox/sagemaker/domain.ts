import {
  AppNetworkAccessType,
  AppSecurityGroupManagement,
  AuthMode,
  type CreateDomainRequest,
  type CreateDomainResponse,
  type DeleteDomainRequest,
  type DescribeDomainRequest,
  type DescribeDomainResponse,
  IPAddressType,
  type ListDomainsRequest,
  type ListDomainsResponse,
  type UpdateDomainRequest,
  type UpdateDomainResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import { type Account, randomHexId, randomId } from "./account.ts";
import type { Collection, Resource, ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt, roleAt, securityGroupsAt, subnetsAt } from "./constraints.ts";
import { checkDomainUpdate, updatedSettings } from "./domain-update.ts";
import { resourceInUse, resourceNotFound, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import type { Studio } from "./studio.ts";
import { appsIn, holdsNetwork, refuseOccupied } from "./studio-contents.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Domains = Collection<DescribeDomainResponse>;

export const DOMAIN: ResourceType<DescribeDomainResponse> = {
  type: "domain",
  statusMembers: ["Status"],
  event: null,
  notFound: (_id, arn) => resourceNotFound(`Domain [${arn}] does not exist.`),
};

const SETTINGS: Constraint[] = [
  subnetsAt("SubnetIds[]"),
  { at: "SubnetIds", mostItems: 16 },
  { at: "VpcId", pattern: /^vpc-[a-z0-9-]+$/ },
  { at: "AppNetworkAccessType", oneOf: Object.values(AppNetworkAccessType) },
  { at: "AppSecurityGroupManagement", oneOf: Object.values(AppSecurityGroupManagement) },
  roleAt("DefaultUserSettings.ExecutionRole"),
  securityGroupsAt("DefaultUserSettings.SecurityGroups[]"),
  { at: "DefaultUserSettings.SecurityGroups", mostItems: 5 },
  roleAt("DefaultSpaceSettings.ExecutionRole"),
  securityGroupsAt("DefaultSpaceSettings.SecurityGroups[]"),
];
const CREATE: Constraint[] = [
  ...nameAt("DomainName"),
  { at: "AuthMode", oneOf: Object.values(AuthMode) },
  ...SETTINGS,
  securityGroupsAt("DomainSettings.SecurityGroupIds[]"),
  { at: "DomainSettings.IpAddressType", oneOf: Object.values(IPAddressType) },
  ...TAG_CONSTRAINTS,
];
const UPDATE: Constraint[] = [
  ...SETTINGS,
  securityGroupsAt("DomainSettingsForUpdate.SecurityGroupIds[]"),
  { at: "DomainSettingsForUpdate.IpAddressType", oneOf: Object.values(IPAddressType) },
];

const CREATING: Way<DescribeDomainResponse> = [
  { set: { Status: "Pending" }, lasts: "domainPending" },
  { set: { Status: "InService" } },
];
const UPDATING: Way<DescribeDomainResponse> = [
  { set: { Status: "Updating" }, lasts: "domainUpdating" },
  { set: { Status: "InService" } },
];
const DELETING: Way<DescribeDomainResponse> = [{ set: { Status: "Deleting" }, lasts: "domainDeleting" }, GONE];

/** Statuses in which a domain cannot be changed or deleted. */
const BUSY: ReadonlySet<string> = new Set(["Deleting", "Pending", "Updating"]);

const SUMMARY = ["DomainArn", "DomainId", "DomainName", "Status", "CreationTime", "LastModifiedTime", "Url"] as const;

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html */
export function createDomains(
  account: Account,
  studio: Studio,
): { collection: Domains; operations: Record<string, OperationHandler> } {
  const collection = studio.domains;
  return {
    collection,
    operations: {
      CreateDomain: handler((input: Checked<CreateDomainRequest>) => create(account, collection, input)),
      DescribeDomain: handler((input: Checked<DescribeDomainRequest>) => collection.describe(input.DomainId)),
      ListDomains: handler((input: ListDomainsRequest) => list(collection, input)),
      UpdateDomain: handler((input: Checked<UpdateDomainRequest>) => update(account, studio, input)),
      DeleteDomain: handler((input: Checked<DeleteDomainRequest>) => {
        const domain = collection.get(input.DomainId);
        refuseBusy("delete", domain);
        refuseOccupied("Domain", domain.arn, occupantsOf(studio, domain.id));
        travel(account, collection, domain, DELETING);
        return {};
      }),
    },
  };
}

function create(account: Account, collection: Domains, input: Checked<CreateDomainRequest>): CreateDomainResponse {
  checkCreate(account, collection, input);
  const { Tags, ...settings } = input;
  const id = randomId("d-", 12);
  const arn = account.arn(DOMAIN.type, id);
  const url = `https://${id}.studio.${account.region}.sagemaker.aws`;
  const withEfs = settings.HomeEfsFileSystemCreation !== "Disabled";
  const description = present<DescribeDomainResponse>({
    AppNetworkAccessType: "PublicInternetOnly",
    HomeEfsFileSystemCreation: "Enabled",
    TagPropagation: "DISABLED",
    ...present(settings),
    DomainArn: arn,
    DomainId: id,
    Url: url,
    HomeEfsFileSystemId: withEfs ? randomHexId("fs-") : undefined,
    CreationTime: account.time.now(),
  });
  const name = settings.DomainName;
  const domain = collection.add({ name, id, arn, description, tags: readTags(Tags), cancel() {} });
  travel(account, collection, domain, CREATING);
  return { DomainArn: arn, DomainId: id, Url: url };
}

function checkCreate(account: Account, collection: Domains, input: Checked<CreateDomainRequest>): void {
  checkConstraints(input, CREATE);
  const duplicate = collection.all().find((domain) => domain.name === input.DomainName);
  if (duplicate !== undefined) {
    throw resourceInUse(`Domain [${duplicate.arn}] with the name ${input.DomainName} already exists.`);
  }
  const inVpc = input.VpcId !== undefined && (input.SubnetIds ?? []).length > 0;
  if (input.AppNetworkAccessType === "VpcOnly" && !inVpc) {
    throw validationError("VpcId and Subnet IDs are required for creating domains in VpcOnly mode.");
  }
  account.checkQuota("domain", collection.all().length, 1);
}

function occupantsOf(studio: Studio, domainId: string): Record<string, readonly unknown[]> {
  const inDomain = ({ description }: Resource<{ DomainId?: string | undefined }>) => description.DomainId === domainId;
  return {
    App: appsIn(studio, domainId),
    Space: studio.spaces.all().filter(inDomain),
    UserProfile: studio.profiles.all().filter(inDomain),
  };
}

function update(account: Account, studio: Studio, input: Checked<UpdateDomainRequest>): UpdateDomainResponse {
  checkConstraints(input, UPDATE);
  const domain = studio.domains.get(input.DomainId);
  refuseBusy("update", domain);
  checkDomainUpdate(domain.description, input, holdsNetwork(studio, domain.id));
  Object.assign(domain.description, updatedSettings(domain.description, input));
  travel(account, studio.domains, domain, UPDATING);
  return { DomainArn: domain.arn };
}

function refuseBusy(verb: string, domain: Resource<DescribeDomainResponse>): void {
  const status = domain.description.Status ?? "";
  if (BUSY.has(status)) throw resourceInUse(`Unable to ${verb} Domain [${domain.arn}] in ${status} status.`);
}

function list(collection: Domains, input: ListDomainsRequest): ListDomainsResponse {
  const { page, ...rest } = listPage(collection.all(), input, { sortBy: "CreationTime", sortOrder: "Ascending" });
  return { Domains: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
