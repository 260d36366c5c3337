import { tenancyOf, vpcOf } from "../../network/vpc.ts";
import { judgeIds } from "../judge-ids.ts";
import { defineRule } from "../rule.ts";

export const vpcTenancyDefault = defineRule({
  id: "vpc-tenancy-default",
  title: "Studio and training use VPCs of default tenancy",
  why: "SageMaker runs Studio and training on shared hardware and takes only subnets of a VPC with default tenancy: in any other the apps do not start and the jobs fail.",
  severity: "low",
  setting: "subnets",
  about: ["app", "automl-job", "domain", "hyper-parameter-tuning-job", "processing-job", "training-job"],
  facts: ["subnets", "vpcs"],
  byDefault: "on",
  sameCheck: {},
  fix: {
    sentence: "Use subnets of a VPC with default tenancy, or set the tenancy of this VPC to default.",
    set: { subnets: ["subnet-…"], securityGroups: ["sg-…"] },
    commands: "aws ec2 modify-vpc-tenancy --vpc-id vpc-… --instance-tenancy default",
  },
  check(subnets, _unit, { network }) {
    const sentences = {
      noun: "subnet",
      expected: "a VPC with default tenancy",
      right: "The tenancy of the VPC is the default one.",
    };
    return judgeIds(subnets, sentences, (id) => {
      const vpc = vpcOf(id, network);
      if (vpc.status === "unread") return { status: "unknown", reason: vpc.reason };
      const tenancy = tenancyOf(vpc.value, network);
      if (tenancy.status === "unread") return { status: "unknown", reason: tenancy.reason };
      if (tenancy.value === "default") return { status: "compliant" };
      const message = `The tenancy of ${vpc.value} is ${tenancy.value}.`;
      return { status: "violation", message, causes: [vpc.value] };
    });
  },
});
