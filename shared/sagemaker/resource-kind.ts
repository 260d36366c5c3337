/**
 * The contract of a SageMaker resource kind: everything the service has to know about one resource type, as data.
 * A kind names operations and members by the words of the SageMaker API; `test/sagemaker/kinds.test.ts` checks every
 * one of them against the schemas that the installed SDK exports.
 */

/** The settings that rules judge. A unit carries a setting when the API has a member for it there, set or not. */
export const SETTINGS = [
  "appNetworkAccess",
  "directInternetAccess",
  "imdsVersion",
  "instanceCount",
  "ipAddressType",
  "networkIsolation",
  "remoteDebug",
  "repositoryAccess",
  "rootAccess",
  "securityGroups",
  "ssmAccess",
  "subnets",
  "trafficEncryption",
] as const;
export type SettingName = (typeof SETTINGS)[number];

/** What a setting's value is once it has been read; lists of one (`SubnetId`) are read as lists. */
export interface SettingTypes {
  appNetworkAccess: string;
  directInternetAccess: string;
  imdsVersion: string;
  instanceCount: number;
  ipAddressType: string;
  networkIsolation: boolean;
  remoteDebug: boolean;
  repositoryAccess: string;
  rootAccess: string;
  securityGroups: string[];
  ssmAccess: boolean;
  subnets: string[];
  trafficEncryption: boolean;
}

/**
 * Where a setting stands, as a dotted path from its unit. Two paths where the input of the create call and the
 * output of Describe name it differently.
 */
export type SettingPath = string | { create: string; describe: string };

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
  settings: UnitSettings;
}

/** A resource whose settings count for this one: each endpoint variant is judged by the model it names. */
export interface Inheritance {
  /** Path of the member that names the other resource, a list's element included: `ProductionVariants[].ModelName`. */
  from: string;
  kind: string;
  /** Settings of the resource's own unit `""` that count only where nothing is inherited. */
  replaces: readonly SettingName[];
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
  /** Secondary statuses in which nothing has been computed yet, so that a stop loses nothing. */
  beforeCompute?: { member: string; values: readonly string[] };
  /** What a person loses by it, in words; empty for a reversible stop. */
  lost: readonly string[];
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
  cloudFormationType: string;
  calls: {
    create: string;
    /** Calls that change the resource: judged by the resource as it is afterwards. */
    update: readonly string[];
    /** Calls that make a stored setting live. */
    start: readonly string[];
  };
  /** Member that people name the resource by, in the create input and the Describe output. */
  nameMember: string;
  /** Member that Describe, Stop and Update take; in the create call's response where it is not `nameMember`. */
  idMember: string;
  /** Member that holds the ARN, required in the Describe output and in the create output. */
  arnMember: string;
  /** Member of the Describe output with the time of creation; absent from kinds that have none. */
  creationTimeMember: string;
  statusMember: string | null;
  describe: Operation;
  list: Operation & { items: string };
  notFound: readonly NotFound[];
  units: readonly UnitTable[];
  inherits: readonly Inheritance[];
  stop: StopOperation | null;
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
  /** What Describe takes. Null when the event named the resource only by an ARN, whose letter case cannot be trusted. */
  id: string | null;
  arn: string | null;
  account: string | null;
  region: string | null;
}
