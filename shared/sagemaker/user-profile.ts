import { defineKind, operation } from "./resource-kind.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html */
export const userProfile = defineKind({
  id: "user-profile",
  title: "user profile",
  cloudFormationType: "AWS::SageMaker::UserProfile",
  calls: { create: ["CreateUserProfile"], update: ["UpdateUserProfile"], start: [], end: ["DeleteUserProfile"] },
  nameMember: "UserProfileName",
  idMembers: ["DomainId", "UserProfileName"],
  arnMember: "UserProfileArn",
  creationTimeMember: "CreationTime",
  statusMember: "Status",
  statusEnum: "UserProfileStatus",
  over: [],
  describe: operation("DescribeUserProfile"),
  list: { ...operation("ListUserProfiles"), items: "UserProfiles", arnMember: null },
  notFound: [{ code: "ResourceNotFound" }, { code: "ValidationException", messageIncludes: "RecordNotFound" }],
  stateChange: null,
  taggable: true,
  roles: ["UserSettings.ExecutionRole"],
  units: [{ at: "", settings: { securityGroups: "UserSettings.SecurityGroups" } }],
  inherits: [],
  parents: [],
  inPlace: { call: "UpdateUserProfile", settings: ["securityGroups"] },
  stop: null,
});
