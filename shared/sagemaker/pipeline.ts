import { readPipelineDefinition, STEP_KINDS } from "./pipeline-definition.ts";
import { defineKind, operation } from "./resource-kind.ts";

/**
 * A pipeline is judged by the steps of its definition, before any of them runs. It does not run itself: stopping it means
 * stopping its executions. DescribePipeline gives the definition even when it was uploaded to S3.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreatePipeline.html
 */
export const pipeline = defineKind({
  id: "pipeline",
  title: "pipeline",
  cloudFormationType: "AWS::SageMaker::Pipeline",
  calls: {
    create: ["CreatePipeline"],
    update: ["UpdatePipeline"],
    start: ["StartPipelineExecution"],
    end: ["DeletePipeline"],
  },
  nameMember: "PipelineName",
  idMembers: ["PipelineName"],
  arnMember: "PipelineArn",
  creationTimeMember: "CreationTime",
  statusMember: "PipelineStatus",
  over: [],
  describe: operation("DescribePipeline"),
  list: { ...operation("ListPipelines"), items: "PipelineSummaries", createdAfter: "CreatedAfter" },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: { detailType: "SageMaker Model Building Pipeline Execution Status Change", arnMember: "pipelineArn" },
  taggable: true,
  roles: ["RoleArn"],
  units: [{ at: "", settings: {} }],
  document: {
    member: "PipelineDefinition",
    elsewhere: "PipelineDefinitionS3Location",
    carries: [
      "networkIsolation",
      "remoteDebug",
      "repositoryAccess",
      "securityGroups",
      "ssmAccess",
      "subnets",
      "trafficEncryption",
    ],
    makes: [...STEP_KINDS],
    read: readPipelineDefinition,
  },
  inherits: [],
  parents: [],
  inPlace: null,
  stop: {
    ...operation("StopPipelineExecution"),
    startsFrom: ["Executing"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Succeeded", "Failed", "Stopped"],
    effect: "destructive",
    kept: ["The pipeline itself, and what finished steps have written to S3."],
    lost: ["The work of the steps that are running now; steps that have not begun do not run."],
    undo: "Correct the steps with UpdatePipeline, then start the pipeline again.",
  },
  runs: {
    ...operation("ListPipelineExecutions"),
    items: "PipelineExecutionSummaries",
    idMembers: ["PipelineExecutionArn"],
    statusMember: "PipelineExecutionStatus",
  },
});
