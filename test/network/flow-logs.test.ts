import { describe, expect, test } from "vitest";
import { createNetworkFacts } from "../../shared/network/facts.ts";
import { flowLogging } from "../../shared/network/flow-logs.ts";
import { ACCOUNT, subnet } from "./answers.ts";

type Json = Record<string, unknown>;

function log(more: Json = {}): Json {
  return {
    FlowLogId: "fl-1",
    ResourceId: "vpc-1",
    FlowLogStatus: "ACTIVE",
    DeliverLogsStatus: "SUCCESS",
    TrafficType: "ALL",
    ...more,
  };
}

function facts(logs: readonly Json[], more: Json = {}) {
  return createNetworkFacts([{ Subnets: [subnet(more)] }, { FlowLogs: logs }]);
}

describe("flow logs", () => {
  test.each([
    ["of the VPC", [log()], ["fl-1"], []],
    ["of the subnet", [log({ ResourceId: "subnet-1" })], ["fl-1"], []],
    ["of another subnet", [log({ ResourceId: "subnet-2" })], [], []],
    ["of an interface", [log({ ResourceId: "eni-1" })], [], []],
    ["without a delivery yet", [log({ DeliverLogsStatus: undefined })], ["fl-1"], []],
    ["that fail", [log({ DeliverLogsStatus: "FAILED" })], [], ["fl-1 cannot deliver what it records"]],
    ["that are not active", [log({ FlowLogStatus: "INACTIVE" })], [], ["fl-1 is INACTIVE"]],
    ["in no state", [log({ FlowLogStatus: undefined })], [], ["fl-1 is in a state that was not told"]],
    ["none", [], [], []],
  ])("%s", (_name, logs, active, reasons) => {
    const found = flowLogging("subnet-1", ACCOUNT, facts(logs));

    expect(found).toMatchObject({ status: "known", value: { vpcId: "vpc-1", active } });
    expect(found.status === "known" && found.value.idle.map(({ reason }) => reason)).toStrictEqual(reasons);
  });

  test("of another account's VPC are known only where one is seen", () => {
    const shared = { OwnerId: "444455556666" };

    expect(flowLogging("subnet-1", ACCOUNT, facts([], shared))).toStrictEqual({
      status: "unread",
      reason: "account 444455556666, which shares vpc-1, may have what is not seen from here",
    });
    expect(flowLogging("subnet-1", ACCOUNT, facts([log()], shared))).toMatchObject({ status: "known" });
  });

  test("are unread with their subnet or their answer", () => {
    const denied = createNetworkFacts([{ Subnets: [subnet()] }], {
      kinds: { flowLogs: "DescribeFlowLogs was denied" },
    });

    expect(flowLogging("subnet-1", ACCOUNT, denied)).toStrictEqual({
      status: "unread",
      reason: "DescribeFlowLogs was denied",
    });
    expect(flowLogging("subnet-1", ACCOUNT, createNetworkFacts([{ FlowLogs: [] }]))).toMatchObject({
      status: "unread",
    });
  });
});
