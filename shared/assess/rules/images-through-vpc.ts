import { defineRule, judgeValue } from "../rule.ts";

export const imagesThroughVpc = defineRule({
  id: "images-through-vpc",
  title: "Container images come from a private registry in the VPC",
  why: "With Platform access, SageMaker pulls the image itself, past your VPC; with Vpc, it comes from a registry that you run, through your own subnets.",
  severity: "medium",
  setting: "repositoryAccess",
  byDefault: "off",
  sameCheck: {
    securityHub: ["SageMaker.16", "SageMaker.19"],
    awsConfig: ["sagemaker-model-multicontainer-private-registry", "sagemaker-model-private-registry-required"],
  },
  fix: {
    sentence:
      "Host the image in a Docker registry that the resource's subnets can reach, and set the access mode to Vpc, for every container of a model.",
    set: { repositoryAccess: "Vpc" },
  },
  check(access) {
    return judgeValue(access, {
      desired: "Vpc",
      absentMeans: "Platform",
      absent: "The image does not come through the VPC, because the access mode was not set and that means Platform.",
      right: "The image comes from a private registry, through the VPC.",
      wrong: "The image does not come through the VPC.",
    });
  },
});
