import { defineKind, operation } from "./resource-kind.ts";

/**
 * CreateAutoMLJob has the settings below `AutoMLJobConfig`; CreateAutoMLJobV2, and DescribeAutoMLJobV2 of the jobs of
 * both, have them at the top. How many instances its jobs run on is SageMaker's choice.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateAutoMLJobV2.html
 */
export const autoMlJob = defineKind({
  id: "automl-job",
  title: "AutoML job",
  cloudFormationType: "AWS::SageMaker::AutoMLJob",
  calls: { create: ["CreateAutoMLJob", "CreateAutoMLJobV2"], update: [], start: [], end: ["StopAutoMLJob"] },
  nameMember: "AutoMLJobName",
  idMembers: ["AutoMLJobName"],
  arnMember: "AutoMLJobArn",
  creationTimeMember: "CreationTime",
  statusMember: "AutoMLJobStatus",
  over: ["Completed", "Failed", "Stopped"],
  describe: operation("DescribeAutoMLJobV2"),
  list: { ...operation("ListAutoMLJobs"), items: "AutoMLJobSummaries", createdAfter: "CreationTimeAfter" },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: null,
  taggable: true,
  roles: ["RoleArn", "AutoMLComputeConfig.EmrServerlessComputeConfig.ExecutionRoleARN"],
  units: [
    {
      at: "",
      as: "training-job",
      settings: {
        subnets: inSecurityConfig("VpcConfig.Subnets"),
        securityGroups: inSecurityConfig("VpcConfig.SecurityGroupIds"),
        trafficEncryption: inSecurityConfig("EnableInterContainerTrafficEncryption"),
      },
    },
  ],
  inherits: [],
  parents: [],
  inPlace: null,
  stop: {
    ...operation("StopAutoMLJob"),
    startsFrom: ["InProgress"],
    waitsIn: [],
    stopping: ["Stopping"],
    ended: ["Completed", "Failed", "Stopped"],
    effect: "destructive",
    beforeCompute: { member: "AutoMLJobSecondaryStatus", values: ["Starting"] },
    kept: ["What it has already written to S3."],
    lost: ["The search so far: the jobs that it runs now are shut down, and what they have not stored is gone."],
    undo: "A stopped job cannot be continued; create it again with the right network settings.",
  },
});

function inSecurityConfig<const Path extends string>(path: Path) {
  const newest = `SecurityConfig.${path}` as const;
  return { create: [`AutoMLJobConfig.${newest}`, newest], describe: newest } as const;
}
