import { HUB_DOCUMENT } from "./hub-document.ts";
import { defineKind, operation } from "./resource-kind.ts";

/**
 * Content of a private hub: a model or notebook with the settings that jobs and endpoints made from it get. UpdateHubContent
 * changes what is said about it, not its document; a new document comes with another version, which is content of its own.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ImportHubContent.html
 */
export const hubContent = defineKind({
  id: "hub-content",
  title: "hub content",
  cloudFormationType: null,
  calls: { create: ["ImportHubContent"], update: ["UpdateHubContent"], start: [], end: ["DeleteHubContent"] },
  nameMember: "HubContentName",
  idMembers: ["HubName", "HubContentType", "HubContentName", "HubContentVersion"],
  optionalIdMembers: ["HubContentVersion"],
  arnMember: "HubContentArn",
  creationTimeMember: "CreationTime",
  statusMember: "HubContentStatus",
  over: [],
  describe: operation("DescribeHubContent"),
  list: {
    ...operation("ListHubContents"),
    permissions: ["sagemaker:ListHubContents", "sagemaker:ListHubs"],
    items: "HubContentSummaries",
    arnMember: null,
    createdAfter: "CreationTimeAfter",
    forEach: { member: "HubContentType", values: ["DataSet", "JsonDoc", "Model", "ModelReference", "Notebook"] },
    within: { call: "ListHubs", items: "HubSummaries", member: "HubName", arnMember: "HubArn" },
  },
  notFound: [{ code: "ResourceNotFound" }],
  stateChange: null,
  taggable: true,
  roles: [],
  units: [],
  document: HUB_DOCUMENT,
  inherits: [],
  parents: [],
  inPlace: null,
  stop: null,
});
