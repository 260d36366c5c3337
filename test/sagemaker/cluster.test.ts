import { expect, test } from "vitest";
import { detectRecord } from "../../shared/detect/detect.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { lookAt } from "../../shared/sagemaker/look-at.ts";
import { readPosture } from "../../shared/sagemaker/posture.ts";

const kind = kindOf("cluster");
const ARN = "arn:aws:sagemaker:eu-west-1:111122223333:cluster/4fq9x2k7m1zd";

test("only instance groups that override the network are units of their own", () => {
  const OverrideVpcConfig = { Subnets: ["subnet-2"], SecurityGroupIds: [] };
  const document = {
    VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
    InstanceGroups: [{ InstanceGroupName: "a" }, { InstanceGroupName: "b", OverrideVpcConfig }],
    RestrictedInstanceGroups: [{ InstanceGroupName: "c", OverrideVpcConfig }],
  };

  expect(readPosture(kind, document, "describe").units.map(({ path }) => path)).toEqual([
    "",
    "InstanceGroups[1].OverrideVpcConfig",
    "RestrictedInstanceGroups[0].OverrideVpcConfig",
  ]);
});

test("a cluster that a call names by its ARN is looked up in the list, for the ARN holds no name", async () => {
  const requestParameters = { clusterName: ARN, nodesToAdd: [] };
  const detection = detectRecord({
    eventSource: "sagemaker.amazonaws.com",
    eventName: "BatchAddClusterNodes",
    requestParameters,
  });
  if (detection.status !== "detected") throw new Error("the call is not detected");
  expect(detection.resource).toMatchObject({ id: null, arn: ARN });

  const asked: unknown[] = [];
  const api = {
    async call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
      asked.push([operation, input]);
      const summary = { ClusterName: "Training-Pool", ClusterArn: ARN };
      return operation === "ListClusters" ? { ClusterSummaries: [summary] } : summary;
    },
  };
  const looked = await lookAt(api, kind, detection.resource, { withTags: false });

  expect(asked).toEqual([
    ["ListClusters", { MaxResults: 100 }],
    ["DescribeCluster", { ClusterName: "Training-Pool" }],
  ]);
  expect(looked).toMatchObject({ status: "found", look: { resource: { id: "Training-Pool", arn: ARN } } });
});
