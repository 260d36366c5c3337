import { defineKind, operation } from "./resource-kind.ts";

/**
 * A team of a workforce; its ARN has the workforce's type before its name (`workteam/private-crowd/reviewers`).
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateWorkteam.html
 */
export const workteam = defineKind({
  id: "workteam",
  title: "work team",
  cloudFormationType: "AWS::SageMaker::Workteam",
  calls: { create: ["CreateWorkteam"], update: ["UpdateWorkteam"], start: [], end: ["DeleteWorkteam"] },
  nameMember: "WorkteamName",
  idMembers: ["WorkteamName"],
  arnLacksId: true,
  arnMember: "WorkteamArn",
  creationTimeMember: "CreateDate",
  statusMember: null,
  over: [],
  describe: { ...operation("DescribeWorkteam"), root: "Workteam" },
  list: { ...operation("ListWorkteams"), items: "Workteams" },
  notFound: [{ code: "ValidationException", messageIncludes: "The work team" }],
  stateChange: null,
  taggable: true,
  roles: [],
  units: [
    {
      at: "",
      settings: {
        linkSourceIp: "WorkerAccessConfiguration.S3Presign.IamPolicyConstraints.SourceIp",
        linkVpcSourceIp: "WorkerAccessConfiguration.S3Presign.IamPolicyConstraints.VpcSourceIp",
      },
    },
  ],
  inherits: [],
  parents: [],
  inPlace: { call: "UpdateWorkteam", settings: ["linkSourceIp", "linkVpcSourceIp"] },
  stop: null,
});
