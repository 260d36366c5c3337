/** Notebooks in a network, a ledger on dynalite, recorded messages: a world for sweeps and rechecks. */
import type { SageMakerApi } from "../../shared/aws/sagemaker.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { createNetworkFacts } from "../../shared/network/facts.ts";
import { type NetworkNeeds, NetworkUnavailableError } from "../../shared/network/needs.ts";
import type { OwnEvent } from "../../shared/notify/events.ts";
import type { Message } from "../../shared/notify/message.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Finding, Ledger } from "../../shared/record/ledger.ts";
import { createNetworkIndex, type NetworkIndex } from "../../shared/record/network-index.ts";
import { createSweepStore, type SweepStore } from "../../shared/record/sweeps.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import type { SurveyService } from "../../shared/sweep/survey-service.ts";
import type { LocalTable } from "../record/local-table.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const SUBNET = "subnet-0a1b2c3d4e5f60001";
export const TABLE = "rtb-0a1b2c3d4e5f60001";
export const MAIN_TABLE = "rtb-0a1b2c3d4e5f60000";
export const VPC = "vpc-0a1b2c3d4e5f60000";
export const GROUP = "sg-0a1b2c3d4e5f60001";
export const GATEWAY = "igw-0a1b2c3d4e5f60000";

export interface Notebook {
  name: string;
  createdAt: Date;
  subnet: string;
  /** Wrong by itself. */
  directInternet: boolean;
}

export interface World {
  service: SurveyService;
  ledger: Ledger;
  index: NetworkIndex;
  sweeps: SweepStore;
  notebooks: Map<string, Notebook>;
  /** Subnets besides SUBNET, whose table is the main one. */
  routes: { DestinationCidrBlock: string; GatewayId: string; State: string }[];
  /** EC2's answer when it refuses to tell the route tables. */
  networkRefused: string | null;
  networkBusy: boolean;
  /** Why the deployed policy cannot be used. */
  problem: string | null;
  /** Operations that fail, each with the error's name. */
  failing: Map<string, string>;
  messages: Message[];
  events: OwnEvent[];
  started: { name: string; request: RemediationRequest }[];
  notes: { message: string; detail: Record<string, unknown>; metric: string | undefined }[];
  calls: string[];
  clock: { now: Date };
  waited: number[];
}

export function createWorld({ table, client }: LocalTable, policy: unknown = POLICY): World {
  const clock = { now: new Date("2026-11-21T05:00:00Z") };
  const now = () => clock.now;
  const world = {
    ...{
      notebooks: new Map(),
      routes: [],
      networkRefused: null,
      networkBusy: false,
      problem: null,
      failing: new Map(),
    },
    ...{ messages: [], events: [], started: [], notes: [], calls: [], clock, waited: [] },
  } as unknown as World;
  const wait = async (milliseconds: number) => void world.waited.push(milliseconds);
  const options = { table, client, now, wait };
  world.ledger = createLedger(options);
  world.index = createNetworkIndex(options);
  world.sweeps = createSweepStore({ ...options, region: REGION });
  world.service = {
    kinds: [kindOf("notebook-instance")],
    place: { partition: "aws", region: REGION, account: ACCOUNT },
    sageMaker: apiOf(world),
    network: { read: async (needs) => readNetwork(needs, world) },
    calls: () => world.calls.length,
    ...{ ledger: world.ledger, index: world.index, sweeps: world.sweeps, now, wait, graceSeconds: 0 },
    currentPolicy: async () => ({ policy: resolvePolicy(policy), problem: world.problem }),
    ordinaryWay: {
      getFinding: (id) => world.ledger.getFinding(id),
      findOpenFindings: (key) => world.ledger.findOpenFindings(key),
      nameCreator: async () => {},
      wake: async () => {},
      async start(name, request) {
        const known = world.started.some((one) => one.name === name);
        if (!known) world.started.push({ name, request });
        return known ? "already-started" : "started";
      },
    },
    send: async (message) => void world.messages.push(message),
    publish: async (event) => void world.events.push(event),
    note: (message, detail, metric) => void world.notes.push({ message, detail, metric }),
  };
  return world;
}

const POLICY = { mode: "report", rules: { "vpc-endpoints-present": "off", "s3-through-gateway-endpoint": "off" } };

export function addNotebook(world: World, name: string, more: Partial<Notebook> = {}): void {
  const createdAt = new Date("2026-11-20T05:00:00Z");
  world.notebooks.set(name, { name, createdAt, subnet: SUBNET, directInternet: false, ...more });
}

export const OPEN_ROUTE = { DestinationCidrBlock: "0.0.0.0/0", GatewayId: GATEWAY, State: "active" };

function apiOf(world: World): SageMakerApi {
  return {
    async call(operation, input) {
      world.calls.push(operation);
      const failing = world.failing.get(operation) ?? world.failing.get(`${operation} ${input.NotebookInstanceName}`);
      if (failing !== undefined) throw clientError(failing);
      if (operation === "ListNotebookInstances")
        return { NotebookInstances: [...world.notebooks.values()].map(listed) };
      const notebook = world.notebooks.get(String(input.NotebookInstanceName));
      if (notebook === undefined) throw clientError("ValidationException", "RecordNotFound");
      return described(notebook);
    },
  };
}

function clientError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

function listed({ name, createdAt }: Notebook) {
  const NotebookInstanceStatus = "InService";
  return {
    NotebookInstanceName: name,
    NotebookInstanceArn: arnOf(name),
    NotebookInstanceStatus,
    CreationTime: createdAt,
  };
}

export function arnOf(name: string): string {
  return `arn:aws:sagemaker:${REGION}:${ACCOUNT}:notebook-instance/${name}`;
}

function described(notebook: Notebook) {
  return {
    ...listed(notebook),
    ...{ DirectInternetAccess: notebook.directInternet ? "Enabled" : "Disabled", RootAccess: "Disabled" },
    ...{ SubnetId: notebook.subnet, SecurityGroups: [GROUP] },
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
  };
}

function readNetwork({ subnets }: NetworkNeeds, world: World) {
  world.calls.push("DescribeRouteTables");
  if (world.networkBusy) throw new NetworkUnavailableError("DescribeRouteTables did not answer (RequestLimitExceeded)");
  const tables = [
    tableOf(TABLE, [{ RouteTableAssociationId: "rtbassoc-0a1b2c3d4e5f60001", SubnetId: SUBNET }], world.routes),
    tableOf(MAIN_TABLE, [{ RouteTableAssociationId: "rtbassoc-0a1b2c3d4e5f60000", Main: true }], []),
  ];
  const kinds = world.networkRefused === null ? {} : { routeTables: world.networkRefused };
  return createNetworkFacts(
    [
      { Vpcs: [{ VpcId: VPC, OwnerId: ACCOUNT, CidrBlock: "10.0.0.0/16", InstanceTenancy: "default" }] },
      { VpcAttributes: [{ VpcId: VPC, EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: true } }] },
      { Subnets: [...new Set([SUBNET, ...subnets])].map(subnetOf) },
      ...(world.networkRefused === null ? [{ RouteTables: tables }] : []),
      {
        SecurityGroups: [{ GroupId: GROUP, OwnerId: ACCOUNT, VpcId: VPC, IpPermissions: [], IpPermissionsEgress: [] }],
      },
      { FlowLogs: [{ FlowLogId: "fl-1", ResourceId: VPC, FlowLogStatus: "ACTIVE", DeliverLogsStatus: "SUCCESS" }] },
      ...[
        { NetworkAcls: [] },
        { VpcEndpoints: [] },
        { NatGateways: [] },
        { PrefixLists: [] },
        { NetworkInterfaces: [] },
      ],
      { VpcBlockPublicAccessOptions: { AwsAccountId: ACCOUNT, InternetGatewayBlockMode: "off" } },
      { VpcBlockPublicAccessExclusions: [] },
    ],
    { kinds },
  );
}

function tableOf(RouteTableId: string, Associations: object[], routes: object[]) {
  const local = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" };
  return { RouteTableId, VpcId: VPC, OwnerId: ACCOUNT, Associations, Routes: [local, ...routes] };
}

function subnetOf(SubnetId: string, index: number) {
  return {
    ...{ SubnetId, VpcId: VPC, OwnerId: ACCOUNT, CidrBlock: `10.0.${index}.0/24`, AvailableIpAddressCount: 200 },
    ...{ AvailabilityZone: "eu-west-1a", Ipv6Native: false, Ipv6CidrBlockAssociationSet: [] },
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
  };
}

export async function causeFinding(world: World, cause = TABLE): Promise<Finding | undefined> {
  const open = await world.ledger.listOpenFindings(100);
  return open.find(({ resource }) => resource.id === cause);
}

export function namesOf(finding: Finding | undefined): string[] {
  return (finding?.affected?.resources ?? []).map(({ name }) => name);
}
