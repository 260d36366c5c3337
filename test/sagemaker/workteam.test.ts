import { expect, test, vi } from "vitest";
import type { SageMakerApi } from "../../shared/aws/sagemaker.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { lookAt } from "../../shared/sagemaker/look-at.ts";

const ARN = "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/Receipts";
const TEAM = {
  WorkteamName: "Receipts",
  WorkteamArn: ARN,
  CreateDate: new Date("2026-11-03T13:20:44.000Z"),
  WorkerAccessConfiguration: { S3Presign: { IamPolicyConstraints: { SourceIp: "Enabled" } } },
};

test("a work team known by its ARN alone is found in the list, because the ARN does not end in its id", async () => {
  const answers: Record<string, Record<string, unknown>> = {
    ListWorkteams: { Workteams: [{ ...TEAM, WorkteamArn: `${ARN}-2` }, TEAM] },
    DescribeWorkteam: { Workteam: TEAM },
  };
  const api = { call: vi.fn<SageMakerApi["call"]>(async (operation) => answers[operation] ?? {}) };
  const place = { account: "111122223333", region: "eu-west-1" };
  const resource = { kind: "workteam", name: "receipts", id: null, arn: ARN.toLowerCase(), ...place };

  const looked = await lookAt(api, kindOf("workteam"), resource, { withTags: false });

  expect(api.call).toHaveBeenLastCalledWith("DescribeWorkteam", { WorkteamName: "Receipts" });
  expect(looked).toMatchObject({
    status: "found",
    look: {
      resource: { id: "Receipts", name: "Receipts", arn: ARN },
      creationTime: "2026-11-03T13:20:44.000Z",
      status: null,
      posture: { units: [{ settings: { linkSourceIp: { status: "set", value: "Enabled" } } }] },
    },
  });
});
