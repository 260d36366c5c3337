import { beforeEach, describe, expect, it } from "vitest";
import type { SageMakerApi } from "../../shared/aws/sagemaker.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import type { Creator } from "../../shared/detect/creator.ts";
import type { RemediationRequest } from "../../shared/detect/remediation-request.ts";
import { type TriageDeps, triage } from "../../shared/detect/triage.ts";
import type { Finding } from "../../shared/record/ledger.ts";
import { network } from "../support/network.ts";

const ARN = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-dev";
const BAD = { NotebookInstanceName: "Churn-dev", NotebookInstanceArn: ARN, CreationTime: new Date(0) };
const GOOD = {
  ...BAD,
  DirectInternetAccess: "Disabled",
  RootAccess: "Disabled",
  SubnetId: "subnet-1",
  SecurityGroups: ["sg-1"],
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: "2" },
};
const GOOD_PARAMETERS = {
  notebookInstanceName: "Churn-dev",
  directInternetAccess: "Disabled",
  rootAccess: "Disabled",
  subnetId: "subnet-1",
  securityGroupIds: ["sg-1"],
  instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: "2" },
};

let calls: string[];
let started: { name: string; request: RemediationRequest }[];
let finding: Finding | null;
let answers: Record<string, unknown>;
let woken: string[];
let putOff: unknown[];
let named: Creator[];

beforeEach(() => {
  calls = [];
  started = [];
  finding = null;
  woken = [];
  putOff = [];
  named = [];
  answers = { DescribeNotebookInstance: BAD };
});

const deps: TriageDeps = {
  policy: resolvePolicy({ mode: "enforce" }),
  now: () => new Date("2026-11-21T12:00:00Z"),
  sageMaker: async () => api,
  network,
  getFinding: async () => {
    calls.push("getFinding");
    return finding;
  },
  findOpenFindings: async (key) => {
    calls.push(`findOpenFindings ${key}`);
    return finding?.status === "open" ? [finding] : [];
  },
  wake: async (callbackId) => void woken.push(callbackId),
  nameCreator: async (_finding, creator) => void named.push(creator),
  putOff: async (late) => void putOff.push(late),
  graceSeconds: 180,
  start: async (name, request) => {
    started.push({ name, request });
    return "started";
  },
};

const STOPPING = resolvePolicy({ mode: "enforce", respond: [{ automatically: ["stop"] }] });
const VIOLATION = {
  ...{ rule: "notebook-no-direct-internet", severity: "high" as const, advisory: false },
  ...{ unit: "", field: "DirectInternetAccess", message: "Direct internet access is on." },
};

const api: SageMakerApi = {
  call: async (operation) => {
    calls.push(operation);
    const answer = answers[operation];
    if (answer instanceof Error) throw answer;
    return answer as Record<string, unknown>;
  },
};

function event(more: Record<string, unknown> = {}) {
  return {
    "detail-type": "AWS API Call via CloudTrail",
    detail: {
      eventSource: "sagemaker.amazonaws.com",
      eventName: "CreateNotebookInstance",
      eventID: "event-1",
      eventTime: "2026-11-21T11:59:00Z",
      awsRegion: "eu-west-1",
      userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/jane", userName: "jane" },
      requestParameters: { notebookInstanceName: "Churn-dev" },
      responseElements: { notebookInstanceArn: ARN },
      ...more,
    },
  };
}

function awsError(name: string, message = ""): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } });
}

async function openFinding(more: Partial<Finding>): Promise<void> {
  await triage(event(), deps);
  const { request } = started[0] as { request: RemediationRequest };
  started = [];
  finding = {
    id: request.findingId,
    resource: request.resource,
    creationTime: request.creationTime,
    creator: request.creator,
    status: "open",
    round: 1,
    roundStatus: "live",
    outcome: null,
    violations: [],
    openedAt: "2026-11-21T11:59:30Z",
    updatedAt: "2026-11-21T11:59:30Z",
    exemption: null,
    replacementArn: null,
    questionId: null,
    triggers: ["event-1"],
    contained: true,
    wakeCallback: null,
    endedBy: null,
    reaches: [],
    affected: null,
    ...more,
  };
}

describe("the compliant path", () => {
  it("reads no table and calls nothing", async () => {
    const result = await triage(event({ requestParameters: GOOD_PARAMETERS }), deps);
    expect(result).toMatchObject({ result: "compliant", resource: { name: "Churn-dev", arn: ARN } });
    expect(calls).toEqual([]);
  });

  it("calls nothing for what is ignored", async () => {
    expect(await triage(event({ errorCode: "AccessDenied" }), deps)).toEqual({
      result: "ignored",
      reason: "the call failed",
    });
    expect(await triage(event({ eventSource: "ec2.amazonaws.com" }), deps)).toMatchObject({ result: "ignored" });
    expect(calls).toEqual([]);
  });

  it("does nothing at all when the policy's mode is off", async () => {
    expect(await triage(event(), { ...deps, policy: resolvePolicy({ mode: "off" }) })).toMatchObject({
      result: "ignored",
    });
    expect(calls).toEqual([]);
  });
});

describe("an event that does not name itself", () => {
  it.each([
    ["eventID", "its id is missing"],
    ["eventTime", "its time is missing"],
  ])("is refused and kept: no %s", async (member, message) => {
    await expect(triage(event({ [member]: null }), deps)).rejects.toThrow(message);
    expect(started).toEqual([]);
  });
});

describe("drift", () => {
  it("is judged by the resource, costs one item, and starts an execution named after the round", async () => {
    const result = await triage(event(), deps);
    expect(result).toMatchObject({ result: "started", outcome: "violation" });
    expect(calls).toEqual(["DescribeNotebookInstance", "getFinding"]);
    expect(started[0]?.name).toMatch(/^f-[a-z2-7]{16}-r1$/);
    expect(started[0]?.request).toMatchObject({ type: "remediate", round: 1, creator: { name: "jane" } });
  });

  it("gives the same name and payload for every delivery", async () => {
    await triage(event(), deps);
    await triage(event(), deps);
    expect(started[1]).toEqual(started[0]);
  });

  it("is none when it was put right before anybody looked", async () => {
    answers = { DescribeNotebookInstance: GOOD };
    expect(await triage(event(), deps)).toMatchObject({ result: "compliant" });
    expect(started).toEqual([]);
  });

  it("of a resource that is gone is over", async () => {
    answers = { DescribeNotebookInstance: awsError("ValidationException", "RecordNotFound") };
    expect(await triage(event(), deps)).toMatchObject({ result: "gone" });
  });

  it("is told with what the event said when Describe is denied", async () => {
    answers = { DescribeNotebookInstance: awsError("AccessDeniedException") };
    expect(await triage(event(), deps)).toMatchObject({ result: "started", outcome: "violation" });
    expect(started[0]?.request.violations.map(({ rule }) => rule)).toContain("notebook-no-direct-internet");
  });

  it("throws, so that Lambda tries again, when Describe is throttled: its finding could not be named", async () => {
    answers = { DescribeNotebookInstance: awsError("ThrottlingException", "Rate exceeded") };
    await expect(triage(event(), deps)).rejects.toThrow("did not answer after retries (ThrottlingException)");
    expect(started).toEqual([]);
  });

  it("is unknown when the event says nothing either", async () => {
    answers = { DescribeNotebookInstance: awsError("AccessDeniedException") };
    expect(await triage(event({ requestParameters: null }), deps)).toMatchObject({
      result: "started",
      outcome: "unknown",
    });
  });

  it("throws, so that the event is kept, when there is nothing to go by", async () => {
    answers = { DescribeNotebookInstance: awsError("AccessDeniedException") };
    await expect(triage(event({ responseElements: null }), deps)).rejects.toThrow("could not be assessed");
  });

  it("of a name that an ARN lower-cased is looked up in the list, and only the resource of that ARN is taken", async () => {
    let described = 0;
    const listing: SageMakerApi = {
      call: async (operation, input) => {
        if (operation === "ListNotebookInstances") {
          return {
            NotebookInstances: [
              { NotebookInstanceName: "other", NotebookInstanceArn: `${ARN}-2` },
              { NotebookInstanceName: "Churn-dev", NotebookInstanceArn: ARN.replace("churn", "Churn") },
            ],
          };
        }
        described += 1;
        if (input.NotebookInstanceName !== "Churn-dev") throw awsError("ValidationException", "RecordNotFound");
        return BAD;
      },
    };
    const result = await triage(event({ requestParameters: null }), { ...deps, sageMaker: async () => listing });
    expect(result).toMatchObject({ result: "started", resource: { id: "Churn-dev" } });
    expect(described).toBe(2);
  });
});

describe("a trigger for a finding that exists", () => {
  it("starts nothing when it is the one that opened a round", async () => {
    await openFinding({ roundStatus: "ended" });
    expect(await triage(event(), deps)).toMatchObject({ result: "handled", reason: "a redelivered event" });
  });

  it("starts nothing while the round is at its automatic steps", async () => {
    await openFinding({ contained: false });
    expect(await triage(event({ eventName: "StartNotebookInstance", eventID: "event-2" }), deps)).toMatchObject({
      result: "handled",
    });
    expect(started).toEqual([]);
  });

  it("contains again once per trigger while the question is open", async () => {
    await openFinding({});
    await triage(event({ eventName: "StartNotebookInstance", eventID: "event-2" }), deps);
    await triage(event({ eventName: "StartNotebookInstance", eventID: "event-2" }), deps);
    expect(started[0]?.request).toMatchObject({ type: "contain-again", round: 1 });
    expect(started[1]?.name).toBe(started[0]?.name);
    expect(started[0]?.name.length).toBeLessThanOrEqual(64);
  });

  it("opens the next round after one has ended", async () => {
    await openFinding({ roundStatus: "ended", outcome: "expired" });
    await triage(event({ eventName: "StartNotebookInstance", eventID: "event-2" }), deps);
    expect(started[0]).toMatchObject({ request: { type: "remediate", round: 2 } });
    expect(started[0]?.name).toMatch(/-r2$/);
  });

  it("opens the next round when the live one is older than any round can be: its execution has died", async () => {
    await openFinding({ updatedAt: "2026-11-20T12:00:00Z", contained: false });
    await triage(event({ eventName: "StartNotebookInstance", eventID: "event-2" }), deps);
    expect(started[0]).toMatchObject({ request: { type: "remediate", round: 2 } });
  });

  it("starts nothing while a person's exemption holds", async () => {
    const rules = Object.keys(deps.policy.rules);
    await openFinding({
      roundStatus: "ended",
      exemption: { rules, until: "2026-12-21T00:00:00Z", by: "mei", reason: "demo" },
    });
    finding = finding && { ...finding, status: "closed" };
    expect(await triage(event({ eventName: "StartNotebookInstance", eventID: "event-2" }), deps)).toMatchObject({
      result: "compliant",
    });
  });

  it.each(["ended", "live"] as const)(
    "lets the workflow conclude it when an update has put it right: %s",
    async (roundStatus) => {
      await openFinding({ roundStatus });
      answers = { DescribeNotebookInstance: GOOD };
      await triage(event({ eventName: "UpdateNotebookInstance", eventID: "event-2" }), deps);
      expect(started[0]?.request).toMatchObject({ type: "conclude", round: 1 });
      expect(started[0]?.name).toMatch(/^f-[a-z2-7]{16}-end-/);
    },
  );

  it("stays open while a person's exemption makes it right", async () => {
    const rules = Object.keys(deps.policy.rules);
    const exemption = { rules, until: "2026-12-21T00:00:00Z", by: "mei", reason: "demo" };
    await openFinding({ roundStatus: "ended", outcome: "exempted", exemption });
    expect(await triage(event({ eventName: "UpdateNotebookInstance", eventID: "event-2" }), deps)).toMatchObject({
      result: "handled",
      reason: "a person exempted it",
    });
  });
});

describe("a call that ends the resource", () => {
  const deleted = event({
    eventName: "DeleteNotebookInstance",
    eventID: "event-2",
    requestParameters: { notebookInstanceName: "Churn-dev" },
    responseElements: null,
  });

  it("costs one query when nothing is open, whatever the letter case of its name", async () => {
    expect(await triage(deleted, deps)).toMatchObject({ result: "handled", reason: "it has no open finding" });
    expect(calls).toEqual(["findOpenFindings eu-west-1::notebook-instance/churn-dev"]);
  });

  it("concludes what is open, and wakes an execution that waits for its state", async () => {
    await openFinding({ wakeCallback: "callback-1" });
    expect(await triage(deleted, deps)).toMatchObject({ result: "started", outcome: "ended" });
    expect(started[0]?.request).toMatchObject({ type: "conclude", resource: { arn: ARN } });
    expect(woken).toEqual(["callback-1"]);
  });
});

describe("SageMaker's own state change", () => {
  it("waits for CloudTrail to tell who it was, and is drift when it does not", async () => {
    const early = changed("2026-11-21T11:59:00Z");
    expect(await triage(early, deps)).toMatchObject({ result: "put-off" });
    expect(putOff).toEqual([early]);
    expect(started).toEqual([]);

    expect(await triage(changed("2026-11-21T11:57:00Z"), deps)).toMatchObject({ result: "started" });
    expect(started[0]?.request).toMatchObject({ type: "remediate", round: 1, creator: { arn: null } });
  });

  it("is compliant without a look at the ledger's open findings", async () => {
    answers = { DescribeNotebookInstance: GOOD };
    expect(await triage(changed(), deps)).toMatchObject({ result: "compliant" });
    expect(started).toEqual([]);
  });

  it("opens no second round, however many there are", async () => {
    await openFinding({ roundStatus: "ended", outcome: "reported" });
    answers = { DescribeNotebookInstance: { ...BAD, NotebookInstanceStatus: "InService" } };
    for (let index = 0; index < 100; index += 1) {
      const late = changed("2026-11-21T11:00:00Z", `change-${index}`);
      expect(await triage(late, deps)).toMatchObject({ result: "handled", reason: "its finding is open" });
    }
    expect(started).toEqual([]);
  });

  it("wakes the execution that waits for it", async () => {
    await openFinding({ wakeCallback: "callback-1", contained: false });
    await triage(changed(), deps);
    expect(woken).toEqual(["callback-1"]);
  });

  it.each([
    ["InService", 1],
    ["Stopped", 0],
    ["Stopping", 0],
  ])("of a contained notebook to %s has it contained again: %i times", async (NotebookInstanceStatus, times) => {
    await openFinding({});
    answers = { DescribeNotebookInstance: { ...BAD, NotebookInstanceStatus } };
    await triage(changed(), { ...deps, policy: STOPPING });
    expect(started.map(({ request }) => request.type)).toEqual(Array(times).fill("contain-again"));
  });

  it("of a contained notebook to InService waits for the start call, and opens a round when the last one has ended", async () => {
    await openFinding({ roundStatus: "ended", outcome: "expired" });
    answers = { DescribeNotebookInstance: { ...BAD, NotebookInstanceStatus: "InService" } };
    expect(await triage(changed("2026-11-21T11:59:00Z"), { ...deps, policy: STOPPING })).toMatchObject({
      result: "put-off",
    });
    await triage(changed(), { ...deps, policy: STOPPING });
    expect(started[0]?.request).toMatchObject({ type: "remediate", round: 2 });
  });

  it("of a notebook that the policy does not stop is no news", async () => {
    await openFinding({});
    answers = { DescribeNotebookInstance: { ...BAD, NotebookInstanceStatus: "InService" } };
    expect(await triage(changed(), deps)).toMatchObject({ result: "handled" });
  });

  it("of a resource that is gone concludes what is open", async () => {
    await openFinding({});
    answers = { DescribeNotebookInstance: awsError("ValidationException", "RecordNotFound") };
    expect(await triage(changed(), deps)).toMatchObject({ result: "started", outcome: "ended" });
  });
});

describe("a create call that comes after the finding", () => {
  it("tells the finding who made it, and starts nothing", async () => {
    const unknown = { type: null, arn: null, roleArn: null, name: null, sourceIdentity: null, invokedBy: null };
    await openFinding({ creator: unknown, triggers: ["change-1"] });
    expect(await triage(event({ eventID: "event-2" }), deps)).toMatchObject({ result: "handled" });
    expect(named).toMatchObject([{ name: "jane" }]);
    expect(started).toEqual([]);
  });

  it("starts nothing where the maker is known, even when the finding is closed", async () => {
    await openFinding({ triggers: ["change-1"] });
    const [violation] = started;
    expect(violation).toBeUndefined();
    finding = finding && { ...finding, status: "closed", violations: [VIOLATION], roundStatus: "ended" };
    expect(await triage(event({ eventID: "event-2" }), deps)).toMatchObject({ result: "handled" });
    expect(named).toEqual([]);
  });

  it("opens the next round after one that found nothing wrong", async () => {
    await openFinding({ status: "closed", roundStatus: "ended", outcome: "compliant", triggers: ["change-1"] });
    await triage(event({ eventID: "event-2" }), deps);
    expect(started[0]?.request).toMatchObject({ type: "remediate", round: 2 });
  });

  it("does not name the maker of a resource that was made long after it", async () => {
    answers = { DescribeNotebookInstance: { ...BAD, CreationTime: new Date("2026-11-21T12:30:00Z") } };
    await triage(event(), deps);
    expect(started[0]?.request.creator).toMatchObject({ name: null, arn: null });
  });
});

describe("a call whose effect no look shows", () => {
  it("is never taken for right", async () => {
    const arn = "arn:aws:sagemaker:eu-west-1:111122223333:cluster/a1b2c3d4e5f6";
    const VpcConfig = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
    const described = { ClusterName: "pool", ClusterArn: arn, CreationTime: new Date(0), VpcConfig };
    answers = { DescribeCluster: described };
    const attached = event({
      eventName: "AttachClusterNodeNetworkInterface",
      requestParameters: { clusterName: "pool", nodeId: "i-1", networkInterfaceId: "eni-1" },
      responseElements: { clusterArn: arn },
    });
    expect(await triage(attached, deps)).toMatchObject({ result: "started", outcome: "unknown" });
    expect(await triage(event({ ...attached.detail, eventName: "UpdateCluster" }), deps)).toMatchObject({
      result: "compliant",
    });
  });
});

describe("stopping what can be started again", () => {
  it("ends nothing", async () => {
    await openFinding({});
    const stopped = event({ eventName: "StopNotebookInstance", eventID: "event-2", responseElements: null });
    expect(await triage(stopped, deps)).toMatchObject({ result: "handled", reason: "it can be started again" });
  });
});

describe("a job that another resource started", () => {
  const CHILD = "arn:aws:sagemaker:eu-west-1:111122223333:training-job/search-001";
  const PARENT = "arn:aws:sagemaker:eu-west-1:111122223333:hyper-parameter-tuning-job/search";
  const description = {
    TrainingJobName: "search-001",
    TrainingJobArn: CHILD,
    TrainingJobStatus: "InProgress",
    CreationTime: new Date(0),
    TuningJobArn: PARENT,
  };
  const search = {
    HyperParameterTuningJobName: "search",
    HyperParameterTuningJobArn: PARENT,
    HyperParameterTuningJobStatus: "InProgress",
    CreationTime: new Date(0),
    TrainingJobDefinition: {},
  };
  const made = event({
    eventName: "CreateTrainingJob",
    eventTime: "2026-11-21T11:00:00Z",
    requestParameters: { trainingJobName: "search-001" },
    responseElements: { trainingJobArn: CHILD },
  });

  it("is its parent's drift, under one name for all children", async () => {
    answers = { DescribeTrainingJob: description, DescribeHyperParameterTuningJob: search };
    const first = await triage(made, deps);
    expect(first).toMatchObject({
      result: "started",
      resource: { kind: "hyper-parameter-tuning-job", name: "search" },
    });
    expect(started[0]?.request).toMatchObject({ type: "remediate", round: 1, creator: { arn: null } });
    answers.DescribeTrainingJob = { ...description, TrainingJobArn: `${CHILD}2`, TrainingJobName: "search-0012" };
    await triage({ ...made, detail: { ...made.detail, eventID: "event-2" } }, deps);
    expect(started[1]?.name).toBe(started[0]?.name);
  });

  it("waits for the parent's own event", async () => {
    answers = { DescribeTrainingJob: description, DescribeHyperParameterTuningJob: search };
    const early = { ...made, detail: { ...made.detail, eventTime: "2026-11-21T11:59:30Z" } };
    expect(await triage(early, deps)).toMatchObject({ result: "put-off" });
  });

  it("is its own when the parent meets the policy, or is gone", async () => {
    const VpcConfig = { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1"] };
    const right = { VpcConfig, ResourceConfig: { InstanceCount: 1 } };
    answers = {
      DescribeTrainingJob: description,
      DescribeHyperParameterTuningJob: { ...search, TrainingJobDefinition: right },
    };
    expect(await triage(made, deps)).toMatchObject({ result: "started", resource: { kind: "training-job" } });
    answers = { DescribeTrainingJob: description, DescribeHyperParameterTuningJob: awsError("ResourceNotFound") };
    answers.ListHyperParameterTuningJobs = { HyperParameterTuningJobSummaries: [] };
    expect(await triage(made, deps)).toMatchObject({ result: "started" });
  });

  it("is told as the parent's when the parent may not be read", async () => {
    answers = { DescribeTrainingJob: description, DescribeHyperParameterTuningJob: awsError("AccessDeniedException") };
    expect(await triage(made, deps)).toMatchObject({
      result: "started",
      outcome: "unknown",
      resource: { kind: "hyper-parameter-tuning-job" },
    });
    expect(started[0]?.request.violations.map(({ rule }) => rule)).toContain("runs-in-vpc");
  });

  it("is let through when its parent is exempt from the same rules", async () => {
    const policy = resolvePolicy({
      mode: "enforce",
      exemptions: [
        {
          resource: PARENT,
          rules: ["runs-in-vpc", "traffic-between-containers-encrypted"],
          owner: "jane",
          reason: "demo",
          expires: "2027-01-31",
        },
      ],
    });
    const counted = { ...search, TrainingJobDefinition: { ResourceConfig: { InstanceCount: 1 } } };
    answers = {
      DescribeTrainingJob: { ...description, ResourceConfig: { InstanceCount: 1 } },
      DescribeHyperParameterTuningJob: counted,
    };
    expect(await triage(made, { ...deps, policy })).toMatchObject({ result: "compliant" });
  });
});

function changed(time = "2026-11-21T11:00:00Z", id = "change-1") {
  return {
    "detail-type": "SageMaker Notebook Instance State Change",
    source: "aws.sagemaker",
    id,
    time,
    resources: [ARN],
    detail: { NotebookInstanceName: "Churn-dev", NotebookInstanceArn: ARN },
  };
}

describe("a person's exemption", () => {
  const rules = Object.keys(deps.policy.rules);
  const start = { eventName: "StartNotebookInstance", eventID: "event-2" };

  it.each([
    ["2026-11-21T12:00:01Z", "compliant"],
    ["2026-11-21T12:00:00Z", "started"],
  ])("until %s, at noon: %s", async (until, result) => {
    await openFinding({ roundStatus: "ended", exemption: { rules, until, by: "mei", reason: "demo" } });
    finding = finding && { ...finding, status: "closed" };
    expect(await triage(event(start), deps)).toMatchObject({ result });
  });
});

describe("a domain whose event has no id", () => {
  it("is read by the id in its ARN, not by its name", async () => {
    const arn = "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-abc123";
    const asked: unknown[] = [];
    const domains: SageMakerApi = {
      call: async (_operation, input) => {
        asked.push(input);
        return { DomainId: "d-abc123", DomainArn: arn, DomainName: "churn", CreationTime: new Date(0) };
      },
    };
    const made = event({
      eventName: "CreateDomain",
      requestParameters: { domainName: "churn" },
      responseElements: { domainArn: arn, url: "https://d-abc123.studio.eu-west-1.sagemaker.aws" },
    });
    const result = await triage(made, { ...deps, sageMaker: async () => domains });
    expect(asked).toEqual([{ DomainId: "d-abc123" }]);
    expect(result).toMatchObject({ result: "started", resource: { id: "d-abc123", name: "churn" } });
  });
});
