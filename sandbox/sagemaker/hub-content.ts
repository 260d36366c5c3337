import {
  type DeleteHubContentRequest,
  type DescribeHubContentRequest,
  type DescribeHubContentResponse,
  HubContentSupportStatus,
  type ImportHubContentRequest,
  type ImportHubContentResponse,
  type ListHubContentsRequest,
  type ListHubContentsResponse,
  type ListHubContentVersionsRequest,
  type UpdateHubContentRequest,
  type UpdateHubContentResponse,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { listComposites } from "./composite-list.ts";
import { type Constraint, checkConstraints, nameAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import { findHub, type Hubs } from "./hub.ts";
import { GONE, travel, type Way } from "./life-cycle.ts";
import { readTags, TAG_CONSTRAINTS } from "./tags.ts";

type Description = DescribeHubContentResponse & { HubContentVersion: string };
type Content = Resource<Description>;
type Contents = Collection<Description>;

const TYPE: ResourceType<Description> = {
  type: "hub-content",
  statusMembers: ["HubContentStatus"],
  event: null,
  failedStatus: "ImportFailed",
  notFound: (_id, arn) => resourceNotFound(`HubContent [${arn}] does not exist.`),
};

const VERSION = /^\d{1,4}\.\d{1,4}\.\d{1,4}$/;
/** ModelReference is made by CreateHubContentReference only. */
const IMPORTED_TYPES = ["DataSet", "JsonDoc", "Model", "Notebook"];
const CONSTRAINTS: Constraint[] = [
  ...nameAt("HubContentName"),
  { at: "HubContentType", oneOf: IMPORTED_TYPES },
  { at: "HubContentVersion", pattern: VERSION },
  { at: "DocumentSchemaVersion", pattern: VERSION },
  { at: "HubContentDocument", longest: 65_535 },
  { at: "HubContentDescription", longest: 1_023 },
  { at: "HubContentMarkdown", longest: 65_535 },
  { at: "HubContentSearchKeywords", mostItems: 50 },
  { at: "SupportStatus", oneOf: Object.values(HubContentSupportStatus) },
  ...TAG_CONSTRAINTS,
];

const IMPORTING: Way<Description> = [
  { set: { HubContentStatus: "Importing" }, lasts: "hubContentImporting" },
  { set: { HubContentStatus: "Available" } },
];
const DELETING: Way<Description> = [{ set: { HubContentStatus: "Deleting" }, lasts: "hubContentDeleting" }, GONE];

const SUMMARY = [
  "HubContentName",
  "HubContentArn",
  "HubContentVersion",
  "HubContentType",
  "DocumentSchemaVersion",
  "HubContentStatus",
  "CreationTime",
  "HubContentDisplayName",
  "HubContentDescription",
  "SupportStatus",
  "HubContentSearchKeywords",
] as const;

/** What Update can change. */
const METADATA = [
  "HubContentDescription",
  "HubContentDisplayName",
  "HubContentMarkdown",
  "HubContentSearchKeywords",
  "SupportStatus",
] as const;

/**
 * What is in hubs, each version on its own; `HubName` is the name or the ARN of the hub.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImportHubContent.html
 */
export function createHubContents(
  account: Account,
  hubs: Hubs,
): { collection: Contents; operations: Record<string, OperationHandler> } {
  const collection: Contents = new Collection(account, TYPE);
  const find = (input: Address) => findContent(collection, hubs, input);
  return {
    collection,
    operations: {
      ImportHubContent: handler((input: Checked<ImportHubContentRequest>) =>
        importContent(account, collection, hubs, input),
      ),
      DescribeHubContent: handler((input: Checked<DescribeHubContentRequest>) => collection.describe(find(input).id)),
      ListHubContents: handler((input: Checked<ListHubContentsRequest>) =>
        list(latestOf(contentsIn(collection, hubs, input)), input),
      ),
      ListHubContentVersions: handler((input: Checked<ListHubContentVersionsRequest>) =>
        list(
          contentsIn(collection, hubs, input).filter(({ name }) => name === input.HubContentName),
          input,
        ),
      ),
      UpdateHubContent: handler((input: Checked<UpdateHubContentRequest>) => update(account, find(input), input)),
      DeleteHubContent: handler((input: Checked<DeleteHubContentRequest>) => {
        const content = find(input);
        refuseBusy("delete", content);
        travel(account, collection, content, DELETING);
        return {};
      }),
    },
  };
}

type Address = Checked<DescribeHubContentRequest>;

function contentId(hub: string, { HubContentType, HubContentName }: Address, version: string): string {
  return [hub, HubContentType, HubContentName, version].join("/");
}

/** The version that is asked for, else the latest one. Throws ResourceNotFound for hubs and contents. */
function findContent(collection: Contents, hubs: Hubs, input: Address): Content {
  const hub = findHub(hubs, input.HubName);
  const { HubContentVersion: version } = input;
  if (version !== undefined) return collection.get(contentId(hub.name, input, version));
  const named = contentsIn(collection, hubs, input).filter(({ name }) => name === input.HubContentName);
  return latestOf(named)[0] ?? collection.get(contentId(hub.name, input, "1.0.0"));
}

function contentsIn(collection: Contents, hubs: Hubs, input: Checked<ListHubContentsRequest>): Content[] {
  const hub = findHub(hubs, input.HubName);
  return collection
    .all()
    .filter(({ description }) => description.HubName === hub.name)
    .filter(({ description }) => description.HubContentType === input.HubContentType);
}

/** Of each name the content with the highest version. */
function latestOf(contents: readonly Content[]): Content[] {
  const latest = new Map<string, Content>();
  for (const content of contents) {
    const other = latest.get(content.name);
    if (other === undefined || versionOf(content) > versionOf(other)) latest.set(content.name, content);
  }
  return [...latest.values()];
}

/** `1.20.3` as a number that sorts. */
function versionOf({ description }: Content): number {
  return description.HubContentVersion.split(".").reduce((total, part) => total * 10_000 + Number(part), 0);
}

function importContent(
  account: Account,
  collection: Contents,
  hubs: Hubs,
  input: Checked<ImportHubContentRequest>,
): ImportHubContentResponse {
  checkConstraints(input, CONSTRAINTS);
  const { Tags, ...settings } = input;
  const hub = findHub(hubs, input.HubName);
  checkDocument(input.HubContentDocument);
  const HubContentVersion = input.HubContentVersion ?? "1.0.0";
  const id = contentId(hub.name, input, HubContentVersion);
  const arn = account.arn(TYPE.type, id);
  if (collection.find(id) !== undefined) throw resourceInUse(`HubContent [${arn}] already exists.`);
  const now = account.time.now();
  const description: Description = {
    SupportStatus: "Supported",
    ...present(settings),
    HubName: hub.name,
    HubArn: hub.arn,
    HubContentArn: arn,
    HubContentVersion,
    HubContentStatus: "Importing",
    CreationTime: now,
    LastModifiedTime: now,
  };
  const name = input.HubContentName;
  const content = collection.add({ name, id, arn, description, tags: readTags(Tags), cancel() {} });
  travel(account, collection, content, IMPORTING);
  return { HubArn: hub.arn, HubContentArn: arn };
}

function checkDocument(document: string): void {
  try {
    JSON.parse(document);
  } catch (error) {
    throw Object.assign(validationError("HubContentDocument must be a JSON document."), { cause: error });
  }
}

function update(account: Account, content: Content, input: Checked<UpdateHubContentRequest>): UpdateHubContentResponse {
  checkConstraints(input, CONSTRAINTS);
  refuseBusy("update", content);
  const changes = pick(input, METADATA);
  if (Object.keys(changes).length === 0) throw validationError(`At least one of ${METADATA.join(", ")} must be given.`);
  const { description, arn } = content;
  Object.assign(description, changes, { LastModifiedTime: account.time.now() });
  return present({ HubArn: description.HubArn, HubContentArn: arn });
}

function refuseBusy(verb: string, { arn, description }: Content): void {
  const status = description.HubContentStatus ?? "";
  if (status === "Available" || status.endsWith("Failed")) return;
  throw resourceInUse(`Unable to ${verb} HubContent [${arn}] in ${status} status.`);
}

function list(
  contents: Content[],
  input: Checked<ListHubContentsRequest> | Checked<ListHubContentVersionsRequest>,
): ListHubContentsResponse {
  const { page, ...rest } = listComposites(contents, input, {
    sortBy: "CreationTime",
    sortOrder: "Ascending",
    statusOf: (description) => description.HubContentStatus,
    sortValues: { HubContentStatus: ({ HubContentStatus }) => HubContentStatus ?? "" },
  });
  return { HubContentSummaries: page.map(({ description }) => pick(description, SUMMARY)), ...rest };
}
