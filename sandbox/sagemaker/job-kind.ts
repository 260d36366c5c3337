import type { Tag } from "@aws-sdk/client-sagemaker";
import type { AwsError } from "../contract.ts";
import type { Quotas } from "./account.ts";
import type { Resource } from "./collection.ts";
import type { Constraint } from "./constraints.ts";
import type { DurationName } from "./durations.ts";
import type { Checked } from "./handler.ts";
import type { Way } from "./life-cycle.ts";
import type { ListInput, ListOptions } from "./lists.ts";
import type { StateChange } from "./state-change.ts";

/** What the descriptions of all jobs have in common. */
export interface JobDescription {
  CreationTime?: Date | undefined;
  LastModifiedTime?: Date | undefined;
  FailureReason?: string | undefined;
}

type Member<Description> = keyof Description & string;

/** The life of a kind of job as data: it waits, runs, can be stopped, and ends. */
export interface JobLife<Description extends JobDescription> {
  /** As it stands in ARNs: `transform-job`. */
  type: string;
  /** As refusals call it: `transform job`. */
  title: string;
  members: {
    name: Member<Description>;
    arn: Member<Description>;
    /** Status and secondary status. */
    status: readonly [Member<Description>, ...Member<Description>[]];
    /** When it began to compute, and when it ended; left out where Describe has no such member. */
    started?: Member<Description>;
    ended?: Member<Description>;
  };
  statuses: Record<"waiting" | "running" | "stopping" | "stopped" | "completed", Partial<Description>> & {
    /** The value of every status member. */
    failed: string;
  };
  durations: {
    waiting: DurationName;
    /** Left out of jobs that run until the jobs that they launch have ended. */
    running?: DurationName;
    stopping: DurationName;
  };
  /** Null when SageMaker sends no event about it. */
  event: StateChange<Description> | null;
  notFound(id: string): AwsError;
  /** What Describe takes, and what follows the type in the ARN; the name by default. */
  idOf?(members: Record<string, unknown>): string;
  /** Called with each new state, after its members were set. */
  entered?(description: Description, now: Date): void;
}

/** Takes the place of the timed run of jobs that launch others. */
export interface JobWork<Description extends JobDescription> {
  start(job: Resource<Description>): void;
  stop(job: Resource<Description>): void;
}

export interface Tagged {
  Tags?: Tag[] | undefined;
}

/** How the API deals with a kind of job. `Input` is the input of its Create call, `Filter` that of its List call. */
export interface JobKind<Description extends JobDescription, Input extends Tagged, Filter extends ListInput>
  extends JobLife<Description> {
  /** As the names of operations call it: `TransformJob`. */
  noun: string;
  constraints: readonly Constraint[];
  /** The refusals of its Create call beyond constraints, name and quota. */
  check?(input: Checked<Input>): void;
  /** The description of a new one, but for ARN, times and status; tags are left out of it anyway. */
  describeNew(input: Checked<Input>): Partial<Description>;
  /** The Describe answer, where it differs from the description that is kept. */
  answer?(job: Resource<Description>): object;
  /** Of kinds whose number of instances an account may limit. */
  quota?: { type: keyof Quotas; instancesOf(settings: Partial<Description>): number };
  list: {
    /** The member of the List answer. */
    member: string;
    matches?(description: Description, filter: Checked<Filter>): boolean;
    summarize(description: Description): object;
  } & Pick<ListOptions<Description>, "sortBy" | "sortOrder" | "pageSize">;
  /** Stop and Delete answer the ARN, under its member's name. */
  answersArn?: boolean;
  /** Left out of kinds that the API cannot delete. */
  deletion?: JobDeletion<Description>;
}

export interface JobDeletion<Description> {
  way: Way<Description>;
  /** The refusal while it runs, where it is not the usual one. */
  refusal?(name: string): AwsError;
}
