import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assess } from "../../shared/assess/assess.ts";
import { callProblems } from "../../shared/aws/sagemaker.ts";
import { plan, planNeeds } from "../../shared/decide/planner.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { createNetworkFacts, type FactList, type NetworkFacts } from "../../shared/network/facts.ts";
import { NO_NEEDS } from "../../shared/network/needs.ts";
import { kindOf, RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import type { ResourceLook } from "../../shared/sagemaker/look.ts";
import { readPosture } from "../../shared/sagemaker/posture.ts";
import { goodNetwork } from "../support/network.ts";

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

const NETWORK = goodNetwork({
  subnets: ["subnet-bad", "subnet-good", "subnet-2"],
  securityGroups: ["sg-good", "sg-bad", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"],
});

function withSubnet(id: string, change: object): NetworkFacts {
  return { ...NETWORK, subnets: changed(NETWORK.subnets, (one) => one.SubnetId === id, change) };
}

function withGroup(id: string, change: object): NetworkFacts {
  return { ...NETWORK, securityGroups: changed(NETWORK.securityGroups, (one) => one.GroupId === id, change) };
}

function changed<Item>(list: FactList<Item>, isIt: (item: Item) => boolean, change: object): FactList<Item> {
  if (list.status === "unread") return list;
  return { ...list, items: list.items.map((item) => (isIt(item) ? { ...item, ...change } : item)) };
}

function joinedLists<Item>(one: FactList<Item>, other: FactList<Item>): FactList<Item> {
  if (one.status === "unread" || other.status === "unread") return one;
  return { ...one, items: [...one.items, ...other.items] };
}

function planFor(look: ResourceLook, document: unknown = POLICY, network: NetworkFacts = NETWORK) {
  const policy = resolvePolicy(document);
  const kind = kindOf(look.resource.kind);
  const assessment = assess({ kind, resource: look.resource, posture: look.posture, policy, network, now: NOW });
  const problemsOf = (call: { operation: string; input: Record<string, unknown> }) =>
    callProblems(call.operation, call.input);
  return plan({ look, assessment, policy, network, findingId: "f-abcdefghijklmnop", problemsOf, now: NOW });
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

describe("where recreate-beside puts the replacement", () => {
  const approving = (approvedNetwork: object) => ({
    ...POLICY,
    approvedNetwork: { ...POLICY.approvedNetwork, ...approvedNetwork },
  });
  const two = approving({ subnets: ["subnet-good", "subnet-2"] });
  const planIn = (network: NetworkFacts, document: unknown = two) =>
    planFor(lookOf("notebook-instance", NOTEBOOK), document, network);
  const placeIn = (network: NetworkFacts, document: unknown = two) => {
    const option = planIn(network, document).options.find(({ id }) => id === "recreate-beside");
    return option?.steps.at(-1)?.calls[0]?.input.SubnetId;
  };

  it("is the first approved subnet where SageMaker works", () => {
    expect(placeIn(NETWORK)).toBe("subnet-good");
    expect(placeIn(withSubnet("subnet-good", { AvailableIpAddressCount: 0 }))).toBe("subnet-2");
  });

  it("is rather one that is known to work than one of which that is not known", () => {
    expect(placeIn(withSubnet("subnet-good", { AvailableIpAddressCount: undefined }))).toBe("subnet-2");
  });

  it("is rather a private subnet than a public one", () => {
    const explicit = {
      RouteTableId: "rtb-public",
      VpcId: "vpc-1",
      Associations: [{ SubnetId: "subnet-good" }],
      Routes: [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1", State: "active" }],
    };
    const read = createNetworkFacts([{ RouteTables: [explicit] }]);
    expect(placeIn({ ...NETWORK, routeTables: joinedLists(NETWORK.routeTables, read.routeTables) })).toBe("subnet-2");
  });

  it.each([
    ["by its VPC", { subnets: [], vpcs: ["vpc-1"] }],
    ["by its tags", { subnets: { ids: ["subnet-2"], tags: { sagemaker: "approved" } } }],
  ])("is its own subnet where that is approved %s", (_how, approved) => {
    const network = withSubnet("subnet-bad", { Tags: [{ Key: "sagemaker", Value: "approved" }] });
    expect(placeIn(network, approving(approved))).toBe("subnet-bad");
  });

  it("takes no group that is in another VPC", () => {
    const groups = POLICY.approvedNetwork.securityGroups;
    const network = withGroup("sg-2", { VpcId: "vpc-other" });
    const option = planIn(network).options.find(({ id }) => id === "recreate-beside");
    const expected = groups.filter((id) => id !== "sg-2");
    expect(option?.steps.at(-1)?.calls[0]?.input.SecurityGroupIds).toEqual(expected);
  });

  it("is nowhere when no approved subnet will do, and each says why", () => {
    const full = withSubnet("subnet-good", { AvailableIpAddressCount: 0 });
    const planned = planIn(full, POLICY);
    expect(planned.options.map(({ id }) => id)).not.toContain("recreate-beside");
    expect(planned.notOffered.join()).toContain(
      "SageMaker would not work there. Too few free IPv4 addresses: subnet-good (0); it takes 1.",
    );
  });

  it("is offered with what is not known, where EC2 tells nothing", () => {
    const option = planIn(createNetworkFacts([])).options.find(({ id }) => id === "recreate-beside");
    expect(option?.checks).toContain("Not known: No answer of DescribeSubnets was given.");
  });

  it("is told with what was checked and what will be reached", () => {
    const option = planIn(NETWORK).options.find(({ id }) => id === "recreate-beside");
    expect(option?.checks).toContain("Free IPv4 addresses: subnet-good (200); it takes 1.");
    expect(option?.checks.join()).toContain("lifecycle configuration lc runs at every start");
    expect(option?.reaches[0]).toBe("It does not reach the internet: no route of subnet-good leads there.");
  });

  it("leaves the digest as it is when other free addresses are told", () => {
    const digestIn = (network: NetworkFacts) => planIn(network).options[0]?.digest;
    expect(digestIn(withSubnet("subnet-good", { AvailableIpAddressCount: 9 }))).toBe(digestIn(NETWORK));
  });
});

describe("make-vpc-only", () => {
  const DOMAIN = {
    DomainId: "churn-dev",
    AppNetworkAccessType: "PublicInternetOnly",
    VpcId: "vpc-1",
    SubnetIds: ["subnet-good", "subnet-2"],
    DefaultUserSettings: { SecurityGroups: ["sg-good"] },
  };
  const OFFERING = {
    ...POLICY,
    respond: [{ when: { kind: "domain" }, propose: ["make-vpc-only"] }],
  };
  const planWith = (description: object, more: Partial<ResourceLook> = {}, network: NetworkFacts = NETWORK) =>
    planFor(lookOf("domain", { ...DOMAIN, ...description }, more), OFFERING, network);

  it("updates the domain in its own VPC and subnets, which SageMaker wants to be told", () => {
    const [option] = planWith({}).options;
    expect(option).toMatchObject({ id: "make-vpc-only", effect: "reversible" });
    expect(option?.steps.flatMap(({ calls }) => calls)).toEqual([
      {
        service: "sagemaker",
        operation: "UpdateDomain",
        input: {
          DomainId: "churn-dev",
          AppNetworkAccessType: "VpcOnly",
          VpcId: "vpc-1",
          SubnetIds: ["subnet-good", "subnet-2"],
        },
      },
    ]);
    expect(option?.checks).toContain("VPC endpoints serve sagemaker.api, sagemaker.runtime, s3, studio.");
    expect(option?.reaches[0]).toMatch(/^It does not reach the internet: /);
  });

  it("is not offered for a VPC without the endpoints, and says which are missing", () => {
    const planned = planWith({}, {}, { ...NETWORK, vpcEndpoints: { status: "known", items: [], partial: null } });
    expect(planned.options).toEqual([]);
    for (const name of ["sagemaker.api", "sagemaker.runtime", "s3"]) {
      expect(planned.notOffered.join()).toContain(`com.amazonaws.eu-west-1.${name} (`);
    }
    expect(planned.notOffered.join()).toContain("aws.sagemaker.eu-west-1.studio (");
  });

  it("says what it leaves wrong", () => {
    const [option] = planWith({ SubnetIds: ["subnet-good", "subnet-bad"] }).options;
    expect(option?.checks[0]).toMatch(/^Still wrong afterwards: Not among .*subnet-bad.* \(subnets-approved\)$/);
    const approved = { ...POLICY.approvedNetwork, subnets: ["subnet-good", "subnet-2"] };
    const right = planFor(lookOf("domain", DOMAIN), { ...OFFERING, approvedNetwork: approved });
    expect(right.options[0]?.checks.join()).not.toContain("Still wrong");
  });

  it("is offered where the endpoints could not be read, and says so", () => {
    const reason = "DescribeVpcEndpoints was denied";
    const [option] = planWith({}, {}, { ...NETWORK, vpcEndpoints: { status: "unread", reason } }).options;
    expect(option?.checks).toContain(`Not known: ${reason}.`);
  });

  const RSTUDIO = {
    DomainSettings: { RStudioServerProDomainSettings: { DomainExecutionRoleArn: "arn:aws:iam::1:role/r" } },
  };
  it.each([
    [
      "apps of it run",
      {},
      { runs: [{ id: "JupyterLab/default", status: "InService" }] },
      "Delete these first: JupyterLab/default (InService)",
    ],
    ["an app of it starts", {}, { runs: [{ id: "a/b", status: "Pending" }] }, "a/b (Pending)"],
    ["it has RStudio", RSTUDIO, {}, "that has RStudio"],
    ["a stack owns it", {}, { tags: [{ Key: "aws:cloudformation:stack-id", Value: "x" }] }, "stack owns it"],
    ["its users have no security group", { DefaultUserSettings: {} }, {}, "takes a security group for its users"],
    ["it has no subnet", { SubnetIds: [] }, {}, "There is no subnet"],
  ])("is not offered when %s", (_when, description, more, reason) => {
    const planned = planWith(description, more);
    expect(planned.options).toEqual([]);
    expect(planned.notOffered.join()).toContain(reason);
  });

  it("is not offered for a domain that is VPC-only already, nor for another kind", () => {
    const ipv6 = { AppNetworkAccessType: "VpcOnly", SubnetIds: ["subnet-bad"] };
    expect(planWith(ipv6).notOffered).toEqual(["Make it VPC-only, in its own subnets: It is VPC-only already."]);
    const model = planFor(lookOf("model", {}), { ...OFFERING, respond: [{ propose: ["make-vpc-only"] }] });
    expect(model.notOffered).toEqual([
      "Make it VPC-only, in its own subnets: A model has no access type to set; its domain may.",
    ]);
  });

  it("never happens without a yes", () => {
    const automatic = { ...OFFERING, respond: [{ automatically: ["make-vpc-only"] }] };
    expect(() => resolvePolicy(automatic)).toThrow("make-vpc-only needs a person's yes");
  });
});

describe("what has to be known of the network for a plan", () => {
  const look = lookOf("notebook-instance", NOTEBOOK);

  it("is its own subnet and everything approved, where something may be moved", () => {
    const needs = planNeeds(look, resolvePolicy(POLICY));
    expect(needs.subnets).toEqual(["subnet-bad", "subnet-good"]);
    expect(needs.securityGroups).toEqual(POLICY.approvedNetwork.securityGroups);
    expect(needs.facts).toEqual(expect.arrayContaining(["subnets", "routeTables", "vpcEndpoints", "vpcAttributes"]));
  });

  it.each([
    ["nothing may be changed", { ...POLICY, mode: "report" }],
    ["nothing is proposed that moves anything", { ...POLICY, respond: [{ propose: ["stop"] }] }],
    [
      "only another kind is moved",
      { ...POLICY, respond: [{ when: { kind: "domain" }, propose: ["recreate-beside"] }] },
    ],
  ])("is nothing where %s", (_when, document) => {
    expect(planNeeds(look, resolvePolicy(document))).toEqual(NO_NEEDS);
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
