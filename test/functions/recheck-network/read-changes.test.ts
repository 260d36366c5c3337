import { describe, expect, it } from "vitest";
import { readChanges } from "../../../functions/recheck-network/read-changes.ts";

function message(messageId: string, eventName: string, requestParameters: unknown, responseElements: unknown = null) {
  const detail = {
    ...{ eventSource: "ec2.amazonaws.com", eventID: `event-of-${messageId}`, eventName },
    eventTime: "2026-11-21T05:00:00Z",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/jane", userName: "jane" },
    ...{ requestParameters, responseElements },
  };
  return { messageId, body: JSON.stringify({ source: "aws.ec2", detail }) };
}

const ROUTE = message(
  "1",
  "CreateRoute",
  { routeTableId: "rtb-0a1b2c3d", gatewayId: "igw-0a1b2c3d" },
  { _return: true },
);

describe("the messages of a batch", () => {
  it("tell the ids in requests and answers, the call, and who made it", () => {
    const association = message(
      "2",
      "AssociateRouteTable",
      { routeTableId: "rtb-0a1b2c3e" },
      { associationId: "rtbassoc-0a1b2c3d" },
    );
    const { change } = readChanges([ROUTE, association]);
    expect(change.calls).toMatchObject([
      { operation: "CreateRoute", ids: ["rtb-0a1b2c3d", "igw-0a1b2c3d"], by: { name: "jane" } },
      { operation: "AssociateRouteTable", ids: ["rtb-0a1b2c3e", "rtbassoc-0a1b2c3d"] },
    ]);
  });

  it("concern the whole account where the call has no id", () => {
    const { change } = readChanges([message("1", "ModifyVpcBlockPublicAccessOptions", { mode: "off" })]);
    expect(change.calls).toMatchObject([{ ids: ["account"] }]);
  });

  it("are one piece of work, whatever their order", () => {
    const other = message("2", "DeleteRoute", { routeTableId: "rtb-0a1b2c3d" });
    expect(readChanges([ROUTE, other]).change.trigger).toBe(readChanges([other, ROUTE]).change.trigger);
    expect(readChanges([ROUTE, other]).change.trigger).not.toBe(readChanges([ROUTE]).change.trigger);
  });

  it.each([
    ["no JSON", "{", "it is not a JSON object"],
    ["a list", "[]", "it is not a JSON object"],
    ["no detail", "{}", "it is no CloudTrail event"],
    ["no call", JSON.stringify({ detail: { eventID: "1" } }), "it is no CloudTrail event"],
  ])("with %s are told apart, and the others go on", (_, body, problem) => {
    const { change, malformed } = readChanges([{ messageId: "bad", body }, ROUTE]);
    expect(malformed).toEqual([{ messageId: "bad", problem }]);
    expect(change.calls).toHaveLength(1);
  });
});
