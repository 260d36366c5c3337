import type {
  CreateHubRequest,
  CreateHubResponse,
  DescribeHubRequest,
  DescribeHubResponse,
  HubInfo,
  ListHubsRequest,
  ListHubsResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { type Constraint, checkConstraints, nameAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { travel, type Way } from "./life-cycle.ts";
import { listPage } from "./lists.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeHubResponse;
export type Hubs = Collection<Description>;

const TYPE: ResourceType<Description> = {
  type: "hub",
  statusMembers: ["HubStatus"],
  event: null,
  failedStatus: "CreateFailed",
  notFound: (_name, arn) => resourceNotFound(`Hub [${arn}] does not exist.`),
};

const CONSTRAINTS: Constraint[] = [
  ...nameAt("HubName"),
  { at: "HubDescription", longest: 1_023 },
  { at: "HubSearchKeywords", mostItems: 50 },
  ...TAG_CONSTRAINTS,
];

const CREATING: Way<Description> = [
  { set: { HubStatus: "Creating" }, lasts: "hubCreating" },
  { set: { HubStatus: "InService" } },
];

/** Hubs, as far as what is in them needs them. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateHub.html */
export function createHubs(account: Account): { collection: Hubs; operations: Record<string, OperationHandler> } {
  const collection: Hubs = new Collection(account, TYPE);
  return {
    collection,
    operations: {
      CreateHub: handler((input: Checked<CreateHubRequest>) => create(account, collection, input)),
      DescribeHub: handler((input: Checked<DescribeHubRequest>) =>
        collection.describe(findHub(collection, input.HubName).id),
      ),
      ListHubs: handler((input: Checked<ListHubsRequest>) => list(collection, input)),
    },
  };
}

/** By name or ARN. Throws ResourceNotFound. */
export function findHub(collection: Hubs, nameOrArn: string): Resource<Description> {
  const name = nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1) : nameOrArn;
  return collection.get(name);
}

function list(collection: Hubs, input: Checked<ListHubsRequest>): ListHubsResponse {
  const { page, ...next } = listPage(collection.all(), input, {
    sortBy: "CreationTime",
    sortOrder: "Descending",
    sortValues: { HubName: ({ HubName = "" }) => HubName, HubStatus: ({ HubStatus = "" }) => HubStatus },
  });
  return { HubSummaries: page.map(({ description }) => summaryOf(description)), ...next };
}

function summaryOf(hub: Description): HubInfo {
  return pick(hub, SUMMARY) as HubInfo;
}

const SUMMARY = [
  ...(["HubName", "HubArn", "HubDisplayName", "HubDescription", "HubSearchKeywords", "HubStatus"] as const),
  ...(["CreationTime", "LastModifiedTime"] as const),
];

function create(account: Account, collection: Hubs, input: Checked<CreateHubRequest>): CreateHubResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const name = input.HubName;
  const arn = account.arn(TYPE.type, name);
  if (collection.find(name) !== undefined) throw resourceInUse(`Hub [${arn}] already exists.`);
  const now = account.time.now();
  const description: Description = {
    ...present(settings),
    HubArn: arn,
    HubStatus: "Creating",
    CreationTime: now,
    LastModifiedTime: now,
  };
  const hub = collection.add({ name, id: name, arn, description, tags: readTags(Tags), cancel() {} });
  travel(account, collection, hub, CREATING);
  return { HubArn: arn };
}
