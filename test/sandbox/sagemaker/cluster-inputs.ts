import { ROLE, type TestAccount, VPC } from "./account.ts";
import { fitting } from "./fitting.ts";

export type Answer = Record<string, unknown>;

export const CLUSTER = { ClusterName: "Pod" };

export function group(InstanceGroupName: string, more: Answer = {}): Answer {
  return { InstanceGroupName, InstanceType: "ml.g5.xlarge", InstanceCount: 1, ExecutionRole: ROLE, ...more };
}

/** A cluster in service; its ARN. */
export async function createCluster(account: TestAccount, more: Answer = {}): Promise<string> {
  const input = { ...CLUSTER, VpcConfig: VPC, InstanceGroups: [group("workers")], ...more };
  const { ClusterArn } = await account.call("CreateCluster", input);
  account.time.advance(8_000);
  return String(ClusterArn);
}

export async function nodesOf(account: TestAccount): Promise<Answer[]> {
  const { ClusterNodeSummaries } = await fitting(account, "ListClusterNodes", CLUSTER);
  return ClusterNodeSummaries as Answer[];
}
