import { expect, test } from "vitest";
import { Unresolved } from "../../shared/sagemaker/document.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { type LookUp, readWholePosture } from "../../shared/sagemaker/whole-posture.ts";

const kind = kindOf("transform-job");
const MODEL = {
  ModelName: "churn",
  PrimaryContainer: { ImageConfig: { RepositoryAccessMode: "Vpc" } },
  VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] },
  EnableNetworkIsolation: true,
};
const churn: LookUp = async (other, id) => {
  if (other.id !== "model" || id !== "churn") throw new Error(`nothing but the model is to be looked up, not ${id}`);
  return { status: "read", description: MODEL };
};

test.each(["create", "describe"] as const)("a %s document is judged by all of its model", async (shape) => {
  const { units } = await readWholePosture(kind, { TransformJobName: "score", ModelName: "churn" }, shape, churn);

  const inheritedFrom = { kind: "model", name: "churn" };
  expect(units).toEqual([
    {
      path: "",
      inheritedFrom,
      settings: {
        subnets: { status: "set", field: "VpcConfig.Subnets", value: ["subnet-1"] },
        securityGroups: { status: "set", field: "VpcConfig.SecurityGroupIds", value: ["sg-1"] },
        networkIsolation: { status: "set", field: "EnableNetworkIsolation", value: true },
      },
    },
    {
      path: "PrimaryContainer",
      inheritedFrom,
      settings: { repositoryAccess: { status: "set", field: "ImageConfig.RepositoryAccessMode", value: "Vpc" } },
    },
  ]);
});

test("a model that only the run of a pipeline will name leaves every setting unread", async () => {
  const reason = "Steps.Create.ModelName is known only when the pipeline runs";

  const { units } = await readWholePosture(kind, { ModelName: new Unresolved(reason) }, "create", churn);

  expect(units.flatMap(({ settings }) => Object.entries(settings))).toEqual(
    ["subnets", "securityGroups", "networkIsolation", "repositoryAccess", "repositoryAccess"].map((name) => [
      name,
      { status: "unread", field: expect.any(String), reason },
    ]),
  );
});

test("without a model there is nothing to judge by", async () => {
  await expect(readWholePosture(kind, {}, "create", churn)).resolves.toEqual({
    kind: "transform-job",
    units: [],
    roles: [],
  });
});
