import { defineRule, judgeValue } from "../rule.ts";

export const studioVpcOnly = defineRule({
  id: "studio-vpc-only",
  title: "Studio domains send their traffic through the VPC only",
  why: "With PublicInternetOnly, everything that Studio apps send, apart from their file system, leaves through a VPC that SageMaker manages and that has internet access.",
  severity: "high",
  setting: "appNetworkAccess",
  byDefault: "on",
  sameCheck: { awsConfig: ["sagemaker-domain-in-vpc"], prowler: ["sagemaker_domain_vpc_only_enabled"] },
  fix: {
    sentence:
      "Set AppNetworkAccessType to VpcOnly once no app of the domain is running, after the VPC has the endpoints or the NAT gateway that Studio needs; the domain's users need security groups.",
    set: { appNetworkAccess: "VpcOnly" },
  },
  check(access) {
    return judgeValue(access, {
      desired: "VpcOnly",
      absentMeans: "PublicInternetOnly",
      absent:
        "Studio apps reach the internet directly, because the access type was not set and that means PublicInternetOnly.",
      right: "Studio apps send their traffic through the VPC only.",
      wrong: "Studio apps reach the internet directly.",
    });
  },
});
