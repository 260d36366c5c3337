import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assess } from "../../shared/assess/assess.ts";
import { callProblems } from "../../shared/aws/sagemaker.ts";
import { plan } from "../../shared/decide/planner.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { kindOf, RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceLook } from "../../shared/sagemaker/look.ts";
import { readPosture } from "../../shared/sagemaker/posture.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
const NOTEBOOK = {
  NotebookInstanceName: "churn-dev",
  InstanceType: "ml.t3.medium",
  RoleArn: "arn:aws:iam::111122223333:role/data-science",
  NotebookInstanceLifecycleConfigName: "lc",
  KmsKeyId: "alias/notebooks",
  SubnetId: "subnet-bad",
  SecurityGroups: ["sg-good", "sg-bad"],
  AcceleratorTypes: ["ml.eia2.medium"],
  RootAccess: "Disabled",
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
};
const POLICY = {
  mode: "enforce",
  approvedNetwork: { subnets: ["subnet-good"], securityGroups: ["sg-good", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"] },
  respond: [{ automatically: ["tag", "stop"], propose: ["recreate-beside", "stop", "exempt"] }],
  approval: { approvers: [{ iamRole: "arn:aws:iam::*:role/ml-oncall" }] },
};

function lookOf(kindId: string, description: Record<string, unknown>, more: Partial<ResourceLook> = {}): ResourceLook {
  const arn = `arn:aws:sagemaker:eu-west-1:111122223333:${kindId}/churn-dev`;
  return {
    resource: { kind: kindId, name: "churn-dev", id: "churn-dev", arn, account: "111122223333", region: "eu-west-1" },
    creationTime: "2026-11-21T09:00:00.000Z",
    status: "InService",
    secondaryStatus: null,
    posture: readPosture(kindOf(kindId), description, "describe"),
    parent: null,
    roles: [],
    runs: [],
    description,
    tags: [],
    ...more,
  };
}

function planFor(look: ResourceLook, document: unknown = POLICY) {
  const policy = resolvePolicy(document);
  const kind = kindOf(look.resource.kind);
  const assessment = assess({ kind, resource: look.resource, posture: look.posture, policy, now: NOW });
  const problemsOf = (call: { operation: string; input: Record<string, unknown> }) =>
    callProblems(call.operation, call.input);
  return plan({ look, assessment, policy, findingId: "f-abcdefghijklmnop", problemsOf, now: NOW });
}

describe("nothing is planned", () => {
  it.each([
    ["in report mode", { ...POLICY, mode: "report" }],
    ["when no entry of respond matches", { ...POLICY, respond: [{ when: { kind: "model" }, automatically: ["tag"] }] }],
    ["for advisory violations alone", { ...POLICY, rules: ADVISORY() }],
  ])("%s", (_when, document) => {
    expect(planFor(lookOf("notebook-instance", NOTEBOOK), document)).toEqual({
      automatic: [],
      options: [],
      notOffered: [],
    });
  });
});

function ADVISORY() {
  return Object.fromEntries(Object.keys(resolvePolicy(null).rules).map((id) => [id, "advisory"]));
}

describe("recreate-beside", () => {
  const option = (look: ResourceLook, document: unknown = POLICY) =>
    planFor(look, document).options.find(({ id }) => id === "recreate-beside");
  const createInput = (look: ResourceLook) => option(look)?.steps.at(-1)?.calls[0]?.input;

  it("stops the original, then creates the replacement with everything that carries over", () => {
    const planned = option(lookOf("notebook-instance", NOTEBOOK, { tags: [{ Key: "team", Value: "churn" }] }));
    expect(planned?.steps.map(({ action }) => action)).toEqual(["stop", "recreate-beside"]);
    expect(planned?.steps[1]?.calls[0]).toEqual({
      service: "sagemaker",
      operation: "CreateNotebookInstance",
      input: {
        NotebookInstanceName: "churn-dev-fenced-mnop",
        InstanceType: "ml.t3.medium",
        RoleArn: NOTEBOOK.RoleArn,
        KmsKeyId: "alias/notebooks",
        RootAccess: "Disabled",
        InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
        LifecycleConfigName: "lc",
        DirectInternetAccess: "Disabled",
        SubnetId: "subnet-good",
        SecurityGroupIds: ["sg-good", "sg-2", "sg-3", "sg-4", "sg-5"],
        Tags: [
          { Key: "team", Value: "churn" },
          { Key: "sagefence:finding", Value: "f-abcdefghijklmnop" },
          { Key: "sagefence:replaces", Value: "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-dev" },
        ],
      },
    });
  });

  it("keeps an approved subnet and its approved groups", () => {
    const input = createInput(lookOf("notebook-instance", { ...NOTEBOOK, SubnetId: "subnet-good" }));
    expect(input).toMatchObject({ SubnetId: "subnet-good", SecurityGroupIds: ["sg-good"] });
  });

  it("corrects what else is violated", () => {
    const input = createInput(
      lookOf("notebook-instance", {
        ...NOTEBOOK,
        IpAddressType: "dualstack",
        InstanceMetadataServiceConfiguration: undefined,
      }),
    );
    expect(input).toMatchObject({
      IpAddressType: "ipv4",
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
    });
  });

  it("has a name that fits, different for another notebook of the same name", () => {
    const long = "n".repeat(63);
    const input = createInput(
      lookOf("notebook-instance", NOTEBOOK, {
        resource: { ...lookOf("notebook-instance", NOTEBOOK).resource, name: long },
      }),
    );
    expect(input?.NotebookInstanceName).toHaveLength(63);
  });

  it.each([
    ["a stack owns it", { tags: [{ Key: "aws:cloudformation:stack-id", Value: "x" }] }, POLICY, "stack owns it"],
    ["no subnet is approved", {}, { ...POLICY, approvedNetwork: { securityGroups: ["sg-good"] } }, "no subnet"],
    ["no group is approved", {}, { ...POLICY, approvedNetwork: { subnets: ["subnet-good"] } }, "no security group"],
  ])("is not offered when %s", (_when, more, document, reason) => {
    const planned = planFor(lookOf("notebook-instance", NOTEBOOK, more), document);
    expect(planned.options.map(({ id }) => id)).not.toContain("recreate-beside");
    expect(planned.notOffered.join()).toContain(reason);
  });

  it("is not offered for a call that AWS would refuse", () => {
    const planned = planFor(lookOf("notebook-instance", { ...NOTEBOOK, RoleArn: undefined }));
    expect(planned.notOffered.join()).toContain('lacks "RoleArn"');
  });
});

describe("what runs by itself", () => {
  it("is never destructive: a running job is offered to a person instead", () => {
    const look = lookOf(
      "training-job",
      { TrainingJobName: "churn-dev" },
      { status: "InProgress", secondaryStatus: "Training" },
    );
    const planned = planFor(look);
    expect(planned.automatic.map(({ action }) => action)).toEqual(["tag"]);
    expect(planned.options.find(({ id }) => id === "stop")?.effect).toBe("destructive");
    expect(planned.notOffered.join()).toContain("never done without a yes");
  });

  it("is never destructive, whatever the policy says and whatever the kind", () => {
    const actions = fc.subarray(["tag", "stop", "stop-before-start"]);
    const kind = fc.constantFrom(...RESOURCE_KINDS.map(({ id }) => id));
    fc.assert(
      fc.property(kind, actions, fc.string(), fc.string(), (kindId, automatically, status, secondaryStatus) => {
        const look = lookOf(kindId, { DomainId: "d-1" }, { status, secondaryStatus });
        const planned = planFor(look, { ...POLICY, respond: [{ automatically }] });
        return planned.automatic.every(({ effect }) => effect !== "destructive");
      }),
    );
  });
});

describe("the digest of an option", () => {
  const digestOf = (
    description: Record<string, unknown>,
    document: unknown = POLICY,
    more: Partial<ResourceLook> = {},
  ) => planFor(lookOf("notebook-instance", description, more), document).options[0]?.digest;
  const before = digestOf(NOTEBOOK);

  it("does not depend on the status or on other parts of the policy", () => {
    expect(digestOf(NOTEBOOK, POLICY, { status: "Stopped" })).toBe(before);
    expect(digestOf(NOTEBOOK, { ...POLICY, limits: { perHour: { destructive: 1 } } })).toBe(before);
  });

  it.each([
    ["the calls", digestOf({ ...NOTEBOOK, InstanceType: "ml.p3.2xlarge" })],
    ["the violations", digestOf({ ...NOTEBOOK, IpAddressType: "dualstack" })],
    ["the creation time", digestOf(NOTEBOOK, POLICY, { creationTime: "2026-11-21T10:00:00.000Z" })],
    [
      "the approved network",
      digestOf(NOTEBOOK, { ...POLICY, approvedNetwork: { ...POLICY.approvedNetwork, subnets: ["subnet-2"] } }),
    ],
    [
      "who may approve",
      digestOf(NOTEBOOK, { ...POLICY, approval: { approvers: [{ iamRole: "arn:aws:iam::*:role/other" }] } }),
    ],
  ])("changes with %s", (_what, after) => {
    expect(after).toMatch(/^[0-9a-f]{64}$/);
    expect(after).not.toBe(before);
  });
});

it("tags nothing that takes no tags", () => {
  const document = { ...POLICY, respond: [{ automatically: ["tag"], propose: ["exempt"] }] };
  const planned = planFor(lookOf("workforce", { WorkforceName: "default" }), document);

  expect(planned.automatic).toEqual([]);
  expect(planned.notOffered).toEqual([expect.stringContaining("SageMaker takes no tags for a")]);
});
