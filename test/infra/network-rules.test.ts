import * as ec2 from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import { type EventPattern, MAXIMUM_PATTERN_LENGTH } from "../../infra/event-rules.ts";
import { NETWORK_CALLS, networkPattern, networkRules } from "../../infra/network-rules.ts";

const CALLS: readonly string[] = Object.values(NETWORK_CALLS).flat();

describe("rules for changes of the network", () => {
  it.each(CALLS)("%s is a call of EC2", (call) => {
    expect(ec2).toHaveProperty(`${call}Command`);
  });

  it("name every call once, within the limit of a pattern", () => {
    const patterns = Object.values(networkRules()).map(({ Properties }) => Properties.EventPattern as EventPattern);
    const named = patterns.flatMap(({ detail }) => detail?.eventName ?? []);
    expect(named.toSorted()).toEqual(CALLS.toSorted());
    expect(new Set(named).size).toBe(named.length);
    for (const pattern of patterns) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(MAXIMUM_PATTERN_LENGTH);
  });

  it("drop failed calls and other services", () => {
    expect(networkPattern(["CreateRoute"])).toEqual({
      source: ["aws.ec2"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: { eventSource: ["ec2.amazonaws.com"], eventName: ["CreateRoute"], errorCode: [{ exists: false }] },
    });
  });
});
