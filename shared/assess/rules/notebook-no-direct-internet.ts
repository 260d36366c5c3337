import { defineRule, judgeValue } from "../rule.ts";

export const notebookNoDirectInternet = defineRule({
  id: "notebook-no-direct-internet",
  title: "Notebook instances have no direct internet access",
  why: "A notebook with direct internet access sends whatever it reads past every control of your VPC, through a network interface that SageMaker owns.",
  severity: "high",
  setting: "directInternetAccess",
  byDefault: "on",
  sameCheck: {
    securityHub: ["SageMaker.1"],
    awsConfig: ["sagemaker-notebook-no-direct-internet-access"],
    checkov: ["CKV_AWS_122"],
    prowler: ["sagemaker_notebook_instance_without_direct_internet_access_configured"],
  },
  fix: {
    sentence:
      "Create the notebook again with DirectInternetAccess set to Disabled, in an approved subnet; SageMaker cannot change it on an existing notebook.",
    set: { directInternetAccess: "Disabled", subnets: ["subnet-…"], securityGroups: ["sg-…"] },
  },
  check(access) {
    return judgeValue(access, {
      desired: "Disabled",
      absentMeans: "Enabled",
      absent: "Direct internet access is on, because it was not set and that means Enabled.",
      right: "Direct internet access is off.",
      wrong: "Direct internet access is on.",
    });
  },
});
