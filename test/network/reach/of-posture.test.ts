import { expect, test } from "vitest";
import { reachesOfPosture } from "../../../shared/network/reach/of-posture.ts";
import { kindOf } from "../../../shared/sagemaker/index.ts";
import { readPosture } from "../../../shared/sagemaker/posture.ts";
import { goodNetwork } from "../../support/network.ts";

const WHERE = { account: "111122223333", region: "eu-west-1" };
const VPC = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const FACTS = goodNetwork({ subnets: ["subnet-1"], securityGroups: ["sg-1"] });

function reaches(kind: string, create: object): string[] {
  return reachesOfPosture(readPosture(kindOf(kind), create, "create"), { kind, ...WHERE }, FACTS);
}

test("a resource that is one thing is told by its own settings", () => {
  expect(reaches("training-job", { VpcConfig: VPC })[0]).toBe(
    "It does not reach the internet: no route of subnet-1 leads there.",
  );
  expect(reaches("training-job", { VpcConfig: VPC, EnableNetworkIsolation: true })[0]).toContain("network isolation");
});

test("nothing is said of a resource whose parts have settings of their own", () => {
  const definitions = [{ VpcConfig: VPC }, {}];
  expect(reaches("hyper-parameter-tuning-job", { TrainingJobDefinitions: definitions })).toEqual([]);
});

test("nothing is said of a resource without such settings", () => {
  expect(reaches("space", { SpaceSettings: { RemoteAccess: "ENABLED" } })).toEqual([]);
});
