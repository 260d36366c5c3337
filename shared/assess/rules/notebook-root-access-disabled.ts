import { defineRule, judgeValue } from "../rule.ts";

export const notebookRootAccessDisabled = defineRule({
  id: "notebook-root-access-disabled",
  title: "Notebook users have no root access",
  why: "Root on a notebook can change its routes, resolvers and network interfaces, and with them every network decision that was made for it.",
  severity: "medium",
  setting: "rootAccess",
  byDefault: "advisory",
  sameCheck: {
    securityHub: ["SageMaker.3"],
    awsConfig: ["sagemaker-notebook-instance-root-access-check"],
    checkov: ["CKV_AWS_307"],
    prowler: ["sagemaker_notebook_instance_root_access_disabled"],
  },
  fix: {
    sentence:
      "Set RootAccess to Disabled while the notebook is stopped; its lifecycle configuration still runs as root.",
    set: { rootAccess: "Disabled" },
  },
  check(access) {
    return judgeValue(access, {
      desired: "Disabled",
      absentMeans: "Enabled",
      absent: "Users have root access, because it was not set and that means Enabled.",
      right: "Users have no root access.",
      wrong: "Users have root access.",
    });
  },
});
