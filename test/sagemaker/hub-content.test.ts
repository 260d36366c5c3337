import { expect, test } from "vitest";
import { detectRecord } from "../../shared/detect/detect.ts";
import { readHubDocument } from "../../shared/sagemaker/hub-document.ts";
import { idIn, idInArn, idMembersOf } from "../../shared/sagemaker/identity.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { readWholePosture } from "../../shared/sagemaker/whole-posture.ts";

const kind = kindOf("hub-content");
const AT = "HubContentDocument";

test("a document is read for training, inference and each configuration", () => {
  const document = {
    TrainingEnableNetworkIsolation: true,
    InferenceEnableNetworkIsolation: false,
    InferenceConfigComponents: { "lmi-optimized": { InferenceEnableNetworkIsolation: true } },
    TrainingConfigComponents: { lora: { TrainingEnableNetworkIsolation: null } },
    Hyperparameters: [{ Name: "epochs" }, { vpcConfig: { subnets: ["subnet-1"] } }],
  };

  expect(readHubDocument(JSON.stringify(document))).toEqual([
    { path: `${AT}.TrainingEnableNetworkIsolation`, values: { networkIsolation: true } },
    { path: `${AT}.InferenceEnableNetworkIsolation`, values: { networkIsolation: false } },
    {
      path: `${AT}.InferenceConfigComponents.lmi-optimized.InferenceEnableNetworkIsolation`,
      values: { networkIsolation: true },
    },
    {
      path: `${AT}.TrainingConfigComponents.lora.TrainingEnableNetworkIsolation`,
      values: { networkIsolation: null },
    },
    {
      path: `${AT}.Hyperparameters[1].vpcConfig`,
      values: { subnets: ["subnet-1"], securityGroups: undefined },
    },
  ]);
});

test("a document that says nothing about the network is a part without settings", () => {
  expect(readHubDocument('{"NotebookLocation":"s3://example/notebook.ipynb"}')).toEqual([{ path: AT, values: {} }]);
});

test.each(["", "{", "[]", "null", '"EnableNetworkIsolation"', "true"])("the text %o is no document", (text) => {
  expect(readHubDocument(text)).toEqual([{ path: AT, reason: "the document is no JSON object" }]);
});

test("a document nested beyond bounds is not taken for one that says nothing", () => {
  const text = `${'{"a":'.repeat(40)}{"InferenceEnableNetworkIsolation":false}${"}".repeat(40)}`;

  expect(readHubDocument(text)).toMatchObject([{ reason: expect.stringContaining("nested more than") }]);
});

test("content without its document cannot be judged", async () => {
  const { units } = await readWholePosture(kind, { HubContentName: "summaries" }, "describe", async () => ({
    status: "gone",
  }));

  expect(units).toMatchObject([{ path: AT, settings: { networkIsolation: { reason: `${AT} is missing` } } }]);
});

test("a hub may be named by its ARN, and content without a version is the latest", () => {
  const HubName = "arn:aws:sagemaker:eu-west-1:111122223333:hub/team-models";
  const requestParameters = {
    HubName,
    HubContentType: "Model",
    HubContentName: "summaries",
    HubContentVersion: "2.1.0",
  };
  const call = { eventSource: "sagemaker.amazonaws.com", eventName: "DeleteHubContent", requestParameters };
  const id = "team-models/Model/summaries/2.1.0";
  const { HubContentVersion, ...latest } = requestParameters;

  expect(detectRecord(call)).toMatchObject({ resource: { id, arn: null } });
  expect(idInArn(kind, `arn:aws:sagemaker:eu-west-1:111122223333:hub-content/${id}`)).toBe(id);
  expect(idMembersOf(kind, id)).toEqual({ ...latest, HubName: "team-models", HubContentVersion });
  expect(idMembersOf(kind, idIn(kind, latest) ?? "")).toEqual({ ...latest, HubName: "team-models" });
});
