import { describe, expect, test } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { readWholePosture } from "../../shared/sagemaker/whole-posture.ts";
import { lookUp, subnetsIn } from "./hosting.ts";

const kind = kindOf("endpoint");

describe("an endpoint", () => {
  test("is judged by the models of its configuration, at its variants", async () => {
    const posture = await readWholePosture(kind, { endpointConfigName: "inside" }, "create", lookUp);

    expect(subnetsIn(posture)).toEqual([["ProductionVariants[0]", "model inside", ["subnet-1"]]]);
    expect(posture.units.map(({ settings }) => settings.ssmAccess?.status)).toEqual(["unset", undefined]);
  });

  test("is judged by a configuration that hosts inference components", async () => {
    const posture = await readWholePosture(kind, { EndpointConfigName: "shared" }, "describe", lookUp);

    expect(subnetsIn(posture)).toEqual([["", "endpoint-config shared", ["subnet-1"]]]);
  });

  test("is judged by both configurations while one replaces the other", async () => {
    const described = { EndpointConfigName: "inside", PendingDeploymentSummary: { EndpointConfigName: "outside" } };

    const posture = await readWholePosture(kind, described, "describe", lookUp);

    expect(subnetsIn(posture)).toEqual([
      ["ProductionVariants[0]", "model inside", ["subnet-1"]],
      ["PendingDeploymentSummary.ProductionVariants[0]", "model outside", null],
    ]);
  });

  test("is judged once while it is being created", async () => {
    const described = { EndpointConfigName: "outside", PendingDeploymentSummary: { EndpointConfigName: "outside" } };

    const posture = await readWholePosture(kind, described, "describe", lookUp);

    expect(subnetsIn(posture)).toEqual([["ProductionVariants[0]", "model outside", null]]);
  });

  test("whose configuration was deleted cannot be judged", async () => {
    const posture = await readWholePosture(kind, { EndpointConfigName: "deleted" }, "describe", lookUp);

    const reason = "the endpoint configuration deleted does not exist";
    expect(subnetsIn(posture)).toEqual([["", "endpoint-config deleted", reason]]);
  });

  test("that names no configuration has nothing to be judged by", async () => {
    expect((await readWholePosture(kind, { EndpointName: "churn" }, "describe", lookUp)).units).toEqual([]);
  });
});
