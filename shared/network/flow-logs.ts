/** Whether the traffic of a subnet is recorded. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html */
import { type Fact, type FactItem, itemsOf, type NetworkFacts } from "./facts.ts";
import { hiddenIn, vpcOf } from "./vpc.ts";

export interface FlowLogging {
  vpcId: string;
  /** Active flow logs of the subnet and of its VPC. */
  active: readonly string[];
  /** Those that are there and record nothing, each with the reason as a clause. */
  idle: readonly { id: string; reason: string }[];
}

/** The flow logs of the subnet or its VPC; unread where there is none that is seen, though there may be. */
export function flowLogging(subnetId: string, account: string | null, facts: NetworkFacts): Fact<FlowLogging> {
  const vpc = vpcOf(subnetId, facts);
  if (vpc.status === "unread") return vpc;
  if (facts.flowLogs.status === "unread") return facts.flowLogs;
  const logs = itemsOf(facts, "flowLogs").filter(({ ResourceId }) => [subnetId, vpc.value].includes(ResourceId));
  const idle = logs.flatMap((log) => idleReason(log) ?? []);
  const active = logs.filter((log) => idleReason(log) === null).map(({ FlowLogId }) => FlowLogId);
  const unseen = facts.flowLogs.partial ?? hiddenIn(vpc.value, account, facts);
  if (active.length === 0 && unseen !== null) return { status: "unread", reason: unseen };
  return { status: "known", value: { vpcId: vpc.value, active, idle } };
}

function idleReason({ FlowLogId: id, FlowLogStatus, DeliverLogsStatus }: FactItem<"flowLogs">) {
  if (FlowLogStatus !== "ACTIVE") return { id, reason: `${id} is ${FlowLogStatus ?? "in a state that was not told"}` };
  return DeliverLogsStatus === "FAILED" ? { id, reason: `${id} cannot deliver what it records` } : null;
}
