import { expect, test } from "vitest";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { type LookUp, readWholePosture } from "../../shared/sagemaker/whole-posture.ts";
import { subnetsIn, VPC } from "./hosting.ts";

const kind = kindOf("monitoring-schedule");
const NetworkConfig = { VpcConfig: VPC, EnableInterContainerTrafficEncryption: false };
const JobResources = { ClusterConfig: { InstanceCount: 2 } };

const lookUp: LookUp = async (other, id) =>
  id === other.id ? { status: "read", description: { NetworkConfig, JobResources } } : { status: "gone" };

test.each([
  ["DataQuality", "data-quality-job-definition"],
  ["ModelBias", "model-bias-job-definition"],
  ["ModelExplainability", "model-explainability-job-definition"],
  ["ModelQuality", "model-quality-job-definition"],
])("a schedule of type %s is judged by the %s that it names", async (MonitoringType, id) => {
  const document = { MonitoringScheduleConfig: { MonitoringJobDefinitionName: id, MonitoringType } };

  const posture = await readWholePosture(kind, document, "describe", lookUp);

  expect(posture.units).toMatchObject([
    {
      path: "MonitoringScheduleConfig",
      inheritedFrom: { kind: id, name: id },
      settings: {
        subnets: { value: ["subnet-1"] },
        networkIsolation: { status: "unset" },
        trafficEncryption: { value: false },
        instanceCount: { value: 2 },
      },
    },
  ]);
});

test("a schedule is judged by the definition that it holds", async () => {
  const document = { MonitoringScheduleConfig: { MonitoringJobDefinition: { NetworkConfig } } };

  const posture = await readWholePosture(kind, document, "create", lookUp);

  expect(subnetsIn(posture)).toEqual([["MonitoringScheduleConfig.MonitoringJobDefinition", "", ["subnet-1"]]]);
});

test.each([
  { MonitoringJobDefinitionName: "churn", MonitoringType: "ModelFairness" },
  { MonitoringJobDefinitionName: "churn" },
  { MonitoringType: "DataQuality" },
])("a schedule of %o has nothing to be judged by", async (MonitoringScheduleConfig) => {
  expect((await readWholePosture(kind, { MonitoringScheduleConfig }, "create", lookUp)).units).toEqual([]);
});
