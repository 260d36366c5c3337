import { compliant, defineRule, heldBy, isMissing, unknown, violation } from "../rule.ts";

export const runsInVpc = defineRule({
  id: "runs-in-vpc",
  title: "Everything runs in a VPC, behind security groups",
  why: "Without subnets and security groups of yours, containers and notebooks run in a network that SageMaker owns and reach the internet from there, where none of your routes, endpoints, firewalls and flow logs apply.",
  severity: "high",
  onlyIfNamed: ["workforce"],
  setting: "subnets",
  alsoReads: ["securityGroups"],
  byDefault: "on",
  sameCheck: {
    securityHub: ["SageMaker.2"],
    awsConfig: ["sagemaker-model-in-vpc", "sagemaker-notebook-instance-inside-vpc"],
    checkov: ["CKV_AWS_306"],
    prowler: [
      "sagemaker_models_vpc_settings_configured",
      "sagemaker_notebook_instance_vpc_settings_configured",
      "sagemaker_training_jobs_vpc_settings_configured",
    ],
  },
  fix: {
    sentence:
      "Name approved subnets and security groups when you create it. In the SageMaker Python SDK 2, pass subnets and security_group_ids to the estimator, vpc_config to the model, and a NetworkConfig with both to the processor. An endpoint configuration takes them from the models that its variants name, except that a serverless variant cannot be in a VPC: give it instances instead.",
    set: { subnets: ["subnet-…"], securityGroups: ["sg-…"] },
  },
  check(subnets, { path, settings }, { kind }) {
    const it = `The ${kind.title}${path === "" ? "" : ` (${path})`}`;
    const groups = settings.securityGroups;
    if (isMissing(subnets)) {
      return violation(
        subnets.field,
        heldBy(subnets),
        "at least one subnet",
        `${it} has no subnet, so it is not in a VPC.`,
      );
    }
    if (groups !== undefined && isMissing(groups)) {
      return violation(groups.field, heldBy(groups), "at least one security group", `${it} names no security group.`);
    }
    if (subnets.status === "unread") return unknown(subnets.field, subnets.reason);
    if (groups?.status === "unread") return unknown(groups.field, groups.reason);
    return compliant(subnets.field, heldBy(subnets), `${it} runs in a VPC.`);
  },
});
