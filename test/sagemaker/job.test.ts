import { describe, expect, test, vi } from "vitest";
import type { SageMakerApi } from "../../shared/aws/sagemaker.ts";
import { Unresolved } from "../../shared/sagemaker/document.ts";
import { idInArn, idMembersOf } from "../../shared/sagemaker/identity.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { lookAt } from "../../shared/sagemaker/look-at.ts";
import { readWholePosture } from "../../shared/sagemaker/whole-posture.ts";

const kind = kindOf("job");
const ARN = "arn:aws:sagemaker:eu-west-1:111122223333:job/AgentRFTEvaluation/Support";
const VpcConfig = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };

async function settingsOf(document: unknown) {
  const { units } = await readWholePosture(kind, document, "create", async () => ({ status: "gone" }));
  return units.map(({ path, settings }) => ({ path, ...settings }));
}

test("its category and name are in its ARN", () => {
  const id = idInArn(kind, ARN);

  expect(id).toBe("AgentRFTEvaluation/Support");
  expect(idMembersOf(kind, id ?? "")).toEqual({ JobCategory: "AgentRFTEvaluation", JobName: "Support" });
});

describe("its posture", () => {
  test("is what its document says", async () => {
    await expect(settingsOf({ jobConfigDocument: JSON.stringify({ VpcConfig }) })).resolves.toMatchObject([
      {
        path: "JobConfigDocument.VpcConfig",
        subnets: { status: "set", value: ["subnet-1"] },
        securityGroups: { status: "set", value: ["sg-1"] },
      },
      { networkIsolation: { status: "unread", reason: "the document has no EnableNetworkIsolation" } },
    ]);
  });

  test("has no subnet where the document's VPC is null", async () => {
    const [unit] = await settingsOf({ JobConfigDocument: '{"VpcConfig":null}' });

    expect(unit).toMatchObject({ subnets: { status: "unset" }, securityGroups: { status: "unset" } });
  });

  test.each([
    ["is missing", {}, "JobConfigDocument is missing"],
    ["is null", { JobConfigDocument: null }, "JobConfigDocument is missing"],
    ["is no JSON", { JobConfigDocument: "VpcConfig: {}" }, "the document is no JSON object"],
    [
      "waits for the run of a pipeline",
      { JobConfigDocument: new Unresolved("Execution.PipelineName is known only when the pipeline runs") },
      "Execution.PipelineName is known only when the pipeline runs",
    ],
  ])("is unread when the document %s", async (_case, document, reason) => {
    const unread = { status: "unread", field: expect.any(String), reason };

    await expect(settingsOf(document)).resolves.toEqual([
      { path: "JobConfigDocument", subnets: unread, securityGroups: unread, networkIsolation: unread },
    ]);
  });
});

test("it is found in the list of its category by an ARN that lost its letter case", async () => {
  const description = {
    JobName: "Support",
    JobCategory: "AgentRFTEvaluation",
    JobArn: ARN,
    JobStatus: "InProgress",
    SecondaryStatus: "Starting",
    CreationTime: new Date("2026-11-20T09:00:00.000Z"),
    JobConfigDocument: JSON.stringify({ VpcConfig }),
  };
  const call = vi.fn<SageMakerApi["call"]>(async (operation, { JobCategory, JobName }) => {
    if (operation === "ListJobs") return { JobSummaries: JobCategory === "AgentRFTEvaluation" ? [description] : [] };
    if (JobName === "Support") return description;
    throw Object.assign(new Error("no"), { name: "ResourceNotFound" });
  });
  const resource = { kind: "job", name: "support", id: null, arn: ARN.toLowerCase(), account: null, region: null };

  const looked = await lookAt({ call }, kind, resource, { withTags: false });

  expect(looked).toMatchObject({
    status: "found",
    look: { resource: { id: "AgentRFTEvaluation/Support", arn: ARN, name: "Support" }, secondaryStatus: "Starting" },
  });
  expect(call).toHaveBeenCalledWith("ListJobs", { JobCategory: "AgentRFT", MaxResults: 100 });
});
