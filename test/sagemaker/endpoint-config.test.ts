import { expect, test } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { readWholePosture } from "../../shared/sagemaker/whole-posture.ts";
import { lookUp, subnetsIn } from "./hosting.ts";

const kind = kindOf("endpoint-config");

test("an endpoint configuration is judged by the models that instance pools run instead of the variant's, too", async () => {
  const pools = [
    { InstanceType: "ml.g6e.2xlarge", Priority: 1 },
    { InstanceType: "ml.g5.2xlarge", Priority: 2, ModelNameOverride: "outside" },
  ];
  const described = { ProductionVariants: [{ VariantName: "all", ModelName: "inside", InstancePools: pools }] };

  expect(subnetsIn(await readWholePosture(kind, described, "describe", lookUp))).toEqual([
    ["ProductionVariants[0]", "model inside", ["subnet-1"]],
    ["ProductionVariants[0].InstancePools[1]", "model outside", null],
  ]);
});

test("an endpoint configuration says of each container of its models where the image comes from", async () => {
  const described = { ProductionVariants: [{ VariantName: "all", ModelName: "pipeline" }] };
  const containers = [{ ImageConfig: { RepositoryAccessMode: "Vpc" } }, {}];

  const posture = await readWholePosture(kind, described, "describe", async () => ({
    status: "read",
    description: { ModelName: "pipeline", Containers: containers },
  }));

  const images = posture.units.filter(({ settings }) => settings.repositoryAccess !== undefined);
  expect(images.map(({ path, settings }) => [path, settings.repositoryAccess?.status])).toEqual([
    ["ProductionVariants[0].Containers[0]", "set"],
    ["ProductionVariants[0].Containers[1]", "unset"],
  ]);
});
