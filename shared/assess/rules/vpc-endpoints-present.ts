import { neededEndpoints } from "../../network/endpoints/endpoints.ts";
import { WAYS_OUT_FACTS } from "../../network/routes/ways-out.ts";
import { vpcOf } from "../../network/vpc.ts";
import { judgeIds } from "../judge-ids.ts";
import { judgeEndpoints, outsideTheVpc, placeOf } from "../judge-traffic.ts";
import { defineRule, heldBy, notApplicable } from "../rule.ts";

export const vpcEndpointsPresent = defineRule({
  id: "vpc-endpoints-present",
  title: "What runs in a VPC reaches the AWS services it needs",
  why: "Without its VPC endpoints, or a NAT gateway where the policy allows one, a Studio that is VPC-only hangs and a job fails on its data; whoever is in a hurry then opens the network.",
  severity: "low",
  setting: "subnets",
  alsoReads: ["appNetworkAccess", "directInternetAccess", "securityGroups"],
  facts: [...WAYS_OUT_FACTS, "securityGroups"],
  byDefault: "advisory",
  sameCheck: { awsConfig: ["service-vpc-endpoint-enabled"] },
  fix: {
    sentence:
      "Create the endpoints that are missing, with private DNS, in the zones of the subnets, and with a security group that admits HTTPS from the resource's.",
    commands: [
      "aws ec2 create-vpc-endpoint --vpc-id vpc-… --vpc-endpoint-type Interface \\",
      "  --service-name com.amazonaws.eu-west-1.sagemaker.api --private-dns-enabled \\",
      "  --subnet-ids subnet-… --security-group-ids sg-…",
    ].join("\n"),
  },
  check(subnets, unit, context) {
    const kind = unit.as ?? context.kind.id;
    const required = neededEndpoints(kind).filter((need) => need.required);
    if (required.length === 0) return notApplicable("It calls no AWS service from its subnets.");
    const outside = outsideTheVpc(unit);
    if (outside !== null) return outside;
    const sentences = {
      noun: "subnet",
      expected: `endpoints for ${required.map(({ service }) => service).join(", ")}, or a NAT path that is allowed`,
      right: "The AWS services that it needs are reached from every subnet.",
    };
    return judgeIds(subnets, sentences, (id) => {
      const vpc = vpcOf(id, context.network);
      if (vpc.status === "unread") return { status: "unknown", reason: vpc.reason };
      return judgeEndpoints(placeOf(vpc.value, heldBy(subnets) ?? [], unit, context), kind, context);
    });
  },
});
