import { JOB_DOCUMENT } from "./job-document.ts";
import { defineKind, operation } from "./resource-kind.ts";

/**
 * A model customization job of any category; all its settings are in a JSON text of that category.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateJob.html
 */
export const job = defineKind({
  id: "job",
  title: "model customization job",
  cloudFormationType: null,
  calls: { create: ["CreateJob"], update: [], start: [], end: ["StopJob", "DeleteJob"] },
  nameMember: "JobName",
  idMembers: ["JobCategory", "JobName"],
  arnMember: "JobArn",
  creationTimeMember: "CreationTime",
  statusMember: "JobStatus",
  over: ["Completed", "Failed", "Stopped", "DeleteFailed"],
  describe: operation("DescribeJob"),
  list: {
    ...operation("ListJobs"),
    items: "JobSummaries",
    createdAfter: "CreationTimeAfter",
    forEach: { member: "JobCategory", values: ["AgentRFT", "AgentRFTEvaluation"] },
  },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: null,
  taggable: false,
  roles: ["RoleArn"],
  units: [],
  document: JOB_DOCUMENT,
  inherits: [],
  parents: [],
  inPlace: null,
  stop: {
    ...operation("StopJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped", "Deleting", "DeleteFailed"],
    effect: "destructive",
    beforeCompute: { member: "SecondaryStatus", enum: "JobSecondaryStatus", values: ["Starting", "Pending"] },
    kept: ["What it has already written to its output location; partial results may be there."],
    lost: ["The training or evaluation that has run so far, except what it has already written."],
    undo: "A stopped job cannot be continued; create it again with the right network settings.",
  },
});
