import { beforeEach, describe, expect, it } from "vitest";
import type { SageMakerApi } from "../../shared/aws/sagemaker.ts";
import { resolvePolicy } from "../../shared/decide/resolve-policy.ts";
import { type RemediationRequest, type TriageDeps, triage } from "../../shared/detect/triage.ts";
import type { Finding } from "../../shared/record/ledger.ts";

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

beforeEach(() => {
  calls = [];
  started = [];
  finding = null;
  answers = { DescribeNotebookInstance: BAD };
});

const deps: TriageDeps = {
  policy: resolvePolicy({ mode: "enforce" }),
  now: () => new Date("2026-11-21T12:00:00Z"),
  sageMaker: async () => api,
  getFinding: async () => {
    calls.push("getFinding");
    return finding;
  },
  start: async (name, request) => {
    started.push({ name, request });
    return "started";
  },
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
  it.each(["eventID", "eventTime"])("is refused and kept: no %s", async (member) => {
    await expect(triage(event({ [member]: null }), deps)).rejects.toThrow(`${member} is missing`);
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

  it("lets the workflow close it when an update has put it right", async () => {
    await openFinding({ roundStatus: "ended", outcome: "rejected" });
    answers = { DescribeNotebookInstance: GOOD };
    await triage(event({ eventName: "UpdateNotebookInstance", eventID: "event-2" }), deps);
    expect(started[0]?.request).toMatchObject({ type: "remediate", round: 2 });
  });
});

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
