import { compliant, defineRule, notApplicable, unknown, violation } from "../rule.ts";

export const notebookNoDirectInternet = defineRule({
  id: "notebook-no-direct-internet",
  title: "Notebook instances have no direct internet access",
  why: "A notebook with direct internet access sends whatever it reads past every network control of the VPC, through an interface that SageMaker owns.",
  severity: "high",
  kinds: ["notebook-instance"],
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
      "Create the notebook with DirectInternetAccess=Disabled in a private subnet; it cannot be changed on an existing notebook.",
    snippets: {
      "notebook-instance": `boto3.client("sagemaker").create_notebook_instance(
    NotebookInstanceName="my-notebook",
    InstanceType="ml.t3.medium",
    RoleArn=role_arn,
    SubnetId="subnet-…",            # a private, approved subnet
    SecurityGroupIds=["sg-…"],
    DirectInternetAccess="Disabled",
)`,
    },
  },
  check(unit) {
    const access = unit.settings.directInternetAccess;
    if (access === undefined) return notApplicable("It has no such setting.");
    if (access.status === "unread") return unknown(access.field, access.reason);
    if (access.status === "unset") {
      return violation(access.field, null, "Disabled", "Direct internet access is on, because it was not set and that means Enabled.");
    }
    if (access.value === "Disabled") return compliant(access.field, access.value, "Direct internet access is off.");
    return violation(access.field, access.value, "Disabled", "Direct internet access is on.");
  },
});
