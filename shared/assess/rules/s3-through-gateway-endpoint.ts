import { neededEndpoints, s3GatewayState } from "../../network/endpoints/endpoints.ts";
import { routeTableOf } from "../../network/routes/routes.ts";
import { vpcOf } from "../../network/vpc.ts";
import { judgeIds } from "../judge-ids.ts";
import { outsideTheVpc, placeOf } from "../judge-traffic.ts";
import { defineRule, notApplicable } from "../rule.ts";

export const s3ThroughGatewayEndpoint = defineRule({
  id: "s3-through-gateway-endpoint",
  title: "Data goes to S3 through a gateway endpoint",
  why: "A gateway endpoint keeps data in S3 on the AWS network, takes a policy that limits the buckets, and costs nothing; without it the data goes by the internet's way out, or nowhere.",
  severity: "low",
  setting: "subnets",
  alsoReads: ["appNetworkAccess", "directInternetAccess", "securityGroups"],
  facts: ["subnets", "vpcs", "routeTables", "vpcEndpoints", "prefixLists", "securityGroups"],
  byDefault: "advisory",
  sameCheck: { awsConfig: ["service-vpc-endpoint-enabled"] },
  fix: {
    sentence: "Give the VPC a gateway endpoint for S3 and add the route tables of all the subnets to it.",
    commands: [
      "aws ec2 create-vpc-endpoint --vpc-id vpc-… --vpc-endpoint-type Gateway \\",
      "  --service-name com.amazonaws.eu-west-1.s3 --route-table-ids rtb-…",
      "aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-… --add-route-table-ids rtb-…",
    ].join("\n"),
  },
  check(subnets, unit, context) {
    if (neededEndpoints(unit.as ?? context.kind.id).length === 0) return notApplicable("It keeps no data in S3.");
    const outside = outsideTheVpc(unit);
    if (outside !== null) return outside;
    const sentences = {
      noun: "subnet",
      expected: "a route to an S3 gateway endpoint in the route table of every subnet",
      right: "Every subnet has a route to an S3 gateway endpoint.",
    };
    return judgeIds(subnets, sentences, (id) => {
      const vpc = vpcOf(id, context.network);
      const table = routeTableOf(id, context.network);
      if (vpc.status === "unread") return { status: "unknown", reason: vpc.reason };
      if (table.status === "unread") return { status: "unknown", reason: table.reason };
      const state = s3GatewayState(placeOf(vpc.value, [id], unit, context), context.network);
      if (state.status === "present") return { status: "compliant" };
      if (state.status === "unknown") return { status: "unknown", reason: state.reason };
      const tableId = table.value.table.RouteTableId;
      if (state.status === "unusable") {
        return {
          status: "violation",
          message: `S3 is not reached through a gateway endpoint: ${state.reason}.`,
          causes: state.causes,
        };
      }
      const message = `S3 is not reached through a gateway endpoint: ${vpc.value} has none (${tableId} of ${id}).`;
      return { status: "violation", message, causes: [tableId] };
    });
  },
});
