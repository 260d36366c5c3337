import { describe, expect, it } from "vitest";
import { makeVpcOnly } from "../../shared/act/make-vpc-only.ts";
import { createNetworkFacts } from "../../shared/network/facts.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import type { Run } from "../../shared/sagemaker/look.ts";
import { lookAt } from "../../shared/sagemaker/look-at.ts";

const ARN = "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1";
const DOMAIN = kindOf("domain");

async function lookFor(description: object, apps: readonly object[], asked: object[] = []) {
  const call = async (operation: string, input: object) => {
    asked.push({ operation, input });
    if (operation === "ListApps") return { Apps: apps };
    if (operation === "ListTags") return { Tags: [] };
    return { DomainArn: ARN, DomainId: "d-1", DomainName: "studio", Status: "InService", ...description };
  };
  const ref = { kind: "domain", name: "studio", id: "d-1", arn: ARN, account: "111122223333", region: "eu-west-1" };
  const looked = await lookAt({ call }, DOMAIN, ref, { withTags: true });
  if (looked.status !== "found") throw new Error(looked.status);
  return looked.look;
}

async function stateOf(description: object, runs: readonly Run[] = []) {
  const look = { ...(await lookFor(description, [])), runs: [...runs] };
  const approvedNetwork = { vpcs: [], subnets: { ids: [], tags: {} }, securityGroups: [] };
  const network = createNetworkFacts([]);
  return makeVpcOnly.state({ kind: DOMAIN, look, findingId: "f-1", violated: [], approvedNetwork, network }, null);
}

describe("the apps of a domain", () => {
  it("are read with it, the latest first", async () => {
    const asked: object[] = [];
    const apps = [{ DomainId: "d-1", AppType: "JupyterLab", AppName: "default", Status: "InService" }];
    const look = await lookFor({}, apps, asked);

    expect(look.runs).toEqual([{ id: "JupyterLab/default", status: "InService" }]);
    expect(asked).toContainEqual({
      operation: "ListApps",
      input: { DomainIdEquals: "d-1", SortOrder: "Descending", MaxResults: 100 },
    });
  });
});

describe("the state of the change", () => {
  const PUBLIC = { AppNetworkAccessType: "PublicInternetOnly" };
  const app = (status: string): Run => ({ id: "JupyterLab/default", status });

  it.each([
    ["ready with no app", PUBLIC, [], { state: "ready" }],
    ["ready with apps that are over", PUBLIC, [app("Deleted"), app("Failed")], { state: "ready" }],
    [
      "waiting while the last app is deleted",
      PUBLIC,
      [app("Deleting")],
      { state: "waiting", detail: "apps of it end: JupyterLab/default (Deleting)" },
    ],
    [
      "impossible while an app runs",
      PUBLIC,
      [app("Deleting"), app("InService")],
      { state: "impossible", detail: "apps of it run: JupyterLab/default (InService)" },
    ],
    ["waiting while the domain is updated", { ...PUBLIC, Status: "Updating" }, [], { state: "waiting" }],
    ["waiting while the domain is made", { ...PUBLIC, Status: "Pending" }, [], { state: "waiting" }],
    ["ready after an update that failed", { ...PUBLIC, Status: "Update_Failed" }, [], { state: "ready" }],
    ["impossible when the domain is deleted", { ...PUBLIC, Status: "Deleting" }, [], { state: "impossible" }],
    ["done when it is VPC-only", { AppNetworkAccessType: "VpcOnly" }, [app("InService")], { state: "done" }],
    [
      "not done when the update to VPC-only failed",
      { AppNetworkAccessType: "VpcOnly", Status: "Update_Failed" },
      [],
      { state: "impossible" },
    ],
    ["ready where the access type was never set", {}, [], { state: "ready" }],
  ])("is %s", async (_what, description, runs, expected) => {
    expect(await stateOf(description, runs)).toMatchObject(expected);
  });

  it("names five apps at most", async () => {
    const runs = Array.from({ length: 7 }, (_, index) => ({ id: `JupyterLab/${index}`, status: "InService" }));
    expect(await stateOf(PUBLIC, runs)).toMatchObject({
      detail: expect.stringMatching(/4 \(InService\), and 2 more$/),
    });
  });
});
