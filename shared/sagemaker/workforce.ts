import { defineKind, operation } from "./resource-kind.ts";

/**
 * The private workforce of a Region.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateWorkforce.html
 */
export const workforce = defineKind({
  id: "workforce",
  title: "workforce",
  cloudFormationType: "AWS::SageMaker::Workforce",
  calls: { create: ["CreateWorkforce"], update: ["UpdateWorkforce"], start: [], end: ["DeleteWorkforce"] },
  nameMember: "WorkforceName",
  idMembers: ["WorkforceName"],
  arnMember: "WorkforceArn",
  creationTimeMember: "CreateDate",
  statusMember: "Status",
  statusEnum: "WorkforceStatus",
  over: [],
  describe: { ...operation("DescribeWorkforce"), root: "Workforce" },
  list: { ...operation("ListWorkforces"), items: "Workforces" },
  notFound: [{ code: "ValidationException", messageIncludes: "No workforce" }],
  stateChange: null,
  taggable: false,
  roles: [],
  units: [
    {
      at: "",
      settings: {
        sourceCidrs: "SourceIpConfig.Cidrs",
        subnets: "WorkforceVpcConfig.Subnets",
        securityGroups: "WorkforceVpcConfig.SecurityGroupIds",
        ipAddressType: "IpAddressType",
      },
    },
  ],
  inherits: [],
  parents: [],
  inPlace: { call: "UpdateWorkforce", settings: ["ipAddressType", "securityGroups", "sourceCidrs", "subnets"] },
  stop: null,
});
