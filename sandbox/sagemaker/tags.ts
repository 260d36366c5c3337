import type {
  AddTagsInput,
  AddTagsOutput,
  DeleteTagsInput,
  DeleteTagsOutput,
  ListTagsInput,
  ListTagsOutput,
  Tag,
} from "@aws-sdk/client-sagemaker";
import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import type { Resource, StoredResources } from "./collection.ts";
import { type Constraint, checkConstraints } from "./constraints.ts";
import { validationError } from "./errors.ts";
import { type Checked, handler } from "./handler.ts";

const MOST_TAGS = 50;

/** For every input with a member `Tags`. */
export const TAG_CONSTRAINTS: Constraint[] = [
  { at: "Tags", mostItems: MOST_TAGS },
  { at: "Tags[].Key", longest: 128 },
  { at: "Tags[].Value", longest: 256 },
];

/** The tags of a create call; throws on keys that are reserved for AWS. */
export function readTags(tags: Tag[] | undefined): Map<string, string> {
  const read = new Map<string, string>();
  for (const { Key, Value } of tags ?? []) {
    if (Key === undefined) continue;
    refuseReserved(Key);
    read.set(Key, Value ?? "");
  }
  return read;
}

function refuseReserved(key: string): void {
  if (!key.toLowerCase().startsWith("aws:")) return;
  throw validationError("aws: prefixed tag key names are not allowed for external use.");
}

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddTags.html */
export function createTagging(
  account: Account,
  collections: readonly StoredResources[],
): Record<string, OperationHandler> {
  const find = (arn: string) => findResource(account, collections, arn);
  return {
    AddTags: handler((input: Checked<AddTagsInput>) => addTags(find(input.ResourceArn), input)),
    ListTags: handler((input: Checked<ListTagsInput>) => listTags(find(input.ResourceArn), input)),
    DeleteTags: handler((input: Checked<DeleteTagsInput>) => deleteTags(find(input.ResourceArn), input)),
  };
}

function findResource(account: Account, collections: readonly StoredResources[], arn: string): Resource {
  const prefix = `arn:aws:sagemaker:${account.region}:${account.accountId}:`;
  const [type = "", ...name] = arn.slice(prefix.length).split("/");
  const collection = collections.find((candidate) => candidate.type.type === type.toLowerCase());
  if (!arn.toLowerCase().startsWith(prefix) || collection === undefined || name.length === 0) {
    throw validationError(`Invalid resource ARN: ${arn}`);
  }
  const found = collection.findByArn(arn);
  if (found === undefined) throw collection.type.notFound(name.join("/"), arn);
  return found;
}

function addTags(resource: Resource, input: Checked<AddTagsInput>): AddTagsOutput {
  checkConstraints(input, TAG_CONSTRAINTS);
  const tags = new Map([...resource.tags, ...readTags(input.Tags)]);
  if (customerTags(tags) > MOST_TAGS) {
    throw validationError(`The number of tags on ${resource.arn} would exceed the limit of ${MOST_TAGS}.`);
  }
  resource.tags = tags;
  return { Tags: tagList(tags) };
}

/** Tags that AWS services set do not count. */
function customerTags(tags: Map<string, string>): number {
  return [...tags.keys()].filter((key) => !key.toLowerCase().startsWith("aws:")).length;
}

function listTags(resource: Resource, input: Checked<ListTagsInput>): ListTagsOutput {
  const start = input.NextToken === undefined ? 0 : Number(input.NextToken);
  if (!Number.isInteger(start) || start < 0) throw validationError("Invalid pagination token given.");
  checkConstraints(input, [{ at: "MaxResults", from: 50, to: Number.MAX_SAFE_INTEGER }]);
  const end = start + (input.MaxResults ?? MOST_TAGS);
  const tags = tagList(resource.tags);
  const page = { Tags: tags.slice(start, end) };
  return end < tags.length ? { ...page, NextToken: String(end) } : page;
}

function deleteTags(resource: Resource, input: Checked<DeleteTagsInput>): DeleteTagsOutput {
  for (const key of input.TagKeys) refuseReserved(key);
  for (const key of input.TagKeys) resource.tags.delete(key);
  return {};
}

/** As the API answers them. */
export function tagList(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}
