import { describe, expect, test, vi } from "vitest";
import { assess } from "../../shared/assess/assess.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { idIn, idMembersOf } from "../../shared/sagemaker/identity.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import type { Posture } from "../../shared/sagemaker/posture.ts";
import { type Looked, type LookUp, readWholePosture } from "../../shared/sagemaker/whole-posture.ts";
import { goodNetwork } from "../support/network.ts";

const kind = kindOf("app");
const NAMED = { subnets: ["subnet-1"], securityGroups: ["sg-1", "sg-2"] };
const CLASSIC = { domainId: "d-1", userProfileName: "jane", appType: "JupyterServer", appName: "default" };
const IN_A_SPACE = { domainId: "d-1", spaceName: "churn", appType: "JupyterLab", appName: "default" };
const DOMAIN = { DomainId: "d-1", AppNetworkAccessType: "VpcOnly", SubnetIds: ["subnet-1"] };

/** Descriptions by kind and id; what is not there is gone. */
function knowing(descriptions: Record<string, object>) {
  return vi.fn<LookUp>(async ({ id: kindId }, id): Promise<Looked> => {
    const description = descriptions[`${kindId} ${id}`];
    return description === undefined ? { status: "gone" } : { status: "read", description };
  });
}

function judge(posture: Posture) {
  const resource = { kind: "app", name: "default", id: null, arn: null, account: null, region: null };
  const now = new Date("2026-11-20T12:00:00Z");
  return assess({ kind, resource, posture, policy: resolvePolicy(null), network: goodNetwork(NAMED), now });
}

test("an app of a user profile is judged by its domain and its profile, and nothing else is read", async () => {
  const lookUp = knowing({
    "domain d-1": DOMAIN,
    "user-profile d-1/jane": { UserSettings: { SecurityGroups: ["sg-1"] } },
  });

  const { units } = await readWholePosture(kind, CLASSIC, "create", lookUp);

  expect(units).toMatchObject([
    {
      inheritedFrom: { kind: "domain", name: "d-1" },
      settings: { subnets: { value: ["subnet-1"] }, appNetworkAccess: { value: "VpcOnly" } },
    },
    { inheritedFrom: { kind: "user-profile", name: "d-1/jane" }, settings: { securityGroups: { value: ["sg-1"] } } },
  ]);
  expect(lookUp).toHaveBeenCalledTimes(2);
});

test("an app of a space is judged by the domain and the space", async () => {
  const lookUp = knowing({
    "domain d-1": { ...DOMAIN, AppNetworkAccessType: "PublicInternetOnly" },
    "space d-1/churn": { SpaceSettings: { RemoteAccess: "ENABLED" } },
  });

  const { verdicts } = judge(await readWholePosture(kind, IN_A_SPACE, "create", lookUp));

  expect(verdicts.filter(({ status }) => status === "violation")).toMatchObject([
    { rule: "space-remote-access-disabled", message: expect.stringMatching(/fix it is the space d-1\/churn\.$/) },
    { rule: "studio-vpc-only", message: expect.stringMatching(/fix it is the domain d-1\.$/) },
  ]);
});

// AWS recommends groups of their own for each profile; the domain then has none.
test("an app is right where the profile has the security groups that the domain lacks", async () => {
  const lookUp = knowing({
    "domain d-1": DOMAIN,
    "user-profile d-1/jane": { UserSettings: { SecurityGroups: ["sg-1"] } },
  });

  const { outcome } = judge(await readWholePosture(kind, CLASSIC, "create", lookUp));

  expect(outcome).toBe("compliant");
});

test("an app whose space is gone is not known to be right", async () => {
  const { outcome, verdicts } = judge(
    await readWholePosture(kind, IN_A_SPACE, "describe", knowing({ "domain d-1": DOMAIN })),
  );

  expect(outcome).toBe("unknown");
  expect(verdicts.filter(({ status }) => status === "unknown")).toMatchObject([
    { rule: "space-remote-access-disabled", message: "Could not assess: the Studio space d-1/churn does not exist." },
  ]);
});

describe("its id", () => {
  test("keeps the places of the members that an app may lack", () => {
    expect(idIn(kind, CLASSIC)).toBe("d-1/jane//JupyterServer/default");
    expect(idIn(kind, IN_A_SPACE)).toBe("d-1//churn/JupyterLab/default");
    expect(idIn(kind, { ...CLASSIC, appType: null })).toBeNull();
  });

  test("gives back what DescribeApp takes", () => {
    expect(idMembersOf(kind, "d-1//churn/JupyterLab/default")).toEqual({
      DomainId: "d-1",
      SpaceName: "churn",
      AppType: "JupyterLab",
      AppName: "default",
    });
  });
});
