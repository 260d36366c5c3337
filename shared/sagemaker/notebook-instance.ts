import { defineKind, operation } from "./resource-kind.ts";

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateNotebookInstance.html */
export const notebookInstance = defineKind({
  id: "notebook-instance",
  title: "notebook instance",
  cloudFormationType: "AWS::SageMaker::NotebookInstance",
  calls: {
    create: ["CreateNotebookInstance"],
    update: ["UpdateNotebookInstance"],
    start: ["StartNotebookInstance"],
    end: ["StopNotebookInstance", "DeleteNotebookInstance"],
  },
  nameMember: "NotebookInstanceName",
  idMembers: ["NotebookInstanceName"],
  arnMember: "NotebookInstanceArn",
  creationTimeMember: "CreationTime",
  statusMember: "NotebookInstanceStatus",
  over: [],
  describe: operation("DescribeNotebookInstance"),
  list: { ...operation("ListNotebookInstances"), items: "NotebookInstances", createdAfter: "CreationTimeAfter" },
  notFound: [{ code: "ValidationException", messageIncludes: "RecordNotFound" }],
  stateChange: { detailType: "SageMaker Notebook Instance State Change", arnMember: "NotebookInstanceArn" },
  taggable: true,
  roles: ["RoleArn"],
  networkInterfaceMember: "NetworkInterfaceId",
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
  inherits: [
    {
      from: { create: "LifecycleConfigName", describe: "NotebookInstanceLifecycleConfigName" },
      kind: "notebook-instance-lifecycle-config",
      takes: ["lifecycleScript"],
    },
  ],
  parents: [],
  inPlace: {
    call: "UpdateNotebookInstance",
    settings: ["imdsVersion", "ipAddressType", "rootAccess"],
    whileStopped: true,
  },
  stop: {
    ...operation("StopNotebookInstance"),
    startsFrom: ["InService"],
    waitsIn: ["Pending", "Updating", "InMaintenance", "PendingMaintenance"],
    stopping: ["Stopping"],
    ended: ["Stopped", "Failed", "Deleting"],
    effect: "reversible",
    kept: ["Its volume and everything saved on it, which is what is in /home/ec2-user/SageMaker."],
    lost: [
      "What runs in it, such as kernels and terminals, and packages and files outside of /home/ec2-user/SageMaker.",
    ],
    undo: "Start it again; nothing of its volume is lost.",
  },
});
