/** Where each kind of fact comes from: the call, what it is asked by, and which item answers which question. */

import { member } from "../../sagemaker/document.ts";
import { ANSWERS } from "../answers.ts";
import type { FactItem, FactName } from "../facts.ts";
import type { Calls, ReadOperation } from "./calls.ts";

/** Tells items of one kind by keys: ids of subnets, of VPCs, …. */
export interface Source<Name extends FactName = FactName> {
  name: Name;
  /** What is named where it gives no answer. */
  operation: string;
  /** Where an item has the keys that it is an answer for, as a dotted path; null where there is one key only. */
  keyAt: string | null;
  /** `id`: a key without an item does not exist. `part`: more of an item that another source tells. */
  answers: "id" | "part" | "list";
  /** How many keys it takes at a time. */
  batch: number;
  /** The source that each of its items answers, too, by the item's id. */
  alsoTells?: Source;
  /** The items of the keys, as EC2 tells them. Throws what the API throws. */
  read(keys: readonly string[], calls: Calls): Promise<readonly unknown[]>;
}

/** The key of sources that are asked by nothing. */
export const WHOLE_ACCOUNT = "account";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html allows as many values a filter. */
const VALUES = 200;

/** DescribeNatGateways and DescribeFlowLogs spell the member their own way. */
const FILTER_MEMBERS: Partial<Record<FactName, string>> = { natGateways: "Filter", flowLogs: "Filter" };

export const SUBNETS = filtered("subnets", "subnet-id", "SubnetId", "id");
export const SECURITY_GROUPS = filtered("securityGroups", "group-id", "GroupId", "id");
export const NETWORK_INTERFACES = filtered("networkInterfaces", "network-interface-id", "NetworkInterfaceId", "id");
export const PREFIX_LISTS = filtered("prefixLists", "prefix-list-id", "PrefixListId", "id");
const SUBNETS_OF_VPCS = { ...filtered("subnets", "vpc-id", "VpcId"), alsoTells: SUBNETS };
export const FLOW_LOGS = filtered("flowLogs", "resource-id", "ResourceId");

export const PREFIX_LIST_ENTRIES: Source<"prefixLists"> = {
  name: "prefixLists",
  operation: "GetManagedPrefixListEntries",
  keyAt: "PrefixListId",
  answers: "part",
  batch: 1,
  async read([PrefixListId], calls) {
    const entries = await calls.pages("GetManagedPrefixListEntries", { PrefixListId }, "Entries");
    return [{ PrefixListId, Cidrs: entries.map((entry) => member(entry, "Cidr")) }];
  },
};

const VPC_ATTRIBUTES: Source<"vpcAttributes"> = {
  name: "vpcAttributes",
  operation: "DescribeVpcAttribute",
  keyAt: "VpcId",
  answers: "list",
  batch: 1,
  async read([VpcId], calls) {
    const attributes = ["enableDnsSupport", "enableDnsHostnames"];
    const read = attributes.map((Attribute) => calls.send("DescribeVpcAttribute", { VpcId, Attribute }));
    return [Object.assign({}, ...(await Promise.all(read)))];
  },
};

/** Those that are asked by the ids of VPCs. */
export const VPC_SOURCES: readonly Source[] = [
  SUBNETS_OF_VPCS,
  filtered("vpcs", "vpc-id", "VpcId", "id"),
  VPC_ATTRIBUTES,
  filtered("routeTables", "vpc-id", "VpcId"),
  filtered("internetGateways", "attachment.vpc-id", "Attachments[].VpcId"),
  filtered("natGateways", "vpc-id", "VpcId"),
  filtered("networkAcls", "vpc-id", "VpcId"),
  filtered("vpcEndpoints", "vpc-id", "VpcId"),
];

/** Those that are asked once for the account and Region: EC2 has no filters for them, or there is one answer only. */
export const ACCOUNT_SOURCES: readonly Source[] = [
  unfiltered("egressOnlyInternetGateways"),
  unfiltered("blockPublicAccessExclusions"),
  {
    ...unfiltered("blockPublicAccessOptions"),
    async read(_keys, calls) {
      const answer = await calls.send("DescribeVpcBlockPublicAccessOptions", {});
      return [member(answer, "VpcBlockPublicAccessOptions")];
    },
  },
];

/** Who uses groups, as those who keep account of it tell. */
export type UsesOf = (groupIds: readonly string[]) => Promise<readonly FactItem<"groupUses">[]>;

export function groupUses(usesOf: UsesOf): Source<"groupUses"> {
  return {
    name: "groupUses",
    operation: "the look-up of what uses the security groups",
    keyAt: "GroupId",
    answers: "list",
    batch: Number.POSITIVE_INFINITY,
    read: (groupIds) => usesOf(groupIds),
  };
}

function filtered<Name extends EC2Fact>(
  name: Name,
  filter: string,
  keyAt: string,
  answers: "id" | "list" = "list",
): Source<Name> {
  const { call, member: path } = ANSWERS[name];
  const filters = FILTER_MEMBERS[name] ?? "Filters";
  return {
    ...{ name, operation: call, keyAt, answers, batch: VALUES },
    read: (keys, calls) => calls.pages(call, { [filters]: [{ Name: filter, Values: [...keys] }] }, path),
  };
}

function unfiltered<Name extends EC2Fact>(name: Name): Source<Name> {
  const { call, member: path } = ANSWERS[name];
  return {
    ...{ name, operation: call, keyAt: null, answers: "list", batch: 1 },
    read: (_keys, calls) => calls.pages(call, {}, path),
  };
}

/** Facts that EC2 tells page by page. */
type EC2Fact = { [Name in FactName]: (typeof ANSWERS)[Name]["call"] extends ReadOperation ? Name : never }[FactName];
