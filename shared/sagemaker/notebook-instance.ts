import { defineKind, operation } from "./resource-kind.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html */
export const notebookInstance = defineKind({
  id: "notebook-instance",
  title: "notebook instance",
  cloudFormationType: "AWS::SageMaker::NotebookInstance",
  calls: {
    create: "CreateNotebookInstance",
    update: ["UpdateNotebookInstance"],
    start: ["StartNotebookInstance"],
  },
  nameMember: "NotebookInstanceName",
  idMember: "NotebookInstanceName",
  arnMember: "NotebookInstanceArn",
  creationTimeMember: "CreationTime",
  statusMember: "NotebookInstanceStatus",
  describe: operation("DescribeNotebookInstance"),
  list: { ...operation("ListNotebookInstances"), items: "NotebookInstances" },
  notFound: [{ code: "ValidationException", messageIncludes: "RecordNotFound" }],
  units: [
    {
      at: "",
      settings: {
        directInternetAccess: "DirectInternetAccess",
        subnets: "SubnetId",
        securityGroups: { create: "SecurityGroupIds", describe: "SecurityGroups" },
        ipAddressType: "IpAddressType",
        rootAccess: "RootAccess",
        imdsVersion: "InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion",
      },
    },
  ],
  inherits: [],
  stop: {
    ...operation("StopNotebookInstance"),
    startsFrom: ["InService"],
    waitsIn: ["Pending", "Updating", "InMaintenance", "PendingMaintenance"],
    stopping: ["Stopping"],
    ended: ["Stopped", "Failed", "Deleting"],
    effect: "reversible",
    lost: [],
  },
});
