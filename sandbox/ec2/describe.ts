/** The Describe calls: ids, filters and pages, the same for all. */
import type {
  DescribeAvailabilityZonesRequest,
  DescribeSecurityGroupRulesRequest,
  DescribeVpcAttributeRequest,
  Filter,
  GetManagedPrefixListEntriesRequest,
} from "@aws-sdk/client-ec2";
import { isObject, valuesAt } from "../../shared/sagemaker/document.ts";
import type { OperationHandler } from "../contract.ts";
import { matchesWildcard } from "../iam.ts";
import { operation, pageOf } from "../services/operation.ts";
import type { ListName, Network } from "./network.ts";
import { invalidValue, missing, refused } from "./refusals.ts";
import { RESOURCES, type Resource } from "./resources.ts";
import { rulesOf } from "./security-group-rules.ts";

type Json = Record<string, unknown>;

const RULES: Resource = {
  call: "DescribeSecurityGroupRules",
  id: "SecurityGroupRuleId",
  ids: "SecurityGroupRuleIds",
  missing: ["InvalidSecurityGroupRuleId.NotFound", "The security group rule ID 'ID_' does not exist"],
  filters: { "group-id": "GroupId", "security-group-rule-id": "SecurityGroupRuleId" },
  page: [5, 1000],
};

const ZONES: Resource = {
  call: "DescribeAvailabilityZones",
  id: "ZoneName",
  ids: "ZoneNames",
  missing: ["InvalidParameterValue", "Invalid availability zone: [ID_]"],
  filters: {
    "opt-in-status": "OptInStatus",
    "region-name": "RegionName",
    state: "State",
    "zone-id": "ZoneId",
    "zone-name": "ZoneName",
    "zone-type": "ZoneType",
  },
  page: [1, 1000],
};

const ENTRIES_PAGE = [1, 100] as const;

export function describeOperations(network: Network): Record<string, OperationHandler> {
  const operations: Record<string, OperationHandler> = {};
  for (const name of Object.keys(RESOURCES) as ListName[]) {
    operations[RESOURCES[name].call] = (input) => {
      const items: readonly object[] = network.lists[name];
      const [page, NextToken] = select(RESOURCES[name], items, withNames(name, input));
      return { [name]: page, NextToken };
    };
  }
  return {
    ...operations,
    DescribeAvailabilityZones: operation((input: DescribeAvailabilityZonesRequest) => ({
      AvailabilityZones: select(ZONES, zonesOf(network.region), { ...input })[0],
    })),
    DescribeSecurityGroupRules: operation((input: DescribeSecurityGroupRulesRequest) => {
      const rules = network.lists.SecurityGroups.flatMap(rulesOf);
      const [SecurityGroupRules, NextToken] = select(RULES, rules, { ...input });
      return { SecurityGroupRules, NextToken };
    }),
    DescribeVpcAttribute: operation((input: DescribeVpcAttributeRequest) => vpcAttribute(network, input)),
    DescribeVpcBlockPublicAccessOptions: () => ({ VpcBlockPublicAccessOptions: network.blockPublicAccess }),
    GetManagedPrefixListEntries: operation((input: GetManagedPrefixListEntriesRequest) => {
      const [Entries, NextToken] = paged(ENTRIES_PAGE, network.entriesOf(input.PrefixListId ?? ""), { ...input });
      return { Entries, NextToken };
    }),
  };
}

/** The items that the input asks for, one page of them, with the token of the next. */
function select<Item extends object>(
  resource: Resource,
  items: readonly Item[],
  input: Json,
): [Item[], string | undefined] {
  const ids = textsIn(input[resource.ids]);
  const filters = (input.Filters ?? input.Filter ?? []) as Filter[];
  checkFilters(filters);
  if (ids.length > 0 && input.MaxResults !== undefined) {
    const message = `The parameter ${resource.ids} cannot be used with the parameter MaxResults`;
    throw refused("InvalidParameterCombination", message);
  }
  const idOf = (item: object) => String(Reflect.get(item, resource.id));
  const known = new Set(items.map(idOf));
  for (const id of ids) if (!known.has(id)) throw missing(resource, id);
  const wanted = items.filter((item) => ids.length === 0 || ids.includes(idOf(item)));
  const matchers = filters.map((filter) => matcherOf(resource, filter));
  const matching = wanted.filter((item) => matchers.every((matches) => matches(item)));
  return paged(resource.page, matching, input);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
const MOST_FILTER_VALUES = 200;

function checkFilters(filters: readonly Filter[]): void {
  if (filters.flatMap(({ Values }) => textsIn(Values)).length <= MOST_FILTER_VALUES) return;
  const message = `The maximum number of filter values specified on a single call is ${MOST_FILTER_VALUES}`;
  throw refused("FilterLimitExceeded", message);
}

/** Groups can be asked for by name, too. */
function withNames(name: ListName, input: Json): Json {
  if (name !== "SecurityGroups" || input.GroupNames === undefined) return input;
  const named = { Name: "group-name", Values: textsIn(input.GroupNames) };
  return { ...input, Filters: [...((input.Filters ?? []) as Filter[]), named] };
}

function paged<Item>(
  [least, most]: Resource["page"],
  items: readonly Item[],
  input: Json,
): [Item[], string | undefined] {
  const size = Number(input.MaxResults ?? most);
  if (size < least) {
    const expected = `Expecting a value greater than or equal to ${least}.`;
    throw invalidValue(`Value ( ${size} ) for parameter maxResults is invalid. ${expected}`);
  }
  const token = input.NextToken === undefined ? undefined : readToken(String(input.NextToken));
  const [page, next] = pageOf(items, token, Math.min(size, most));
  return [page, next === undefined ? undefined : Buffer.from(`next ${next}`).toString("base64")];
}

function readToken(token: string): string {
  const [, start] = /^next (\d+)$/.exec(Buffer.from(token, "base64").toString("utf8")) ?? [];
  if (start === undefined) throw refused("InvalidNextToken", "The token provided is invalid.");
  return start;
}

/** Values of a filter are alternatives; `*` and `?` stand for other characters. */
function matcherOf({ filters }: Resource, { Name: name = "", Values }: Filter): (item: object) => boolean {
  const patterns = textsIn(Values);
  const fits = (value: unknown) => patterns.some((pattern) => matchesWildcard(pattern, String(value)));
  if (name === "tag-key") return (item) => tagsOf(item).some(({ Key }) => fits(Key));
  if (name.startsWith("tag:")) {
    return (item) => tagsOf(item).some(({ Key, Value }) => Key === name.slice("tag:".length) && fits(Value));
  }
  const path = Object.hasOwn(filters, name) ? filters[name] : undefined;
  if (path === undefined) throw invalidValue(`The filter '${name}' is invalid`);
  return (item) => valuesAt(item, path).some(fits);
}

/** Network interfaces have theirs in a `TagSet`. */
function tagsOf(item: object): Json[] {
  return ["Tags[]", "TagSet[]"].flatMap((path) => valuesAt(item, path)).filter(isObject);
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** One attribute a call. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html */
function vpcAttribute(network: Network, { Attribute, VpcId }: DescribeVpcAttributeRequest): object {
  const known = network.attributesOf(VpcId);
  if (Attribute === "enableDnsSupport") return { VpcId, EnableDnsSupport: known.EnableDnsSupport };
  if (Attribute === "enableDnsHostnames") return { VpcId, EnableDnsHostnames: known.EnableDnsHostnames };
  if (Attribute === "enableNetworkAddressUsageMetrics") {
    return { VpcId, EnableNetworkAddressUsageMetrics: known.EnableNetworkAddressUsageMetrics ?? { Value: false } };
  }
  throw invalidValue(`Value (${Attribute}) for parameter attribute is invalid. Unknown attribute`);
}

/** `eu-west-1a` is `euw1-az1` in this account. */
export function zoneIdOf(zoneName: string): string {
  const [, area = "", direction = "", digits = "", letter = "a"] = /^(\w+)-(\w+)-(\d+)(\w)$/.exec(zoneName) ?? [];
  const short = direction.replace(/(north|south|central|east|west)/g, (word) => word.charAt(0));
  return `${area}${short}${digits}-az${letter.charCodeAt(0) - "a".charCodeAt(0) + 1}`;
}

export function zonesOf(region: string) {
  return ["a", "b", "c"].map((letter) => ({
    GroupName: `${region}-zg-1`,
    Messages: [],
    NetworkBorderGroup: region,
    OptInStatus: "opt-in-not-required" as const,
    RegionName: region,
    State: "available" as const,
    ZoneId: zoneIdOf(region + letter),
    ZoneName: region + letter,
    ZoneType: "availability-zone",
  }));
}
