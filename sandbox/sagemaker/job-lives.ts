import type { AwsError } from "../contract.ts";
import type { Account } from "./account.ts";
import { Collection, type Resource, type ResourceType } from "./collection.ts";
import { wrongJobStatus } from "./errors.ts";
import { present } from "./handler.ts";
import type { JobDescription, JobLife, JobWork } from "./job-kind.ts";
import { type Stage, travel, type Way } from "./life-cycle.ts";

type Status = "waiting" | "running" | "stopping" | "stopped" | "completed";

/** The jobs of one kind and their lives, past the API. */
export class JobLives<Description extends JobDescription> {
  readonly account: Account;
  readonly collection: Collection<Description>;
  readonly #life: JobLife<Description>;
  readonly #work: JobWork<Description> | null;

  constructor(account: Account, life: JobLife<Description>, work: JobWork<Description> | null = null) {
    this.account = account;
    this.collection = new Collection(account, typeOf(life));
    this.#life = life;
    this.#work = work;
  }

  /** Starts a job; `settings` are as Describe answers them, the name included. */
  start(settings: Partial<Description>, tags: Map<string, string>): Resource<Description> {
    const { members, type } = this.#life;
    const name = String(settings[members.name]);
    const id = this.idOf(settings);
    const arn = this.account.arn(type, id);
    const description = present(settings) as Description;
    Object.assign(description, { [members.arn]: arn, CreationTime: this.account.time.now() });
    const job = this.collection.add({ name, id, arn, description, tags, cancel() {} });
    if (this.#work === null) this.travel(job, this.#run());
    else this.#work.start(job);
    return job;
  }

  /** Throws ValidationException when the job has ended; one that is stopping already goes on stopping. */
  stop(job: Resource<Description>): void {
    if (this.#is(job, "stopping")) return;
    if (!this.#is(job, "waiting") && !this.#is(job, "running")) throw this.wrongStatus(job);
    if (this.#work === null) this.travel(job, [this.stage("stopping"), this.stage("stopped")]);
    else this.#work.stop(job);
  }

  travel(job: Resource<Description>, way: Way<Description>): void {
    travel(this.account, this.collection, job, way);
  }

  /** A stage of the life, with members that come with it; the stages that end it last for ever. */
  stage(status: Status, more?: Partial<Description>): Stage<Description> {
    const { statuses, durations, entered } = this.#life;
    const moment = this.#momentOf(status);
    const lasts = status === "completed" || status === "stopped" ? undefined : durations[status];
    return {
      set: { ...statuses[status], ...more },
      ...(lasts === undefined ? {} : { lasts }),
      entered(description, now) {
        if (moment !== undefined) Object.assign(description, { [moment]: now });
        entered?.(description, now);
      },
    };
  }

  idOf(members: object): string {
    const named: Record<string, unknown> = { ...members };
    return this.#life.idOf?.(named) ?? String(named[this.#life.members.name]);
  }

  statusOf(description: Partial<Description>): string {
    return String(description[this.#life.members.status[0]]);
  }

  hasEnded(job: Resource<Description>): boolean {
    const failed = this.statusOf(job.description) === this.#life.statuses.failed;
    return failed || this.#is(job, "completed") || this.#is(job, "stopped");
  }

  wrongStatus(job: Resource<Description>): AwsError {
    return wrongJobStatus(this.#life.title, this.statusOf(job.description));
  }

  /** The member that tells when a status was entered. */
  #momentOf(status: Status): string | undefined {
    const { started, ended } = this.#life.members;
    if (status === "running") return started;
    return status === "completed" || status === "stopped" ? ended : undefined;
  }

  #is(job: Resource<Description>, status: Status): boolean {
    return this.statusOf(job.description) === this.statusOf(this.#life.statuses[status]);
  }

  #run(): Way<Description> {
    return [this.stage("waiting"), this.stage("running"), this.stage("completed")];
  }
}

function typeOf<Description extends JobDescription>(life: JobLife<Description>): ResourceType<Description> {
  const { type, event, members, statuses, notFound, entered } = life;
  return {
    type,
    event,
    notFound,
    statusMembers: members.status,
    failedStatus: statuses.failed,
    failed(description, now) {
      if (members.ended !== undefined) Object.assign(description, { [members.ended]: now });
      entered?.(description, now);
    },
  };
}
