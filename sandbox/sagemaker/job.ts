import {
  type CreateJobRequest,
  type DescribeJobResponse,
  type DescribeJobSchemaVersionRequest,
  type DescribeJobSchemaVersionResponse,
  JobCategory,
  type ListJobSchemaVersionsRequest,
  type ListJobSchemaVersionsResponse,
  type ListJobsRequest,
} from "@aws-sdk/client-sagemaker";
import type { Account } from "./account.ts";
import { checkConstraints, nameAt, roleAt } from "./constraints.ts";
import { resourceInUse, resourceNotFound, validationError } from "./errors.ts";
import { type Checked, handler, pick, present } from "./handler.ts";
import type { JobKind } from "./job-kind.ts";
import { createJobs, type Jobs } from "./job-operations.ts";
import { GONE } from "./life-cycle.ts";
import { TAG_CONSTRAINTS, tagList } from "./tags.ts";

type Description = DescribeJobResponse;

const LONGEST_DOCUMENT = 262_144;
const CATEGORY = { at: "JobCategory", oneOf: Object.values(JobCategory) };
const JOB: JobKind<Description, CreateJobRequest, ListJobsRequest> = {
  type: "job",
  title: "job",
  noun: "Job",
  members: { name: "JobName", arn: "JobArn", status: ["JobStatus", "SecondaryStatus"], ended: "EndTime" },
  statuses: {
    waiting: { JobStatus: "InProgress", SecondaryStatus: "Starting" },
    running: { JobStatus: "InProgress", SecondaryStatus: "Training" },
    stopping: { JobStatus: "Stopping", SecondaryStatus: "Stopping" },
    stopped: { JobStatus: "Stopped", SecondaryStatus: "Stopped" },
    completed: { JobStatus: "Completed", SecondaryStatus: "Completed" },
    failed: "Failed",
  },
  durations: { waiting: "jobStarting", running: "jobRunning", stopping: "jobStopping" },
  event: null,
  constraints: [
    ...nameAt("JobName"),
    roleAt("RoleArn"),
    CATEGORY,
    { at: "JobConfigSchemaVersion", pattern: /^\d+\.\d+\.\d+$/ },
    { at: "JobConfigDocument", longest: LONGEST_DOCUMENT },
    ...TAG_CONSTRAINTS,
  ],
  notFound(id) {
    const [category, name] = id.split("/");
    return resourceNotFound(`Could not find job of category ${category} with name: ${name}`);
  },
  idOf: ({ JobCategory: category, JobName }) => `${category}/${JobName}`,
  check: ({ JobConfigDocument }) => checkDocument(JobConfigDocument),
  describeNew: (input) => ({ ...input, SecondaryStatusTransitions: [] }),
  entered,
  answer: ({ description, tags }) => ({ ...description, Tags: tagList(tags) }),
  list: {
    member: "JobSummaries",
    sortBy: "CreationTime",
    sortOrder: "Descending",
    pageSize: 50,
    matches: ({ JobCategory: category }, filter) => category === filter.JobCategory,
    summarize: (description) => ({
      ...pick(description, [
        "JobArn",
        "JobName",
        "JobCategory",
        "JobStatus",
        "CreationTime",
        "LastModifiedTime",
        "EndTime",
      ]),
      JobSecondaryStatus: description.SecondaryStatus,
    }),
  },
  deletion: {
    way: [{ set: { JobStatus: "Deleting", SecondaryStatus: "Deleting" }, lasts: "jobDeleting", entered }, GONE],
    refusal: (name) => resourceInUse(`The job ${name} is running. Stop it before you delete it.`),
  },
};

function checkDocument(text: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw Object.assign(validationError("JobConfigDocument is not valid JSON."), { cause: error });
  }
}

function entered(description: Description, now: Date): void {
  const evaluates = description.JobCategory === "AgentRFTEvaluation" && description.SecondaryStatus === "Training";
  if (evaluates) description.SecondaryStatus = "Evaluating";
  const transitions = description.SecondaryStatusTransitions ?? [];
  const previous = transitions.at(-1);
  if (previous !== undefined) previous.EndTime = now;
  const EndTime = description.JobStatus === "Deleting" ? undefined : description.EndTime;
  const transition = present({ Status: description.SecondaryStatus, StartTime: now, EndTime });
  description.SecondaryStatusTransitions = [...transitions, transition];
}

/** A name is taken whatever the category. https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateJob.html */
export function createCategoryJobs(account: Account): Jobs<Description> {
  const jobs = createJobs(account, JOB);
  const operations = {
    ...jobs.operations,
    DescribeJobSchemaVersion: handler(describeSchema),
    ListJobSchemaVersions: handler(listSchemas),
  };
  return { ...jobs, operations };
}

/** The one version this account knows: its schema takes any object. */
const SCHEMA = { version: "1.0.0", text: JSON.stringify({ type: "object" }) };

function describeSchema(input: Checked<DescribeJobSchemaVersionRequest>): DescribeJobSchemaVersionResponse {
  checkConstraints(input, [CATEGORY]);
  const { JobCategory: category, JobConfigSchemaVersion = SCHEMA.version } = input;
  if (JobConfigSchemaVersion !== SCHEMA.version) {
    throw resourceNotFound(`Could not find schema version ${JobConfigSchemaVersion} of job category ${category}.`);
  }
  return { JobCategory: category, JobConfigSchemaVersion, JobConfigSchema: SCHEMA.text };
}

function listSchemas(input: Checked<ListJobSchemaVersionsRequest>): ListJobSchemaVersionsResponse {
  checkConstraints(input, [CATEGORY]);
  return { JobConfigSchemas: [{ JobConfigSchemaVersion: SCHEMA.version }] };
}
