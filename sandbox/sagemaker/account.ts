import { randomInt, randomUUID } from "node:crypto";
import type { AwsEvent, Happening, RecordedCall, Time } from "../contract.ts";
import type { Resource, ResourceType } from "./collection.ts";
import { DEFAULT_DURATIONS, type Durations } from "./durations.ts";
import { asEventsSpell } from "./endpoint-event.ts";
import { limitExceeded } from "./errors.ts";
import { stateChangeEvent } from "./state-change.ts";

/** The resource types whose number an account may limit, by the words of the quota in the refusal. */
const QUOTAS = {
  domain: { name: "Total domains", unit: "Domains" },
  "endpoint-config": { name: "Number of endpoint configurations", unit: "EndpointConfigs" },
  "hyper-parameter-tuning-job": { name: "Concurrent hyperparameter tuning jobs", unit: "TuningJobs" },
  model: { name: "Number of models", unit: "Models" },
  "notebook-instance": { name: "Total number of notebook instances", unit: "NotebookInstances" },
  "processing-job": { name: "Number of instances across all processing jobs", unit: "Instances" },
  "training-job": { name: "Number of instances across all training jobs", unit: "Instances" },
  "transform-job": { name: "Number of instances across all transform jobs", unit: "Instances" },
} as const;

/** The most there may be at once of a resource type; of jobs, the most instances that run. Absent means no limit. */
export type Quotas = { -readonly [Type in keyof typeof QUOTAS]?: number };

export interface SageMakerOptions {
  accountId: string;
  region: string;
  time: Time;
  /** Receives SageMaker's own state change events, as they would reach the default bus. */
  emit: (event: AwsEvent) => void;
  /** Told about the calls that the service makes itself, such as those of a pipeline under its role. */
  onServiceCall?: (call: RecordedCall) => void;
  /** The text of an object in S3; undefined where there is none. By default there are no objects. */
  readObject?: (bucket: string, key: string) => string | undefined;
  /** Told about every change of a resource's state. */
  onChange?: (happening: Happening) => void;
  /** Milliseconds per transition where they differ from the defaults. */
  speed?: Partial<Durations>;
  /** Names of notebook lifecycle configurations that exist from the start, with empty scripts. */
  knownLifecycleConfigs?: readonly string[];
  quotas?: Quotas;
  /** Platform identifiers that CreateNotebookInstance refuses as withdrawn. */
  withdrawnPlatforms?: readonly string[];
}

/** What every kind of resource stands on: names, clock and the ways out of the simulated service. */
export interface Account {
  readonly accountId: string;
  readonly region: string;
  readonly time: Time;
  readonly durations: Durations;
  readonly withdrawnPlatforms: readonly string[];
  arn(type: string, name: string): string;
  /** Throws ResourceLimitExceeded when `inUse` and `requested` together pass the account's quota of that type. */
  checkQuota(type: keyof Quotas, inUse: number, requested: number): void;
  /** Tells the account's owner about a new state; all but `gone` are also SageMaker's own events. */
  announce<Description extends object>(
    type: ResourceType<Description>,
    resource: Resource<Description>,
    state: string,
  ): void;
}

/** al1 and al2-v1 are what the service answers "is not supported" to at the time of writing. */
const WITHDRAWN_PLATFORMS = ["notebook-al1-v1", "notebook-al2-v1"];

/**
 * ARNs of notebook instances and endpoints carry the name in lower case, as the service made them for years; those of
 * other types keep it. Readers must cope with both.
 */
const LOWER_CASED = new Set(["endpoint", "notebook-instance", "notebook-instance-lifecycle-config"]);

export function createAccount(options: SageMakerOptions): Account {
  const { accountId, region, time } = options;
  return {
    accountId,
    region,
    time,
    durations: { ...DEFAULT_DURATIONS, ...options.speed },
    withdrawnPlatforms: options.withdrawnPlatforms ?? WITHDRAWN_PLATFORMS,
    arn: (type, name) =>
      `arn:aws:sagemaker:${region}:${accountId}:${type}/${LOWER_CASED.has(type) ? name.toLowerCase() : name}`,
    checkQuota(type, inUse, requested) {
      const limit = options.quotas?.[type];
      if (limit !== undefined && inUse + requested > limit)
        throw limitExceeded({ ...QUOTAS[type], limit, inUse, requested });
    },
    announce(type, resource, state) {
      const now = time.now();
      if (type.event !== null && state !== "gone") {
        const id = randomUUID();
        const spelled = asEventsSpell(type.type, resource);
        options.emit(stateChangeEvent({ id, accountId, region, now, event: type.event, resource: spelled }));
      }
      options.onChange?.(stateHappening(now, type.type, resource, state));
    },
  };
}

function stateHappening(at: Date, type: string, resource: Resource, state: string): Happening {
  const title = `${type} ${resource.name} is ${state}`;
  return { at, type: "state", title, detail: { kind: type, name: resource.name, arn: resource.arn, state } };
}

const HEX = "0123456789abcdef";
const LETTERS_AND_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** `eni-0a1b2c3d4e5f60718`: a prefix and random hexadecimal digits. */
export function randomHexId(prefix: string, length = 17): string {
  return prefix + randomCharacters(HEX, length);
}

/** `d-1ab2cd3ef4gh`: a prefix and random letters and digits. */
export function randomId(prefix: string, length: number): string {
  return prefix + randomCharacters(LETTERS_AND_DIGITS, length);
}

function randomCharacters(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}
