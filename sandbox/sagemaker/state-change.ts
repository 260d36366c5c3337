import type { AwsEvent } from "../contract.ts";
import type { Resource } from "./collection.ts";

/**
 * The event SageMaker sends when a resource of a type changes its state, and the members of the Describe answer that
 * it carries. https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
 */
export interface StateChange<Description> {
  detailType: string;
  members: readonly (keyof Description & string)[];
}

interface StateChangeInput<Description extends object> {
  id: string;
  accountId: string;
  region: string;
  now: Date;
  event: StateChange<Description>;
  resource: Resource<Description>;
}

/** Times are epoch milliseconds and tags a map in these events, unlike in the API and in CloudTrail. */
export function stateChangeEvent<Description extends object>(input: StateChangeInput<Description>): AwsEvent {
  const { event, resource, now } = input;
  const detail: Record<string, unknown> = {};
  for (const member of event.members) {
    const value = resource.description[member];
    if (value !== undefined) detail[member] = toEventValue(value);
  }
  detail.Tags = Object.fromEntries(resource.tags);
  return {
    version: "0",
    id: input.id,
    "detail-type": event.detailType,
    source: "aws.sagemaker",
    account: input.accountId,
    time: `${now.toISOString().slice(0, 19)}Z`,
    region: input.region,
    resources: [resource.arn],
    detail,
  };
}

function toEventValue(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value)) return value.map(toEventValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toEventValue(member)]));
}
