import { beforeEach, expect, it } from "vitest";
import { openAccount, type TestAccount } from "./account.ts";
import { type Answer, CLUSTER, createCluster, group, nodesOf } from "./cluster-inputs.ts";
import { fitting } from "./fitting.ts";

/** All refusals of nodes are in our words; their codes are those that the SDK models. */
let account: TestAccount;
beforeEach(() => {
  account = openAccount();
});

it("are pending while the cluster is made, then running, and found by both of their ids", async () => {
  await account.call("CreateCluster", { ...CLUSTER, InstanceGroups: [group("workers")] });
  expect(await nodesOf(account)).toMatchObject([{ InstanceStatus: { Status: "Pending" } }]);
  account.time.advance(8_000);
  const [node] = await nodesOf(account);
  expect(node).toMatchObject({ InstanceGroupName: "workers", InstanceStatus: { Status: "Running" } });
  for (const id of [{ NodeId: node?.InstanceId }, { NodeLogicalId: node?.NodeLogicalId }]) {
    const { NodeDetails } = await fitting(account, "DescribeClusterNode", { ...CLUSTER, ...id });
    expect(NodeDetails).toMatchObject({
      InstanceId: node?.InstanceId,
      Placement: { AvailabilityZone: "eu-west-1a" },
    });
  }
  const page = await account.call("ListClusterNodes", { ...CLUSTER, InstanceGroupNameContains: "other" });
  expect(page.ClusterNodeSummaries).toEqual([]);
});

it("come once each over the pages", async () => {
  await createCluster(account, { InstanceGroups: [group("workers", { InstanceCount: 5 })] });
  const seen: Answer[] = [];
  let page: Answer = {};
  do {
    page = await account.call("ListClusterNodes", { ...CLUSTER, MaxResults: 2, NextToken: page.NextToken });
    seen.push(...(page.ClusterNodeSummaries as Answer[]));
  } while (page.NextToken !== undefined);
  expect(new Set(seen.map((node) => node.InstanceId)).size).toBe(5);
  expect(seen).toHaveLength(5);
});

it("are told apart from those of no cluster", async () => {
  const ClusterArn = await createCluster(account);
  expect(await account.refusal("DescribeClusterNode", { ...CLUSTER, NodeId: "i-0" })).toBe(
    `ResourceNotFound: Node [i-0] of cluster [${ClusterArn}] does not exist.`,
  );
  expect(await account.refusal("DescribeClusterNode", CLUSTER)).toBe(
    "ValidationException: Exactly one of NodeId and NodeLogicalId must be given.",
  );
});

it("take a network interface, once, outside restricted groups", async () => {
  const ClusterArn = await createCluster(account, { RestrictedInstanceGroups: [group("nova")] });
  const all = await nodesOf(account);
  const worker = all.find((node) => node.InstanceGroupName === "workers");
  const nova = all.find((node) => node.InstanceGroupName === "nova");
  const NetworkInterfaceId = "eni-0a1b2c3d4e5f60718";
  const attach = { ClusterName: ClusterArn, NodeId: worker?.InstanceId, NetworkInterfaceId };
  expect(await fitting(account, "AttachClusterNodeNetworkInterface", attach)).toEqual({
    ClusterArn,
    NodeId: worker?.InstanceId,
    NetworkInterfaceId,
    AttachmentId: expect.stringMatching(/^eni-attach-[0-9a-f]{17}$/),
  });
  expect(await account.refusal("AttachClusterNodeNetworkInterface", attach)).toBe(
    `ValidationException: Network interface ${NetworkInterfaceId} is attached to node ${worker?.InstanceId} already.`,
  );
  expect(await account.refusal("AttachClusterNodeNetworkInterface", { ...attach, NodeId: nova?.InstanceId })).toBe(
    `ValidationException: Node ${nova?.InstanceId} is in the restricted instance group nova: nothing can be attached.`,
  );
  expect(await account.refusal("AttachClusterNodeNetworkInterface", { ...attach, NetworkInterfaceId: "x" })).toContain(
    "networkInterfaceId",
  );
});
