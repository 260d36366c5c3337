import { defineKind, operation } from "./resource-kind.ts";

/**
 * An app of a user profile or of a space, which has no network settings of its own. Its security groups are those of the
 * domain and of the profile together, so that a domain without any may be right: they are judged where they are set.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateApp.html
 */
export const app = defineKind({
  id: "app",
  title: "Studio app",
  cloudFormationType: "AWS::SageMaker::App",
  calls: { create: ["CreateApp"], update: [], start: [], end: ["DeleteApp"] },
  nameMember: "AppName",
  idMembers: ["DomainId", "UserProfileName", "SpaceName", "AppType", "AppName"],
  optionalIdMembers: ["UserProfileName", "SpaceName"],
  arnLacksId: true,
  arnMember: "AppArn",
  creationTimeMember: "CreationTime",
  statusMember: "Status",
  statusEnum: "AppStatus",
  over: ["Deleted"],
  describe: operation("DescribeApp"),
  list: { ...operation("ListApps"), items: "Apps", arnMember: null },
  notFound: [{ code: "ResourceNotFound" }, { code: "ValidationException", messageIncludes: "RecordNotFound" }],
  stateChange: null,
  taggable: true,
  roles: [],
  units: [],
  inherits: [
    { from: { DomainId: "DomainId" }, kind: "domain", takes: ["subnets", "appNetworkAccess"] },
    {
      from: { DomainId: "DomainId", UserProfileName: "UserProfileName" },
      kind: "user-profile",
      takes: ["securityGroups"],
    },
    { from: { DomainId: "DomainId", SpaceName: "SpaceName" }, kind: "space", takes: ["remoteAccess"] },
  ],
  parents: [],
  inPlace: null,
  stop: null,
});
