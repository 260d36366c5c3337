import { expect, test } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { readWholePosture } from "../../shared/sagemaker/whole-posture.ts";
import { lookUp, subnetsIn } from "./hosting.ts";

const kind = kindOf("inference-experiment");
const ModelVariants = [{ ModelName: "inside" }, { ModelName: "outside" }];
const MODELS = [
  ["ModelVariants[0]", "model inside", ["subnet-1"]],
  ["ModelVariants[1]", "model outside", null],
];

test("an inference experiment is judged by its endpoint and the models of its variants", async () => {
  const created = await readWholePosture(kind, { EndpointName: "shared", ModelVariants }, "create", lookUp);
  const EndpointMetadata = { EndpointName: "shared" };
  const described = await readWholePosture(kind, { EndpointMetadata, ModelVariants }, "describe", lookUp);

  expect(subnetsIn(created)).toEqual([["", "endpoint-config shared", ["subnet-1"]], ...MODELS]);
  expect(subnetsIn(described)).toEqual([["EndpointMetadata", "endpoint-config shared", ["subnet-1"]], ...MODELS]);
});
