/**
 * The service's own events, for whoever wants to build on them: names and verdicts only, never contents of requests.
 * Source `sagefence`, on the service's own bus. Within `version: 1` members are only ever added.
 */
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { z } from "zod";
import { SEVERITIES } from "../assess/verdict.ts";
import { EFFECTS } from "../decide/plan.ts";
import { ROUND_OUTCOMES } from "../record/ledger.ts";

export const EVENT_SOURCE = "sagefence";

const text = z.string();
const maybe = text.nullable();
const time = z.iso.datetime().describe("ISO 8601, UTC");
const severity = z.enum(SEVERITIES);
const effect = z.enum(EFFECTS);
const outcome = z.enum(ROUND_OUTCOMES);
const count = z.int().min(0);

const about = {
  version: z.literal(1),
  findingId: text.describe("`f-` and 16 letters and digits: the same for all events about one finding"),
  round: z.int().min(1).describe("counts from 1; a finding opens a new round when it is found again"),
  resource: z.strictObject({
    kind: text.describe("the resource type as it stands in ARNs: `notebook-instance`"),
    name: text,
    arn: maybe,
    account: maybe,
    region: maybe,
  }),
};

const verdict = z.strictObject({
  rule: text,
  unit: text.describe("path of the judged part, `` for the resource itself"),
});
const creator = z.strictObject({ type: maybe, arn: maybe, name: maybe }).describe("the caller, from CloudTrail");

/** What stands in `detail`, by detail type. */
export const EVENT_DETAILS = {
  "Drift Detected": z.strictObject({
    ...about,
    mode: z.enum(["off", "report", "enforce"]),
    createdBy: creator,
    severity: severity.nullable(),
    affected: z
      .strictObject({ count: z.int().min(0), resources: z.array(text).describe("ARNs of the first 20") })
      .nullable()
      .describe("who stands on a cause in the network; null where `resource` is a SageMaker resource"),
    violations: z.array(verdict.extend({ severity, advisory: z.boolean(), field: text })),
  }),
  "Assessment Incomplete": z.strictObject({ ...about, createdBy: creator, unknown: z.array(verdict) }),
  "Action Taken": z.strictObject({
    ...about,
    action: text,
    effect,
    operations: z.array(text).describe("SageMaker operations that were called, without their inputs"),
    status: z.enum(["done", "failed"]),
    approvedBy: maybe.describe("ARN of who approved it; null for what runs by itself"),
    at: time,
  }),
  "Approval Requested": z.strictObject({
    ...about,
    questionId: text,
    options: z.array(z.strictObject({ id: text, effect })),
    expiresAt: time,
  }),
  "Approval Decided": z.strictObject({
    ...about,
    questionId: text,
    result: z.enum(["approved", "rejected", "expired", "void"]),
    option: maybe.describe("id of the approved option"),
    decidedBy: maybe.describe("ARN of who decided"),
  }),
  "Remediation Finished": z.strictObject({ ...about, outcome, replacementArn: maybe }),
  "Finding Closed": z.strictObject({ ...about, outcome }),
  "Sweep Finished": z.strictObject({
    version: z.literal(1),
    sweepId: text,
    account: maybe,
    region: maybe,
    startedAt: time,
    finishedAt: time,
    looked: count.describe("resources that were looked at"),
    inViolation: count.describe("resources that break a rule, advice included"),
    unknown: count.describe("resources that could not be judged by every rule"),
    calls: count.describe("calls of SageMaker and EC2"),
    unread: z.array(z.strictObject({ reason: text, count })).describe("what could not be read"),
    unlisted: z.array(z.strictObject({ kind: text, reason: text })).describe("kinds that could not be listed"),
  }),
} as const;

export type DetailType = keyof typeof EVENT_DETAILS;
export type EventDetail<Type extends DetailType> = z.infer<(typeof EVENT_DETAILS)[Type]>;

/** An event of the service, ready to be put on its bus. */
export interface OwnEvent {
  source: typeof EVENT_SOURCE;
  detailType: DetailType;
  /** ARNs that the event is about. */
  resources: string[];
  detail: EventDetail<DetailType>;
  /** When it happened, ISO 8601. */
  time: string;
}

/** EventBridge did not take an event: worth a retry. */
export class OwnEventError extends Error {
  constructor(detailType: DetailType, bus: string, code: string) {
    super(`EventBridge did not take "${detailType}" for the bus ${bus} (${code}); put it again`);
    this.name = "OwnEventError";
  }
}

/** Makes an event. Throws a ZodError when the detail does not fit its schema, unknown members included. */
export function buildEvent<Type extends DetailType>(detailType: Type, detail: EventDetail<Type>, time: Date): OwnEvent {
  const checked = EVENT_DETAILS[detailType].parse(detail);
  const arn = "resource" in checked ? checked.resource.arn : null;
  return {
    source: EVENT_SOURCE,
    detailType,
    resources: arn === null ? [] : [arn],
    detail: checked,
    time: time.toISOString(),
  };
}

/**
 * Puts the event on the bus. Throws OwnEventError when EventBridge reports a failed entry, which it does with status
 * 200, and what the SDK throws.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export async function putOwnEvent(
  event: OwnEvent,
  bus: string,
  client: Pick<EventBridgeClient, "send">,
): Promise<void> {
  const entry = {
    EventBusName: bus,
    Source: event.source,
    DetailType: event.detailType,
    Detail: JSON.stringify(event.detail),
    Resources: event.resources,
    Time: new Date(event.time),
  };
  const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
  if ((FailedEntryCount ?? 0) > 0) throw new OwnEventError(event.detailType, bus, Entries?.[0]?.ErrorCode ?? "no code");
}
