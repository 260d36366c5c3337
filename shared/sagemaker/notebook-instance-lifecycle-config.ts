import { defineKind, operation } from "./resource-kind.ts";

const SCRIPT = { lifecycleScript: "Content" } as const;

/**
 * The scripts that run when a notebook instance is made and each time it starts; notebooks name it.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html
 */
export const notebookInstanceLifecycleConfig = defineKind({
  id: "notebook-instance-lifecycle-config",
  title: "notebook lifecycle configuration",
  cloudFormationType: "AWS::SageMaker::NotebookInstanceLifecycleConfig",
  calls: {
    create: ["CreateNotebookInstanceLifecycleConfig"],
    update: ["UpdateNotebookInstanceLifecycleConfig"],
    start: [],
    end: ["DeleteNotebookInstanceLifecycleConfig"],
  },
  nameMember: "NotebookInstanceLifecycleConfigName",
  idMembers: ["NotebookInstanceLifecycleConfigName"],
  arnMember: "NotebookInstanceLifecycleConfigArn",
  creationTimeMember: "CreationTime",
  statusMember: null,
  over: [],
  describe: operation("DescribeNotebookInstanceLifecycleConfig"),
  list: {
    ...operation("ListNotebookInstanceLifecycleConfigs"),
    items: "NotebookInstanceLifecycleConfigs",
    createdAfter: "CreationTimeAfter",
  },
  notFound: [{ code: "ValidationException", messageIncludes: "Lifecycle Config does not exist" }],
  stateChange: null,
  taggable: true,
  roles: [],
  units: [
    // It may have no script at all, and is right then.
    { at: "", settings: {} },
    { at: "OnCreate[]", settings: SCRIPT },
    { at: "OnStart[]", settings: SCRIPT },
  ],
  inherits: [],
  parents: [],
  inPlace: {
    call: "UpdateNotebookInstanceLifecycleConfig",
    settings: ["lifecycleScript"],
    replaces: ["OnCreate", "OnStart"],
  },
  stop: null,
});
