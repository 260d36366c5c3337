/**
 * The contract of a SageMaker resource kind: everything the service has to know about one resource type, as data.
 * A kind names operations and members by the words of the SageMaker API; `test/sagemaker/kinds.test.ts` checks every
 * one of them against the schemas that the installed SDK exports.
 */
import type { DocumentUnit } from "./document-unit.ts";

/**
 * The settings that rules judge, each with the type of its value once read. A unit carries a setting when the API has a
 * member for it there, set or not. Lists of one (`SubnetId`) are read as lists.
 */
export const SETTINGS = {
  appNetworkAccess: "string",
  directInternetAccess: "string",
  dockerAccess: "string",
  dockerRootless: "string",
  dockerTrustedAccounts: "strings",
  imdsVersion: "string",
  instanceCount: "number",
  ipAddressType: "string",
  lifecycleScript: "string",
  linkSourceIp: "string",
  linkVpcSourceIp: "string",
  networkIsolation: "boolean",
  remoteAccess: "string",
  remoteDebug: "boolean",
  repositoryAccess: "string",
  rootAccess: "string",
  securityGroups: "strings",
  sourceCidrs: "strings",
  ssmAccess: "boolean",
  subnets: "strings",
  trafficEncryption: "boolean",
} as const;
export type SettingName = keyof typeof SETTINGS;

interface ValueTypes {
  boolean: boolean;
  number: number;
  string: string;
  strings: string[];
}

export type SettingTypes = { [Name in SettingName]: ValueTypes[(typeof SETTINGS)[Name]] };

/**
 * Where a setting stands, as a dotted path from its unit. Two paths where the input of the create call and the
 * output of Describe name it differently; several for the create calls of a kind that has more than one.
 */
export type SettingPath = string | { create: string | readonly string[]; describe: string };

/**
 * How the number of instances is found: the largest of every `each` path's values and of every `sum` path's total
 * (`ResourceConfig.InstanceGroups[].InstanceCount` is a total; alternatives that SageMaker chooses from are not).
 */
export interface InstanceCountPaths {
  each: readonly string[];
  sum?: readonly string[];
}

export type UnitSettings = {
  [Name in Exclude<SettingName, "instanceCount">]?: SettingPath;
} & { instanceCount?: InstanceCountPaths };

/** A place in the resource that carries network settings: `""` is the resource itself, `Containers[]` each of a list. */
export interface UnitTable {
  at: string;
  /** The kind of the resources that are made with these settings: what a policy asks of that kind counts here, too. */
  as?: string;
  settings: UnitSettings;
}

/** A resource whose settings count for this one: each endpoint variant is judged by the model it names. */
export interface Inheritance {
  /**
   * Path of the member that names the other resource by id or ARN, a list's element included
   * (`ProductionVariants[].ModelName`); for a kind with several id members, the path of each.
   */
  from: SettingPath | Readonly<Record<string, string>>;
  kind: string;
  /** Settings that count from there. Those of the resource's own unit `""` count only where nothing is inherited. */
  takes: readonly SettingName[];
  /** The member that says whether `from` names a resource of this kind. */
  when?: { path: string; equals: string };
}

/** Settings inside a text of its own: a pipeline's definition, a job's configuration. */
export interface EmbeddedDocument {
  /** Path of the text, in the create call's input and in the Describe output. */
  member: string;
  /** Path in the create call's input that names where the text is when it is not in `member`. */
  elsewhere?: string;
  /** The settings that its units can have. */
  carries: readonly SettingName[];
  /** The ids of the kinds of which it holds create calls. */
  makes?: readonly string[];
  /** Never throws: what makes no sense becomes a unit that says so. */
  read(text: string): DocumentUnit[];
}

/** One API call of the service, with the IAM actions it needs when they are not just `sagemaker:<call>`. */
export interface Operation {
  call: string;
  permissions: readonly string[];
}

/** Statuses are those of the Describe answer's `status.member`. */
export interface StopOperation extends Operation {
  /** Statuses from which SageMaker accepts the call. */
  startsFrom: readonly string[];
  /** Statuses that lead to one of `startsFrom` by themselves, so that waiting helps. */
  waitsIn: readonly string[];
  /** Statuses while the stop is under way. */
  stopping: readonly string[];
  /** Statuses in which nothing runs any more: stopping is already done. */
  ended: readonly string[];
  effect: "reversible" | "destructive";
  /**
   * Statuses, or secondary ones, in which nothing has been computed yet, so that a stop loses nothing; `enum` is the
   * SDK's const with them, where that is not called like the member.
   */
  beforeCompute?: { member: string; enum?: string; values: readonly string[] };
  /** What stays, what a person loses by it (nothing saved by a reversible stop), and how to take it back; in sentences. */
  kept: readonly string[];
  lost: readonly string[];
  undo: string;
}

/** The list of what runs of a resource that does not run itself. */
export interface RunList extends Operation {
  items: string;
  /** The call's member that names the resource, where it is not the kind's id member. */
  of?: string;
  /** What else the call is sent, so that the latest come first. */
  input?: Readonly<Record<string, string>>;
  /** Members of an item that name it, together: of a run that the kind's stop call stops, the one that this takes. */
  idMembers: readonly string[];
  statusMember: string;
}

/** A call that changes settings of the resource as it is, without a new one. */
export interface InPlaceChange {
  call: string;
  settings: readonly SettingName[];
  /** Members that the call spells differently from the create call: `DomainSettings` → `DomainSettingsForUpdate`. */
  renamed?: Readonly<Record<string, string>>;
  /** SageMaker accepts it only while the resource is stopped. */
  whileStopped?: boolean;
  /** Paths of the units whose settings it changes; all where left out. */
  units?: readonly string[];
  /** Members that the call replaces as a whole: what is not sent with them is lost. */
  replaces?: readonly string[];
}

/** How the API says that a resource does not exist; the texts differ by operation. */
export interface NotFound {
  code: string;
  messageIncludes?: string;
}

export interface ResourceKind {
  /** The resource type as it stands in ARNs: `hyper-parameter-tuning-job`. */
  id: string;
  /** As it reads in a sentence: `hyperparameter tuning job`. */
  title: string;
  /** Null for what CloudFormation cannot make. */
  cloudFormationType: string | null;
  calls: {
    create: readonly string[];
    /** Calls that change the resource: judged by the resource as it is afterwards. */
    update: readonly string[];
    /** Calls that make a stored setting live. */
    start: readonly string[];
    /** Calls that end the resource or its work. */
    end: readonly string[];
  };
  /** Member that people name the resource by, in the create input and the Describe output. */
  nameMember: string;
  /**
   * Members that Describe, Stop and Update take, in the order in which the ARN has them; in the create call's input or
   * response. Together they are the resource's id: `d-1abc/jane`.
   */
  idMembers: readonly string[];
  /** Those of `idMembers` that a resource may lack. */
  optionalIdMembers?: readonly string[];
  /** What follows the type in the ARN is no id that Describe takes. */
  arnLacksId?: boolean;
  /** Member that holds the ARN: in the create output and, where it is called otherwise, in the Describe output. */
  arnMember: string | { create: string; describe: string };
  /** Member of the Describe output with the time of creation. */
  creationTimeMember: string;
  statusMember: string | null;
  /** The SDK's const with its statuses, where that is not called like the member. */
  statusEnum?: string;
  /** Statuses after which it never runs again. */
  over: readonly string[];
  /** `root`: the member of the answer that holds the resource, where it is not the answer itself. */
  describe: Operation & { root?: string };
  /**
   * `idMember` and `arnMember`: what the list calls them where it calls them otherwise; an `arnMember` of null says that
   * the list names no ARNs. `forEach`: a member that the call requires, with all of its values; each is asked for.
   * `within`: the list of what holds the resources, whose `member` the call requires. `createdAfter`: the member that
   * leaves out what was made before; where the call has none, everything is listed.
   */
  list: Operation & {
    items: string;
    idMember?: string;
    arnMember?: string | null;
    forEach?: { member: string; values: readonly string[] };
    within?: { call: string; items: string; member: string; arnMember: string };
    createdAfter?: string;
  };
  notFound: readonly NotFound[];
  /** https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html */
  stateChange: { detailType: string; arnMember: string } | null;
  /** Whether AddTags takes it. */
  taggable: boolean;
  /** Path in the Describe output of the interface that it has in the VPC. */
  networkInterfaceMember?: string;
  /** Paths of the execution roles in the Describe output. */
  roles: readonly string[];
  units: readonly UnitTable[];
  document?: EmbeddedDocument;
  inherits: readonly Inheritance[];
  /** Members of the Describe output that hold the ARN of the resource which started this one. */
  parents: readonly { member: string; kind: string }[];
  inPlace: InPlaceChange | null;
  /** A pipeline's executions, a domain's apps. A stop is then one of them, and its statuses are theirs. */
  runs?: RunList;
  unseen?: readonly UnseenChange[];
  stop: StopOperation | null;
}

/** What an update call changes and no Describe answer shows: it cannot be told, and is never taken for right. */
export interface UnseenChange {
  call: string;
  /** The call's member that says it. */
  member: string;
  carries: readonly SettingName[];
  /** Why it cannot be told, as a clause. */
  reason: string;
}

/** Keeps a kind's literal types while checking it against the contract. */
export function defineKind<const Kind extends ResourceKind>(kind: Kind): Kind {
  return kind;
}

/** An operation that needs exactly the IAM action of its own name. */
export function operation<const Call extends string>(call: Call): { call: Call; permissions: readonly string[] } {
  return { call, permissions: [`sagemaker:${call}`] };
}

/** A resource, as far as it is known. */
export interface ResourceRef {
  kind: string;
  /** The name people use; for a domain its DomainName where known, else its id. */
  name: string;
  /**
   * What Describe takes: the values of the kind's `idMembers`, joined by `/`. Null when the event named the resource only
   * by an ARN, whose letter case cannot be trusted.
   */
  id: string | null;
  arn: string | null;
  account: string | null;
  region: string | null;
}

/** Whether a resource in this status has ended for good: nothing runs, and no call can make it run again. */
export function isOver(kind: ResourceKind, status: string | null): boolean {
  return status !== null && kind.over.includes(status);
}
