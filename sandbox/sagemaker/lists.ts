import type { Resource } from "./collection.ts";
import { validationError } from "./errors.ts";

/** The members that List inputs have in common; each operation has some of them. */
export interface ListInput {
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
  SortBy?: string | undefined;
  SortOrder?: string | undefined;
  NameContains?: string | undefined;
  StatusEquals?: string | undefined;
  CreationTimeAfter?: Date | undefined;
  CreationTimeBefore?: Date | undefined;
  LastModifiedTimeAfter?: Date | undefined;
  LastModifiedTimeBefore?: Date | undefined;
}

interface Listed {
  CreationTime?: Date | undefined;
  LastModifiedTime?: Date | undefined;
}

export interface ListOptions<Description> {
  sortBy: string;
  sortOrder: "Ascending" | "Descending";
  /** How many there are on a page when the input does not say; 10 by default. */
  pageSize?: number;
  statusOf?: (description: Description) => string | undefined;
  /** Values to sort by beside Name, CreationTime, LastModifiedTime and Status. */
  sortValues?: Record<string, (description: Description) => string | number>;
}

type SortKey = [value: string | number, name: string];

const PAGE_SIZE = 10;
const LARGEST_PAGE = 100;

/** One page of the resources that pass the input's filters, in its order, and the token of the next. */
export function listPage<Description extends Listed>(
  resources: Resource<Description>[],
  input: ListInput,
  options: ListOptions<Description>,
): { page: Resource<Description>[]; NextToken?: string } {
  const size = pageSize(input, options.pageSize);
  const direction = (input.SortOrder ?? options.sortOrder) === "Descending" ? -1 : 1;
  const keyOf = (resource: Resource<Description>) => sortKey(resource, input.SortBy ?? options.sortBy, options);
  const after = input.NextToken === undefined ? undefined : readToken(input.NextToken);
  const rest = resources
    .filter((resource) => passes(resource, input, options))
    .filter((resource) => after === undefined || compareKeys(keyOf(resource), after) * direction > 0)
    .sort((one, other) => compareKeys(keyOf(one), keyOf(other)) * direction);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  if (last === undefined || rest.length <= size) return { page };
  return { page, NextToken: writeToken(keyOf(last)) };
}

function pageSize(input: ListInput, usual = PAGE_SIZE): number {
  const size = input.MaxResults ?? usual;
  if (size >= 1 && size <= LARGEST_PAGE) return size;
  const bound = size < 1 ? "greater than or equal to 1" : `less than or equal to ${LARGEST_PAGE}`;
  throw validationError(
    `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function passes<Description extends Listed>(
  resource: Resource<Description>,
  input: ListInput,
  options: ListOptions<Description>,
): boolean {
  const { CreationTime, LastModifiedTime } = resource.description;
  if (input.NameContains !== undefined && !containsText(resource.name, input.NameContains)) return false;
  if (input.StatusEquals !== undefined && options.statusOf?.(resource.description) !== input.StatusEquals) return false;
  return (
    isBetween(CreationTime, input.CreationTimeAfter, input.CreationTimeBefore) &&
    isBetween(LastModifiedTime, input.LastModifiedTimeAfter, input.LastModifiedTimeBefore)
  );
}

function containsText(name: string, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}

function isBetween(time: Date | undefined, after: Date | undefined, before: Date | undefined): boolean {
  if (time === undefined) return after === undefined && before === undefined;
  return (after === undefined || time > after) && (before === undefined || time < before);
}

function sortKey<Description extends Listed>(
  resource: Resource<Description>,
  by: string,
  options: ListOptions<Description>,
): SortKey {
  const { description, name } = resource;
  const own = options.sortValues?.[by];
  if (own !== undefined) return [own(description), name];
  if (by === "CreationTime") return [description.CreationTime?.getTime() ?? 0, name];
  if (by === "LastModifiedTime") return [description.LastModifiedTime?.getTime() ?? 0, name];
  if (by === "Status") return [options.statusOf?.(description) ?? "", name];
  return [name, name];
}

function compareKeys(one: SortKey, other: SortKey): number {
  return compare(one[0], other[0]) || compare(one[1], other[1]);
}

function compare(one: string | number, other: string | number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function writeToken(key: SortKey): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function readToken(token: string): SortKey {
  try {
    const key: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Array.isArray(key) && key.length === 2 && typeof key[1] === "string") return key as SortKey;
  } catch (error) {
    throw Object.assign(invalidToken(), { cause: error });
  }
  throw invalidToken();
}

function invalidToken() {
  return validationError("Invalid pagination token given.");
}
