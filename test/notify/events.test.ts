import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, it } from "vitest";
import {
  buildEvent,
  EVENT_DETAILS,
  type EventDetail,
  type OwnEvent,
  OwnEventError,
  putOwnEvent,
} from "../../shared/notify/events.ts";
import {
  actionTaken,
  approvalDecided,
  approvalRequested,
  assessmentIncomplete,
  driftDetected,
  findingClosed,
  remediationFinished,
  sweepFinished,
} from "../../shared/notify/own-events.ts";
import type { SweepState } from "../../shared/record/sweeps.ts";
import { decisionOf, findingOf, questionOf } from "../record/samples.ts";
import { renderEventsPage } from "./events-page.ts";
import { CAUSE, FINDING, QUESTION, STOPPED } from "./samples.ts";

const NOW = new Date("2026-11-21T05:00:00Z");
const BUS = "sagefence";

const replaced = findingOf({
  ...FINDING,
  replacementArn: "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/churn-dev-fenced-5678",
});
const SWEPT: SweepState = {
  ...{ id: "2026-11-21T04-48-00", startedAt: "2026-11-21T04:48:00.000Z", finishedAt: "2026-11-21T05:00:00.000Z" },
  ...{
    before: null,
    phase: "done",
    cursor: null,
    digestSent: false,
    looked: 412,
    inViolation: 31,
    unknown: 2,
    calls: 689,
  },
  unread: { "DescribeRouteTables was denied (UnauthorizedOperation)": 2 },
  unlisted: { workforce: "ListWorkforces was denied (AccessDeniedException)" },
};
const EVENTS: OwnEvent[] = [
  driftDetected(FINDING, "enforce", NOW),
  assessmentIncomplete(FINDING, [{ rule: "ipv4-only", unit: "" }], NOW),
  actionTaken(FINDING, STOPPED, "done", NOW),
  approvalRequested(QUESTION, NOW),
  ...[approvalDecided(questionOf({ status: "approved", decision: decisionOf() }), NOW)].filter(
    (event) => event !== null,
  ),
  remediationFinished(replaced, "remediated", NOW),
  findingClosed(FINDING, "gone", NOW),
  sweepFinished(SWEPT, { account: "111122223333", region: "eu-west-1" }, NOW),
];

it("has its page of all events", async () => {
  await expect(renderEventsPage(EVENTS)).toMatchFileSnapshot("../../docs/events.md");
});

it("covers every detail type", () => {
  expect(EVENTS.map(({ detailType }) => detailType)).toEqual(Object.keys(EVENT_DETAILS));
});

it("tells names of operations, never their inputs, callbacks or links", () => {
  const secret = questionOf({ ...QUESTION, callbackId: "callback-secret", linkHashes: ["hash-secret"] });
  const told = JSON.stringify([...EVENTS, approvalRequested(secret, NOW)]);
  expect(told).toContain("StopNotebookInstance");
  expect(told).not.toMatch(/NotebookInstanceName|"input"|-secret|digest/);
});

it("tells who stands on a cause, the first twenty by name", () => {
  const resources = Array.from({ length: 30 }, () => FINDING.resource);
  const { detail } = driftDetected({ ...CAUSE, affected: { count: 45, resources } }, "report", NOW);
  const { affected } = detail as EventDetail<"Drift Detected">;
  expect(affected?.count).toBe(45);
  expect(affected?.resources).toHaveLength(20);
});

it("refuses a member that the schema does not know", () => {
  const { detail } = findingClosed(FINDING, "gone", NOW);
  expect(() => buildEvent("Finding Closed", { ...detail, tags: {} } as never, NOW)).toThrow(/tags/);
});

it.each([
  [questionOf({ status: "rejected", decision: decisionOf({ option: "reject", digest: null }) }), "rejected", null],
  [questionOf({ status: "approved", decision: decisionOf() }), "approved", "recreate-beside"],
  [questionOf({ status: "expired" }), "expired", null],
] as const)("says how a question was decided", (question, result, option) => {
  expect(approvalDecided(question, NOW)?.detail).toMatchObject({ result, option });
});

it("has nothing to say of a question that is pending", () => {
  expect(approvalDecided(questionOf(), NOW)).toBeNull();
});

describe("putOwnEvent", () => {
  const client = new EventBridgeClient({ region: "eu-west-1" });
  const event = findingClosed(FINDING, "gone", NOW);

  it("puts it on the bus", async () => {
    const mock = mockClient(client).on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    await putOwnEvent(event, BUS, client);
    const [entry] = mock.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(entry).toMatchObject({
      EventBusName: BUS,
      Source: "sagefence",
      DetailType: "Finding Closed",
      Resources: [FINDING.resource.arn],
    });
    expect(JSON.parse(entry?.Detail ?? "")).toEqual(event.detail);
  });

  it("takes a failed entry as a failure, although the call succeeded", async () => {
    const Entries = [{ ErrorCode: "ThrottlingException" }];
    mockClient(client).on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries });
    const error = await putOwnEvent(event, BUS, client).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OwnEventError);
    expect((error as Error).message).toContain("ThrottlingException");
  });
});
