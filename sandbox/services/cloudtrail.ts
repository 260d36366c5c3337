/** CloudTrail's event history in the local account. */
import { createHash } from "node:crypto";
import type * as CloudTrail from "@aws-sdk/client-cloudtrail";
import { stringAt } from "../../shared/sagemaker/document.ts";
import { arnMemberOf } from "../../shared/sagemaker/identity.ts";
import { AwsError, type ServiceBackend } from "../contract.ts";
import { kindOfOperation } from "../operation-kind.ts";
import type { HistoryEntry, Trail, TrailRecord } from "../trail.ts";
import { operation } from "./operation.ts";

type Lookup = CloudTrail.LookupEventsRequest;
/** An event with what it is found and ordered by, which CloudTrail always gives. */
type Found = CloudTrail.Event & { EventId: string; EventTime: Date };

const DAY = 86_400_000;
const HISTORY = 90 * DAY;
const PAGE_LIMIT = 50;
const VALUE_LIMIT = 2000;

/**
 * Management events of the last 90 days in the Region of the look-up, latest first. AWS's limit of two look-ups a second
 * is not kept here. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function createCloudTrail(trail: Pick<Trail, "history">): ServiceBackend {
  const known = new WeakMap<TrailRecord, Found>();
  function remembered(entry: HistoryEntry): Found {
    const event = known.get(entry.record) ?? eventOf(entry);
    known.set(entry.record, event);
    return event;
  }
  return {
    operations: {
      LookupEvents: operation((input: Lookup, { now, region }) => {
        checkLookup(input);
        const oldest = now.getTime() - HISTORY;
        const inRegion = trail.history().filter(({ call }) => call.context.region === region);
        const found = inRegion
          .map(remembered)
          .filter((event) => event.EventTime.getTime() >= oldest && fits(event, input));
        return pageOf(latestFirst(found), input, region);
      }),
    },
  };
}

function checkLookup({ StartTime, EndTime, MaxResults, EventCategory, LookupAttributes = [] }: Lookup): void {
  const [start, end] = [StartTime?.getTime() ?? 0, EndTime?.getTime() ?? Number.MAX_VALUE];
  if (!(start <= end)) throw refusal("InvalidTimeRange", "The start time must not be after the end time.");
  if (MaxResults !== undefined && !(MaxResults >= 1 && MaxResults <= PAGE_LIMIT)) {
    throw refusal("InvalidMaxResults", `The maximum number of results must be between 1 and ${PAGE_LIMIT}.`);
  }
  if (EventCategory !== undefined && EventCategory !== "insight") {
    throw refusal("InvalidEventCategory", `The event category ${EventCategory} is not valid.`);
  }
  if (LookupAttributes.length > 1) throw refusal("InvalidLookupAttributes", "Only one lookup attribute is allowed.");
  for (const attribute of LookupAttributes) checkAttribute(attribute);
}

function checkAttribute({ AttributeKey: key, AttributeValue: value = "" }: CloudTrail.LookupAttribute): void {
  if (!isKey(key)) throw refusal("InvalidLookupAttributes", `The attribute key ${key} is not valid.`);
  const size = value.length + (value.match(/[_ ,\n]/g)?.length ?? 0);
  if (size >= 1 && size <= VALUE_LIMIT) return;
  throw refusal("InvalidLookupAttributes", `The value of ${key} must have between 1 and ${VALUE_LIMIT} characters.`);
}

/** What an event answers for each key that it can be looked up by. */
const VALUES: Record<CloudTrail.LookupAttributeKey, (event: Found) => (string | undefined)[]> = {
  AccessKeyId: (event) => [event.AccessKeyId],
  EventId: (event) => [event.EventId],
  EventName: (event) => [event.EventName],
  EventSource: (event) => [event.EventSource],
  ReadOnly: (event) => [event.ReadOnly],
  ResourceName: (event) => resourcesOf(event, "ResourceName"),
  ResourceType: (event) => resourcesOf(event, "ResourceType"),
  Username: (event) => [event.Username],
};

function isKey(key: string | undefined): key is CloudTrail.LookupAttributeKey {
  return key !== undefined && Object.hasOwn(VALUES, key);
}

function resourcesOf({ Resources = [] }: Found, member: keyof CloudTrail.Resource): (string | undefined)[] {
  return Resources.map((resource) => resource[member]);
}

/** The account has no Insights events. */
function fits(event: Found, { StartTime, EndTime, EventCategory, LookupAttributes = [] }: Lookup): boolean {
  if (EventCategory === "insight") return false;
  if (StartTime !== undefined && event.EventTime < StartTime) return false;
  if (EndTime !== undefined && event.EventTime > EndTime) return false;
  return LookupAttributes.every(({ AttributeKey: key, AttributeValue: value }) =>
    isKey(key) ? VALUES[key](event).includes(value) : false,
  );
}

function eventOf({ call, record }: HistoryEntry): Found {
  const { caller } = call.context;
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly),
    AccessKeyId: caller.accessKeyId,
    EventTime: new Date(record.eventTime),
    EventSource: record.eventSource,
    Username: caller.name,
    Resources: resourcesIn({ call, record }),
    CloudTrailEvent: JSON.stringify(record),
  };
}

/** SageMaker's resource by its name and by its ARN, where the call says them; no resources of other services. */
function resourcesIn({ call, record }: HistoryEntry): CloudTrail.Resource[] {
  const kind = call.service === "sagemaker" ? kindOfOperation(call.operation) : undefined;
  if (kind === undefined) return [];
  const { requestParameters, responseElements } = record;
  const members = [kind.nameMember, kind.idMembers.at(-1) ?? "", arnMemberOf(kind, "create")];
  const names = members.map((name) => stringAt(responseElements, name) ?? stringAt(requestParameters, name));
  const ResourceType = kind.cloudFormationType ?? undefined;
  return [...new Set(names)].flatMap((name) => (name === undefined ? [] : [{ ResourceType, ResourceName: name }]));
}

function latestFirst(events: readonly Found[]): Found[] {
  return events.toReversed().sort((one, other) => other.EventTime.getTime() - one.EventTime.getTime());
}

/** Pages go on after an event, so that what arrives meanwhile neither repeats nor hides any. */
function pageOf(events: readonly Found[], input: Lookup, region: string): CloudTrail.LookupEventsResponse {
  const query = digestOf(input, region);
  const start = input.NextToken === undefined ? 0 : startOf(input.NextToken, query, events);
  const page = events.slice(start, start + (input.MaxResults ?? PAGE_LIMIT));
  const last = page.at(-1);
  const more = last !== undefined && start + page.length < events.length;
  return { Events: page, ...(more && { NextToken: tokenOf(query, last.EventId) }) };
}

function startOf(token: string, query: string, events: readonly Found[]): number {
  const index = events.findIndex(({ EventId }) => tokenOf(query, EventId) === token);
  if (index >= 0) return index + 1;
  throw refusal("InvalidNextToken", "The token is not valid, or was given for a look-up with other parameters.");
}

function tokenOf(query: string, eventId: string): string {
  return Buffer.from(`${query}\n${eventId}`).toString("base64url");
}

/** The parameters that every page of a look-up must repeat. */
function digestOf({ StartTime, EndTime, EventCategory, LookupAttributes = [] }: Lookup, region: string): string {
  const attributes = LookupAttributes.map(({ AttributeKey, AttributeValue }) => [AttributeKey, AttributeValue]);
  const parameters = JSON.stringify([region, StartTime, EndTime, EventCategory, attributes]);
  return createHash("sha256").update(parameters).digest("base64url");
}

function refusal(name: string, message: string): AwsError {
  return new AwsError(`${name}Exception`, message);
}
