import { expect, test } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { readWholePosture } from "../../shared/sagemaker/whole-posture.ts";
import { lookUp, subnetsIn } from "./hosting.ts";

const kind = kindOf("inference-component");
const SHARED = ["", "endpoint-config shared", ["subnet-1"]];

test("an inference component is judged by its endpoint and its model", async () => {
  const parameters = { EndpointName: "shared", Specification: { ModelName: "outside" } };

  const posture = await readWholePosture(kind, parameters, "create", lookUp);

  expect(subnetsIn(posture)).toEqual([SHARED, ["Specification", "model outside", null]]);
});

test("an inference component with a specification per instance type is judged by each one's model", async () => {
  const Specifications = [{ ModelName: "inside" }, { InstanceType: "ml.g5.2xlarge" }, { ModelName: "outside" }];

  const posture = await readWholePosture(kind, { EndpointName: "shared", Specifications }, "describe", lookUp);

  expect(subnetsIn(posture)).toEqual([
    SHARED,
    ["Specifications[0]", "model inside", ["subnet-1"]],
    ["Specifications[2]", "model outside", null],
  ]);
});

test("an inference component without a model is judged by its endpoint", async () => {
  const parameters = { endpointName: "shared", specification: { baseInferenceComponentName: "summaries" } };

  expect(subnetsIn(await readWholePosture(kind, parameters, "create", lookUp))).toEqual([SHARED]);
});
