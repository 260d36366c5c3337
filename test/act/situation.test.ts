import { expect, test } from "vitest";
import { NoAnswerError, readSituation, type SituationDeps } from "../../shared/act/situation.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { type NetworkReader, NetworkUnavailableError } from "../../shared/network/needs.ts";
import type { Ledger } from "../../shared/record/ledger.ts";
import { goodNetwork } from "../support/network.ts";

const ARN = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/nb";
const NOTEBOOK = {
  ...{ NotebookInstanceName: "nb", NotebookInstanceArn: ARN, NotebookInstanceStatus: "InService" },
  ...{ SubnetId: "subnet-1", SecurityGroups: ["sg-1"], DirectInternetAccess: "Disabled", RootAccess: "Disabled" },
  CreationTime: new Date("2026-11-20T12:00:00Z"),
};
const resource = {
  ...{ kind: "notebook-instance", name: "nb", id: "nb", arn: ARN, account: "111122223333", region: "eu-west-1" },
};
const SUBJECT = { findingId: "f-1", resource, creationTime: null };

function world(read: NetworkReader["read"]): SituationDeps {
  return {
    sageMaker: { call: async (operation) => (operation === "DescribeNotebookInstance" ? NOTEBOOK : {}) },
    network: async () => ({ read }),
    ledger: { getFinding: async () => null } as unknown as Ledger,
    currentPolicy: async () => ({ policy: resolvePolicy(null), problem: null }),
    readSwitch: async () => "on",
    now: () => new Date("2026-11-20T12:00:00Z"),
  };
}

test.each([
  ["read afresh for a decision", {}, true],
  ["as it was a moment ago for looking on", { lookingOn: true }, false],
])("the network is %s", async (_, options, fresh) => {
  const asked: unknown[] = [];
  const deps = world(async (needs, how) => {
    asked.push(how);
    return goodNetwork(needs);
  });

  const situation = await readSituation(SUBJECT, deps, options);

  expect(situation.status).toBe("found");
  expect(asked).toEqual([{ fresh }]);
});

test("EC2 that does not answer is no situation: the same look may work later", async () => {
  const deps = world(async () => {
    throw new NetworkUnavailableError("DescribeSubnets did not answer after retries (RequestLimitExceeded)");
  });

  const reading = readSituation(SUBJECT, deps);

  await expect(reading).rejects.toThrow(NoAnswerError);
  await expect(reading).rejects.toThrow("DescribeSubnets did not answer");
});
