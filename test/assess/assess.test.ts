import { describe, expect, it } from "vitest";
import { assess } from "../../shared/assess/assess.ts";
import { matchesArn } from "../../shared/assess/exemptions.ts";
import { RULES } from "../../shared/assess/rules/index.ts";
import { actionable, outcomeOf, type Verdict } from "../../shared/assess/verdict.ts";
import { resolvePolicy, strictest } from "../../shared/decide/resolve-policy.ts";
import { createNetworkFacts } from "../../shared/network/facts.ts";
import { kindOf } from "../../shared/sagemaker/index.ts";
import { readPosture, unreadPosture } from "../../shared/sagemaker/posture.ts";
import { readWholePosture } from "../../shared/sagemaker/whole-posture.ts";
import { goodNetwork } from "../support/network.ts";

const NO_FACTS = createNetworkFacts([]);
const NOW = new Date("2026-11-21T12:00:00Z");
const ARN = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/demo-1";
const notebook = kindOf("notebook-instance");
const resource = {
  kind: notebook.id,
  name: "Demo-1",
  id: "Demo-1",
  arn: ARN,
  account: "111122223333",
  region: "eu-west-1",
};

function assessNotebook(document: unknown, policy: unknown = null) {
  const posture = readPosture(notebook, document, "create");
  return assess({ kind: notebook, resource, posture, policy: resolvePolicy(policy), network: NO_FACTS, now: NOW });
}

const verdict = (status: Verdict["status"], advisory = false): Verdict => ({
  ...{ rule: "r", severity: "low", advisory, status, unit: "" },
  ...{ field: "", actual: null, expected: null, message: "" },
});

describe("the outcome", () => {
  it.each([
    ["violation", [verdict("compliant"), verdict("unknown"), verdict("violation")]],
    ["unknown", [verdict("compliant"), verdict("unknown"), verdict("exempt")]],
    ["compliant", [verdict("compliant"), verdict("exempt"), verdict("notApplicable")]],
    ["violation", [verdict("violation", true)]],
    ["compliant", []],
  ] as const)("is %s", (outcome, verdicts) => {
    expect(outcomeOf(verdicts)).toBe(outcome);
  });

  it("leaves advisory violations out of what may be acted on", () => {
    expect(actionable([verdict("violation", true), verdict("unknown"), verdict("violation")])).toHaveLength(1);
  });
});

describe("the loop over the rules", () => {
  it("leaves out rules that are off or know other kinds", () => {
    const rules = assessNotebook({}, { rules: { "ipv4-only": "off" } }).verdicts.map(({ rule }) => rule);
    expect(rules).not.toContain("ipv4-only");
    expect(rules).not.toContain("studio-vpc-only");
    expect(rules).toContain("notebook-no-direct-internet");
  });

  it("takes the policy's severity", () => {
    const { verdicts } = assessNotebook({}, { rules: { "notebook-no-direct-internet": { severity: "critical" } } });
    expect(verdicts.find(({ rule }) => rule === "notebook-no-direct-internet")?.severity).toBe("critical");
  });

  it("never calls compliant what it could not read", () => {
    const posture = unreadPosture(notebook, "DescribeNotebookInstance was denied");
    const { outcome, verdicts } = assess({
      kind: notebook,
      resource,
      posture,
      policy: resolvePolicy(null),
      network: NO_FACTS,
      now: NOW,
    });
    expect(outcome).toBe("unknown");
    expect(verdicts.filter(({ status }) => status === "compliant")).toEqual([]);
  });

  it("never calls compliant what it could not read, when the only rule is about a part of the resource", () => {
    const kind = kindOf("endpoint-config");
    const rules = Object.fromEntries(RULES.map(({ id }) => [id, id === "ssm-access-disabled" ? "on" : "off"]));
    const posture = unreadPosture(kind, "DescribeEndpointConfig was denied");
    const { outcome } = assess({
      kind,
      resource,
      posture,
      policy: resolvePolicy({ rules }),
      network: NO_FACTS,
      now: NOW,
    });
    expect(outcome).toBe("unknown");
  });

  it("does not know what to say of a tuning job without any definition", () => {
    const kind = kindOf("hyper-parameter-tuning-job");
    const posture = readPosture(kind, {}, "create");
    const { outcome } = assess({
      kind,
      resource: { ...resource, kind: kind.id },
      posture,
      policy: resolvePolicy(null),
      network: NO_FACTS,
      now: NOW,
    });
    expect(outcome).toBe("unknown");
  });
});

describe("exemptions", () => {
  const exempt = (more: Record<string, unknown> = {}) => ({
    exemptions: [
      {
        resource: "arn:aws:sagemaker:*:111122223333:notebook-instance/DEMO-*",
        rules: ["notebook-no-direct-internet"],
        owner: "jane@example.com",
        reason: "public demo",
        expires: "2026-11-21",
        ...more,
      },
    ],
  });
  const statusOf = (policy: unknown) =>
    assessNotebook({}, policy).verdicts.find(({ rule }) => rule === "notebook-no-direct-internet")?.status;

  it("hold through their last day, whatever the ARN's letter case", () => expect(statusOf(exempt())).toBe("exempt"));
  it("end with it", () => expect(statusOf(exempt({ expires: "2026-11-20" }))).toBe("violation"));
  it("name their rules", () => expect(statusOf(exempt({ rules: ["ipv4-only"] }))).toBe("violation"));
  it("name their resources", () => {
    expect(statusOf(exempt({ resource: "arn:aws:sagemaker:*:111122223333:notebook-instance/other" }))).toBe(
      "violation",
    );
  });
  it("are left aside at the strictest", () => {
    const posture = readPosture(notebook, {}, "create");
    const policy = strictest(resolvePolicy(exempt()));
    expect(assess({ kind: notebook, resource, posture, policy, network: NO_FACTS, now: NOW }).outcome).toBe(
      "violation",
    );
  });

  it.each([
    ["arn:aws:sagemaker:eu-west-1:1:model/a.b", "arn:aws:sagemaker:eu-west-1:1:model/aXb", false],
    ["arn:aws:sagemaker:*:1:model/*", "arn:aws:sagemaker:eu-west-1:1:model/x", true],
    ["arn:aws:sagemaker:*:1:model/x", "arn:aws:sagemaker:eu-west-1:1:model/x-2", false],
    ["arn:aws:sagemaker:*:1:model/(", "arn:aws:sagemaker:eu-west-1:1:model/(", true],
  ])("%s for %s: %s", (pattern, arn, matches) => expect(matchesArn(pattern, arn)).toBe(matches));
});

describe("an endpoint configuration", () => {
  const kind = kindOf("endpoint-config");
  const document = { ProductionVariants: [{ VariantName: "a", ModelName: "churn" }] };
  const outcomeFor = async (looked: Parameters<typeof readWholePosture>[3], network = NO_FACTS) => {
    const posture = await readWholePosture(kind, document, "create", looked);
    return assess({
      kind,
      resource: { ...resource, kind: kind.id },
      posture,
      policy: resolvePolicy(null),
      network,
      now: NOW,
    });
  };

  it("is judged by the models that its variants name, and points at them", async () => {
    const { outcome, verdicts } = await outcomeFor(async () => ({
      status: "read",
      description: { ModelName: "churn" },
    }));
    const violation = verdicts.find(({ status }) => status === "violation");
    expect(outcome).toBe("violation");
    expect(violation).toMatchObject({ rule: "runs-in-vpc", unit: "ProductionVariants[0]" });
    expect(violation?.message).toContain("model churn");
  });

  it("is unknown when a model is gone or cannot be read", async () => {
    expect((await outcomeFor(async () => ({ status: "gone" }))).outcome).toBe("unknown");
    expect((await outcomeFor(async () => ({ status: "unread", reason: "denied" }))).outcome).toBe("unknown");
  });

  it("is compliant with a model in the VPC, whatever its own VpcConfig", async () => {
    const VpcConfig = { Subnets: ["subnet-1", "subnet-2"], SecurityGroupIds: ["sg-1"] };
    const network = goodNetwork({ subnets: VpcConfig.Subnets, securityGroups: VpcConfig.SecurityGroupIds });
    const description = { ModelName: "churn", VpcConfig };
    expect((await outcomeFor(async () => ({ status: "read", description }), network)).ownOutcome).toBe("compliant");
  });

  it("is judged by its own VpcConfig when it serves inference components", async () => {
    const own = { ProductionVariants: [{ VariantName: "a" }] };
    const posture = await readWholePosture(kind, own, "create", async () => ({ status: "gone" }));
    const { verdicts } = assess({
      kind,
      resource: { ...resource, kind: kind.id },
      posture,
      policy: resolvePolicy(null),
      network: NO_FACTS,
      now: NOW,
    });
    expect(verdicts.find(({ rule }) => rule === "runs-in-vpc")).toMatchObject({ status: "violation", unit: "" });
  });
});
