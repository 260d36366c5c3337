import type { DescribeNotebookInstanceOutput } from "@aws-sdk/client-sagemaker";
import type { ResourceType } from "./collection.ts";
import { validationError } from "./errors.ts";
import { GONE, type Transition } from "./life-cycle.ts";

export type NotebookDescription = DescribeNotebookInstanceOutput & {
  NotebookInstanceName: string;
  NotebookInstanceArn: string;
};

export const NOTEBOOK_INSTANCE: ResourceType<NotebookDescription> = {
  type: "notebook-instance",
  statusMembers: ["NotebookInstanceStatus"],
  event: {
    detailType: "SageMaker Notebook Instance State Change",
    members: [
      "NotebookInstanceArn",
      "NotebookInstanceName",
      "NotebookInstanceStatus",
      "FailureReason",
      "InstanceType",
      "SubnetId",
      "SecurityGroups",
      "RoleArn",
      "KmsKeyId",
      "NetworkInterfaceId",
      "LastModifiedTime",
      "CreationTime",
      "NotebookInstanceLifecycleConfigName",
      "DirectInternetAccess",
    ],
  },
  notFound: () => validationError("RecordNotFound"),
};

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeNotebookInstance.html */
export const TRANSITIONS = {
  start: {
    to: "Pending",
    from: ["Stopped", "Failed"],
    way: [
      { set: { NotebookInstanceStatus: "Pending", FailureReason: undefined }, lasts: "notebookPending" },
      { set: { NotebookInstanceStatus: "InService" } },
    ],
  },
  stop: {
    to: "Stopping",
    from: ["InService"],
    way: [
      { set: { NotebookInstanceStatus: "Stopping" }, lasts: "notebookStopping" },
      { set: { NotebookInstanceStatus: "Stopped" } },
    ],
  },
  update: {
    to: "Updating",
    from: ["Stopped", "Failed"],
    way: [
      { set: { NotebookInstanceStatus: "Updating", FailureReason: undefined }, lasts: "notebookUpdating" },
      { set: { NotebookInstanceStatus: "Stopped" } },
    ],
  },
  delete: {
    to: "Deleting",
    from: ["Stopped", "Failed"],
    way: [{ set: { NotebookInstanceStatus: "Deleting" }, lasts: "notebookDeleting" }, GONE],
  },
} satisfies Record<string, Transition<NotebookDescription>>;
