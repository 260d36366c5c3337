/** The network of the local account: what a scenario describes, as it stands now. */
import { createHash } from "node:crypto";
import type {
  DescribeVpcAttributeResult,
  EgressOnlyInternetGateway,
  FlowLog,
  InternetGateway,
  ManagedPrefixList,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  PrefixListEntry,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import { randomHexId } from "../sagemaker/account.ts";
import { missing, refused } from "./refusals.ts";
import { RESOURCES } from "./resources.ts";

/**
 * A network as EC2's Describe calls tell it: plain JSON, each member spelled as in its answer, so that what
 * `aws ec2 describe-…` prints can be pasted together. Times may be text.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Types.html
 */
export interface NetworkScenario extends Partial<Lists> {
  VpcBlockPublicAccessOptions?: VpcBlockPublicAccessOptions;
}

/** The parts of a network that have ids; attributes and entries stand beside them under the id they belong to. */
export interface Lists {
  Vpcs: Vpc[];
  /** A VPC without attributes here resolves names (`enableDnsSupport`) and gives none (`enableDnsHostnames`). */
  VpcAttributes: DescribeVpcAttributeResult[];
  Subnets: Subnet[];
  RouteTables: RouteTable[];
  InternetGateways: InternetGateway[];
  NatGateways: NatGateway[];
  EgressOnlyInternetGateways: EgressOnlyInternetGateway[];
  VpcEndpoints: VpcEndpoint[];
  SecurityGroups: SecurityGroup[];
  NetworkAcls: NetworkAcl[];
  PrefixLists: ManagedPrefixList[];
  /** GetManagedPrefixListEntries does not say of which list its entries are, so that stands beside them. */
  PrefixListEntries: { PrefixListId: string; Entries: PrefixListEntry[] }[];
  FlowLogs: FlowLog[];
  NetworkInterfaces: NetworkInterface[];
  VpcBlockPublicAccessExclusions: VpcBlockPublicAccessExclusion[];
}

/** The lists that a Describe call answers. */
export type ListName = keyof typeof RESOURCES;

export interface NetworkOptions {
  accountId: string;
  region: string;
  now(): Date;
  scenario: NetworkScenario;
}

export class Network {
  readonly accountId: string;
  readonly region: string;
  readonly now: () => Date;
  readonly lists: Lists;
  blockPublicAccess: VpcBlockPublicAccessOptions;

  constructor({ accountId, region, now, scenario }: NetworkOptions) {
    this.accountId = accountId;
    this.region = region;
    this.now = now;
    const { VpcBlockPublicAccessOptions, ...lists } = withTimes(structuredClone(scenario));
    this.lists = { ...emptyLists(), ...lists };
    this.blockPublicAccess = {
      AwsAccountId: accountId,
      AwsRegion: region,
      State: "default-state",
      InternetGatewayBlockMode: "off",
      ManagedBy: "account",
      ExclusionsAllowed: "allowed",
      ...VpcBlockPublicAccessOptions,
    };
  }

  /** A copy of the network as it stands, in the shape that it was described in. */
  snapshot(): Required<NetworkScenario> {
    return structuredClone({ ...this.lists, VpcBlockPublicAccessOptions: this.blockPublicAccess });
  }

  find<Name extends ListName>(name: Name, id: string | undefined): Lists[Name][number] | undefined {
    const { id: member } = RESOURCES[name];
    const items: readonly object[] = this.lists[name];
    return items.find((item) => Reflect.get(item, member) === id) as Lists[Name][number] | undefined;
  }

  /** Throws EC2's refusal of an id that does not exist. */
  get<Name extends ListName>(name: Name, id: string | undefined): Lists[Name][number] {
    const found = this.find(name, id);
    if (found === undefined) throw missing(RESOURCES[name], id ?? "");
    return found;
  }

  remove<Name extends ListName>(name: Name, id: string): void {
    const items: object[] = this.lists[name];
    const { id: member } = RESOURCES[name];
    const at = items.findIndex((item) => Reflect.get(item, member) === id);
    if (at >= 0) items.splice(at, 1);
  }

  entriesOf(prefixListId: string): PrefixListEntry[] {
    this.get("PrefixLists", prefixListId);
    const known = this.lists.PrefixListEntries.find((one) => one.PrefixListId === prefixListId);
    if (known !== undefined) return known.Entries;
    const made = { PrefixListId: prefixListId, Entries: [] };
    this.lists.PrefixListEntries.push(made);
    return made.Entries;
  }

  attributesOf(vpcId: string | undefined): DescribeVpcAttributeResult {
    const { VpcId } = this.get("Vpcs", vpcId);
    const known = this.lists.VpcAttributes.find((one) => one.VpcId === VpcId);
    if (known !== undefined) return known;
    const made = { VpcId, EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: false } };
    this.lists.VpcAttributes.push(made);
    return made;
  }

  /** Throws where two things that belong together are in different VPCs. */
  checkSameVpc(what: string, left: string | undefined, right: string | undefined): void {
    if (left !== right) throw refused("InvalidParameterValue", `${what} belong to different networks`);
  }

  arn(type: string, id: string): string {
    return `arn:aws:ec2:${this.region}:${this.accountId}:${type}/${id}`;
  }

  newId(prefix: string): string {
    return randomHexId(`${prefix}-`);
  }
}

/** An id that is the same for the same parts: security group rules have none in what Describe tells. */
export function derivedId(prefix: string, ...parts: readonly unknown[]): string {
  return `${prefix}-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 17)}`;
}

function emptyLists(): Lists {
  return {
    Vpcs: [],
    VpcAttributes: [],
    Subnets: [],
    RouteTables: [],
    InternetGateways: [],
    NatGateways: [],
    EgressOnlyInternetGateways: [],
    VpcEndpoints: [],
    SecurityGroups: [],
    NetworkAcls: [],
    PrefixLists: [],
    PrefixListEntries: [],
    FlowLogs: [],
    NetworkInterfaces: [],
    VpcBlockPublicAccessExclusions: [],
  };
}

/** The members that are times, as text in JSON. */
const TIMES = /^(AttachTime|CreateTime|CreationTime|CreationTimestamp|DeleteTime|LastUpdateTimestamp)$/;

function withTimes<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === "string" && TIMES.test(name)) Reflect.set(value, name, new Date(member));
    else withTimes(member);
  }
  return value;
}
