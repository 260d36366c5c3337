import { defineKind, operation } from "./resource-kind.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateSpace.html */
export const space = defineKind({
  id: "space",
  title: "Studio space",
  cloudFormationType: "AWS::SageMaker::Space",
  calls: { create: ["CreateSpace"], update: ["UpdateSpace"], start: [], end: ["DeleteSpace"] },
  nameMember: "SpaceName",
  idMembers: ["DomainId", "SpaceName"],
  arnMember: "SpaceArn",
  creationTimeMember: "CreationTime",
  statusMember: "Status",
  statusEnum: "SpaceStatus",
  over: [],
  describe: operation("DescribeSpace"),
  list: { ...operation("ListSpaces"), items: "Spaces", arnMember: null },
  notFound: [{ code: "ResourceNotFound" }, { code: "ValidationException", messageIncludes: "RecordNotFound" }],
  stateChange: null,
  taggable: true,
  roles: [],
  units: [{ at: "", settings: { remoteAccess: "SpaceSettings.RemoteAccess" } }],
  inherits: [],
  parents: [],
  inPlace: { call: "UpdateSpace", settings: ["remoteAccess"] },
  stop: null,
});
