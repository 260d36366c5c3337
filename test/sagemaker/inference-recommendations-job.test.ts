import { expect, test } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { type LookUp, readWholePosture } from "../../shared/sagemaker/whole-posture.ts";

const kind = kindOf("inference-recommendations-job");
const VpcConfig = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
const model: LookUp = async () => ({
  status: "read",
  description: { VpcConfig: { Subnets: ["subnet-9"], SecurityGroupIds: ["sg-9"] }, EnableNetworkIsolation: true },
});

test("the VPC is the job's own and the isolation its model's", async () => {
  const { units } = await readWholePosture(kind, { InputConfig: { ModelName: "churn", VpcConfig } }, "create", model);

  expect(units).toEqual([
    {
      path: "",
      settings: {
        subnets: { status: "set", field: "InputConfig.VpcConfig.Subnets", value: ["subnet-1"] },
        securityGroups: { status: "set", field: "InputConfig.VpcConfig.SecurityGroupIds", value: ["sg-1"] },
      },
    },
    {
      path: "InputConfig",
      inheritedFrom: { kind: "model", name: "churn" },
      settings: { networkIsolation: { status: "set", field: "EnableNetworkIsolation", value: true } },
    },
  ]);
});

test("the model's VPC does not stand in for one that the job lacks", async () => {
  const { units } = await readWholePosture(kind, { InputConfig: { ModelName: "churn" } }, "describe", model);

  expect(units[0]?.settings.subnets).toEqual({ status: "unset", field: "InputConfig.VpcConfig.Subnets" });
});
