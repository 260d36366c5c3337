import { SageMakerClient } from "@aws-sdk/client-sagemaker";
import { describe, expect, it } from "vitest";
import { InvalidCallError } from "../../shared/aws/input-schema.ts";
import { callProblems, createSageMakerApi } from "../../shared/aws/sagemaker.ts";

const NOTEBOOK = { NotebookInstanceName: "n", InstanceType: "ml.t3.medium", RoleArn: "arn:aws:iam::1:role/r" };

describe("a call that AWS would refuse", () => {
  it.each([
    ["a member that does not exist", { ...NOTEBOOK, Subnet: "subnet-1" }, 'no member "Subnet"'],
    [
      "a nested member that does not exist",
      { ...NOTEBOOK, Tags: [{ Key: "a", Value: "b", key: "c" }] },
      'no member "key"',
    ],
    ["a missing member", { NotebookInstanceName: "n" }, 'lacks "RoleArn"'],
    ["a list that is none", { ...NOTEBOOK, SecurityGroupIds: "sg-1" }, "is not a list"],
    ["a number in words", { ...NOTEBOOK, VolumeSizeInGB: "5" }, "is not a number"],
  ])("is found out for %s", (_what, input, problem) => {
    expect(callProblems("CreateNotebookInstance", input).join()).toContain(problem);
  });

  it("is none when it fits, members that are undefined left out", () => {
    expect(callProblems("CreateNotebookInstance", { ...NOTEBOOK, KmsKeyId: undefined })).toEqual([]);
  });

  it("is found out for the trap of a field that only CreateNotebookInstance has", () => {
    const input = { NotebookInstanceName: "n", DirectInternetAccess: "Disabled" };
    expect(callProblems("UpdateNotebookInstance", input).join()).toContain('no member "DirectInternetAccess"');
  });

  it("is found out for an operation that SageMaker does not have", () => {
    expect(callProblems("QuarantineNotebook", {}).join()).toContain("no operation");
  });

  it("never leaves a client", async () => {
    let sent = 0;
    const client = new SageMakerClient({
      region: "eu-west-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      requestHandler: { handle: async () => Promise.reject(new Error(`sent ${++sent}`)) },
    });
    const api = createSageMakerApi(client);
    const call = api.call("UpdateNotebookInstance", { NotebookInstanceName: "n", DirectInternetAccess: "Disabled" });
    await expect(call).rejects.toThrow(InvalidCallError);
    expect(sent).toBe(0);
  });
});
