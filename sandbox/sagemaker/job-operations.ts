import type { OperationHandler } from "../contract.ts";
import type { Account } from "./account.ts";
import type { Collection, Resource } from "./collection.ts";
import { checkConstraints } from "./constraints.ts";
import { jobNameInUse } from "./errors.ts";
import { type Checked, handler, present } from "./handler.ts";
import type { JobDeletion, JobDescription, JobKind, JobWork, Tagged } from "./job-kind.ts";
import { JobLives } from "./job-lives.ts";
import { GONE } from "./life-cycle.ts";
import { type ListInput, listPage } from "./lists.ts";
import { readTags } from "./tags.ts";

/** The jobs of one kind and what the API does with them. */
export interface Jobs<Description extends JobDescription> {
  collection: Collection<Description>;
  lives: JobLives<Description>;
  create: OperationHandler;
  operations: Record<string, OperationHandler>;
}

/** Create, Describe, List, Stop, and Delete where the API has it, of one kind of job. */
export function createJobs<Description extends JobDescription, Input extends Tagged, Filter extends ListInput>(
  account: Account,
  kind: JobKind<Description, Input, Filter>,
  work: JobWork<Description> | null = null,
): Jobs<Description> {
  const lives = new JobLives(account, kind, work);
  const { collection } = lives;
  const find = (input: object) => collection.get(lives.idOf(input));
  const answerOf = (job: Resource<Description>) => (kind.answersArn === true ? { [kind.members.arn]: job.arn } : {});
  const create = handler((input: Checked<Input>) => createJob(lives, kind, input));
  const operations: Record<string, OperationHandler> = {
    [`Create${kind.noun}`]: create,
    [`Describe${kind.noun}`]: handler((input: object) => describeJob(kind, find(input))),
    [`List${kind.noun}s`]: handler((input: Checked<Filter>) => listJobs(lives, kind, input)),
    [`Stop${kind.noun}`]: handler((input: object) => {
      const job = find(input);
      lives.stop(job);
      return answerOf(job);
    }),
  };
  const { deletion } = kind;
  if (deletion !== undefined) {
    operations[`Delete${kind.noun}`] = handler((input: object) => {
      const job = find(input);
      deleteJob(lives, deletion, job);
      return answerOf(job);
    });
  }
  return { collection, lives, create, operations };
}

function createJob<Description extends JobDescription, Input extends Tagged, Filter extends ListInput>(
  lives: JobLives<Description>,
  kind: JobKind<Description, Input, Filter>,
  input: Checked<Input>,
): object {
  checkConstraints(input, kind.constraints);
  const description = { ...kind.describeNew(input), Tags: undefined };
  const name = String(description[kind.members.name]);
  const duplicate = lives.collection.all().find((job) => job.name === name);
  if (duplicate !== undefined) throw jobNameInUse(duplicate.arn);
  kind.check?.(input);
  checkInstances(lives, kind, description);
  const job = lives.start(description, readTags(input.Tags));
  return { [kind.members.arn]: job.arn };
}

function checkInstances<Description extends JobDescription, Input extends Tagged, Filter extends ListInput>(
  lives: JobLives<Description>,
  { quota }: JobKind<Description, Input, Filter>,
  requested: Partial<Description>,
): void {
  if (quota === undefined) return;
  const running = lives.collection.all().filter((job) => !lives.hasEnded(job));
  const inUse = running.reduce((total, { description }) => total + quota.instancesOf(description), 0);
  lives.account.checkQuota(quota.type, inUse, quota.instancesOf(requested));
}

function describeJob<Description extends JobDescription, Input extends Tagged, Filter extends ListInput>(
  kind: JobKind<Description, Input, Filter>,
  job: Resource<Description>,
): object {
  return present(structuredClone(kind.answer?.(job) ?? job.description));
}

function listJobs<Description extends JobDescription, Input extends Tagged, Filter extends ListInput>(
  lives: JobLives<Description>,
  { list }: JobKind<Description, Input, Filter>,
  input: Checked<Filter>,
): object {
  const matching = lives.collection.all().filter(({ description }) => list.matches?.(description, input) ?? true);
  const statusOf = (description: Description) => lives.statusOf(description);
  const { page, ...rest } = listPage(matching, input, { ...list, statusOf });
  return { [list.member]: page.map(({ description }) => present(list.summarize(description))), ...rest };
}

function deleteJob<Description extends JobDescription>(
  lives: JobLives<Description>,
  { way, refusal }: JobDeletion<Description>,
  job: Resource<Description>,
): void {
  const [first] = way;
  const underWay =
    first !== undefined && first !== GONE && lives.statusOf(first.set) === lives.statusOf(job.description);
  if (underWay) return;
  if (!lives.hasEnded(job)) throw refusal?.(job.name) ?? lives.wrongStatus(job);
  lives.travel(job, way);
}
