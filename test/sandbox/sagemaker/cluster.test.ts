import { beforeEach, describe, expect, it } from "vitest";
import { arn, openAccount, ROLE, type TestAccount, VPC } from "./account.ts";
import { type Answer, CLUSTER, createCluster, group, nodesOf } from "./cluster-inputs.ts";
import { fitting } from "./fitting.ts";

/** All refusals of clusters are in our words; their codes are those that the SDK models. */
const OTHER_VPC = { Subnets: ["subnet-2b"], SecurityGroupIds: ["sg-2b"] };

let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

it("has an ARN that ends in an id, and is found by it and by name", async () => {
  const Tags = [{ Key: "team", Value: "llm" }];
  const { ClusterArn } = await account.call("CreateCluster", { ...CLUSTER, InstanceGroups: [group("workers")], Tags });
  expect(ClusterArn).toMatch(/^arn:aws:sagemaker:eu-west-1:111122223333:cluster\/[a-z0-9]{12}$/);
  for (const ClusterName of ["Pod", ClusterArn]) {
    expect(await fitting(account, "DescribeCluster", { ClusterName })).toMatchObject({ ...CLUSTER, ClusterArn });
  }
  expect(await account.call("ListTags", { ResourceArn: ClusterArn })).toEqual({ Tags });
  for (const ClusterName of ["none", arn("cluster/abcdefghijkl")]) {
    expect(await account.refusal("DescribeCluster", { ClusterName })).toBe(
      `ResourceNotFound: Cluster [${ClusterName}] does not exist.`,
    );
  }
});

it("goes from Creating to InService, and is deleted", async () => {
  const ClusterArn = await createCluster(account, {
    InstanceGroups: [group("workers", { InstanceCount: 2, OverrideVpcConfig: OTHER_VPC })],
  });
  const description = await fitting(account, "DescribeCluster", CLUSTER);
  expect(description).toEqual({
    ...CLUSTER,
    ClusterArn,
    ClusterStatus: "InService",
    NodeRecovery: "Automatic",
    VpcConfig: VPC,
    CreationTime: new Date("2026-11-20T09:00:00.000Z"),
    InstanceGroups: [
      {
        InstanceGroupName: "workers",
        InstanceType: "ml.g5.xlarge",
        ExecutionRole: ROLE,
        OverrideVpcConfig: OTHER_VPC,
        ThreadsPerCore: 1,
        CurrentCount: 2,
        TargetCount: 2,
        Status: "InService",
      },
    ],
  });
  expect(await account.call("DeleteCluster", CLUSTER)).toEqual({ ClusterArn });
  expect((await account.call("DescribeCluster", CLUSTER)).ClusterStatus).toBe("Deleting");
  account.time.advance(4_000);
  expect(await account.refusal("DescribeCluster", CLUSTER)).toContain("ResourceNotFound");
});

it("describes what was given under other names than it was given", async () => {
  const SharedEnvironmentConfig = {
    FSxLustreDeletionPolicy: "DELETE_IF_EMPTY",
    FSxLustreConfig: { SizeInGiB: 1_200, PerUnitStorageThroughput: 125 },
  };
  await createCluster(account, {
    InstanceGroups: [
      group("flexible", {
        InstanceType: undefined,
        InstanceRequirements: { InstanceTypes: ["ml.g5.xlarge"] },
        KubernetesConfig: { Labels: { a: "b" } },
        ImageId: "default",
        NetworkInterface: { InterfaceType: "efa" },
      }),
    ],
    RestrictedInstanceGroups: [group("nova", { OverrideVpcConfig: OTHER_VPC })],
    RestrictedInstanceGroupsConfig: { SharedEnvironmentConfig },
    AutoScaling: { Mode: "Enable", AutoScalerType: "Karpenter" },
    Orchestrator: { Eks: { ClusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/k" } },
  });
  expect(await fitting(account, "DescribeCluster", CLUSTER)).toMatchObject({
    InstanceGroups: [
      {
        InstanceRequirements: { CurrentInstanceTypes: ["ml.g5.xlarge"] },
        KubernetesConfig: { CurrentLabels: { a: "b" }, DesiredLabels: { a: "b" } },
        CurrentImageId: "default",
        NetworkInterface: { InterfaceType: "efa" },
      },
    ],
    RestrictedInstanceGroups: [{ InstanceGroupName: "nova", OverrideVpcConfig: OTHER_VPC, Status: "InService" }],
    RestrictedInstanceGroupsConfig: { SharedEnvironmentConfig: { CurrentFSxLustreDeletionPolicy: "DELETE_IF_EMPTY" } },
    AutoScaling: { Mode: "Enable", Status: "InService" },
  });
  expect(await nodesOf(account)).toHaveLength(2);
});

describe("UpdateCluster", () => {
  it("changes the groups that it names, adds and deletes others; nodes that run stay as they are", async () => {
    const ClusterArn = await createCluster(account, {
      InstanceGroups: [group("workers"), group("spare"), group("idle")],
    });
    const before = (await nodesOf(account)).find((node) => node.InstanceGroupName === "workers");
    const update = {
      ClusterName: ClusterArn,
      InstanceGroups: [group("workers", { InstanceCount: 2, OverrideVpcConfig: OTHER_VPC }), group("more")],
      InstanceGroupsToDelete: ["idle"],
    };
    expect(await account.call("UpdateCluster", update)).toEqual({ ClusterArn });
    expect(await account.call("DescribeCluster", CLUSTER)).toMatchObject({ ClusterStatus: "Updating" });
    account.time.advance(4_000);
    const { InstanceGroups, VpcConfig } = await fitting(account, "DescribeCluster", CLUSTER);
    expect(VpcConfig).toEqual(VPC);
    expect(InstanceGroups).toMatchObject([
      { InstanceGroupName: "workers", CurrentCount: 2, OverrideVpcConfig: OTHER_VPC, Status: "InService" },
      { InstanceGroupName: "spare", CurrentCount: 1 },
      { InstanceGroupName: "more", CurrentCount: 1 },
    ]);
    const after = await nodesOf(account);
    expect(after.map((node) => node.InstanceGroupName).sort()).toEqual(["more", "spare", "workers", "workers"]);
    const details = async (node: Answer | undefined) =>
      (await account.call("DescribeClusterNode", { ...CLUSTER, NodeId: node?.InstanceId })).NodeDetails;
    expect(await details(before)).not.toHaveProperty("OverrideVpcConfig");
    const added = after.find((node) => node.InstanceGroupName === "workers" && node.InstanceId !== before?.InstanceId);
    expect(await details(added)).toMatchObject({ OverrideVpcConfig: OTHER_VPC });
  });

  it("ends nodes that are too many", async () => {
    await createCluster(account, { InstanceGroups: [group("workers", { InstanceCount: 3 })] });
    await account.call("UpdateCluster", { ...CLUSTER, InstanceGroups: [group("workers", { InstanceCount: 1 })] });
    expect(await nodesOf(account)).toHaveLength(1);
  });

  it("is refused while the cluster changes, and for groups that there are not", async () => {
    const ClusterArn = await createCluster(account);
    expect(await account.refusal("UpdateCluster", { ...CLUSTER, InstanceGroupsToDelete: ["none"] })).toBe(
      `ValidationException: Instance group none of cluster [${ClusterArn}] does not exist.`,
    );
    await account.call("UpdateCluster", { ...CLUSTER, InstanceGroups: [group("more")] });
    for (const verb of ["Update", "Delete"]) {
      expect(await account.refusal(`${verb}Cluster`, CLUSTER)).toBe(
        `ConflictException: Unable to ${verb.toLowerCase()} cluster [${ClusterArn}] in Updating status.`,
      );
    }
  });
});

it.each([
  [{ InstanceGroups: [group("a"), group("a")] }, "Instance group names must be unique: a is given twice."],
  [
    { InstanceGroups: [group("a", { InstanceType: undefined })] },
    "Exactly one of InstanceType and InstanceRequirements must be given for instance group a.",
  ],
])("refuses %j", async (input, message) => {
  expect(await account.refusal("CreateCluster", { ...CLUSTER, ...input })).toBe(`ValidationException: ${message}`);
});

it("refuses ids that are none, in the cluster and in its groups", async () => {
  const VpcConfig = { Subnets: ["nonsense"], SecurityGroupIds: ["sg-1"] };
  expect(await account.refusal("CreateCluster", { ...CLUSTER, VpcConfig })).toContain("vpcConfig.subnets.1.member");
  const InstanceGroups = [group("a", { OverrideVpcConfig: VpcConfig })];
  expect(await account.refusal("CreateCluster", { ...CLUSTER, InstanceGroups })).toContain(
    "instanceGroups.1.member.overrideVpcConfig.subnets.1.member",
  );
});

it("refuses a second one of its name, and is listed oldest first", async () => {
  const ClusterArn = await createCluster(account);
  expect(await account.refusal("CreateCluster", CLUSTER)).toBe(
    `ResourceInUse: Cluster [${ClusterArn}] with the name Pod already exists.`,
  );
  await createCluster(account, { ClusterName: "Bay" });
  const { ClusterSummaries } = await fitting(account, "ListClusters");
  expect(ClusterSummaries).toMatchObject([{ ClusterName: "Pod" }, { ClusterName: "Bay" }]);
  const byName = await account.call("ListClusters", { SortBy: "NAME" });
  expect(byName.ClusterSummaries).toMatchObject([{ ClusterName: "Bay" }, { ClusterName: "Pod" }]);
});

it("sends an event for each state, and says why it failed", async () => {
  const ClusterArn = await createCluster(account);
  account.sagemaker.inspect.fail(ClusterArn, "no capacity");
  expect(await fitting(account, "DescribeCluster", CLUSTER)).toMatchObject({
    ClusterStatus: "Failed",
    FailureMessage: "no capacity",
  });
  expect(account.events.map((event) => [event["detail-type"], event.detail.ClusterStatus])).toEqual(
    ["Creating", "InService", "Failed"].map((state) => ["SageMaker HyperPod Cluster State Change", state]),
  );
  expect(account.events[1]).toMatchObject({
    resources: [ClusterArn],
    detail: { ClusterName: "Pod", VpcConfig: VPC, InstanceGroups: [{ CurrentCount: 1 }] },
  });
});
