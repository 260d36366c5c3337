/** What a rule's target receives, and where it goes. */
import type { Target } from "@aws-sdk/client-eventbridge";
import type { AwsEvent } from "./contract.ts";

/**
 * Shapes an event for a target by its Input, InputPath or InputTransformer; without one the event goes as it is.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput(target: Target, event: AwsEvent, rule: { name: string; arn: string }): unknown {
  if (target.Input !== undefined) return parsed(target.Input);
  if (target.InputPath !== undefined) return valueAt(event, target.InputPath);
  if (target.InputTransformer === undefined) return event;
  const { InputPathsMap = {}, InputTemplate = "" } = target.InputTransformer;
  const values = new Map<string, unknown>([
    ["aws.events.rule-arn", rule.arn],
    ["aws.events.rule-name", rule.name],
    ["aws.events.event.ingestion-time", event.time],
    ["aws.events.event", { ...event, detail: undefined }],
    ["aws.events.event.json", event],
  ]);
  for (const [name, path] of Object.entries(InputPathsMap)) values.set(name, valueAt(event, path));
  return parsed(fillTemplate(InputTemplate, values));
}

/** Inside quotes a placeholder becomes text, outside of them JSON. Unknown placeholders stay, absent values are empty. */
function fillTemplate(template: string, values: Map<string, unknown>): string {
  return template.replace(/<([\w.-]+)>/g, (placeholder, name: string, offset: number) => {
    if (!values.has(name)) return placeholder;
    const value = values.get(name);
    const quotes = template.slice(0, offset).replace(/\\./g, "").split('"').length - 1;
    if (quotes % 2 === 0) return JSON.stringify(value) ?? '""';
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    return JSON.stringify(text).slice(1, -1);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value by a path of names and list indexes: `$.detail.items[0].name`. */
function valueAt(event: AwsEvent, path: string): unknown {
  let value: unknown = event;
  for (const part of path.replace(/^\$\.?/, "").split(/[.[\]]+/)) {
    if (part === "") continue;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

export interface Destinations {
  sendToQueue(queueArn: string, body: string): void;
  publish(topicArn: string, message: string): void;
  /** Everything else: functions and their aliases. */
  invoke(target: Target, payload: unknown, event: AwsEvent): void | Promise<void>;
}

/** The `deliver` of the event buses: queues and topics get the payload as JSON text, the rest goes to `invoke`. */
export function createDelivery(
  destinations: Destinations,
): (target: Target, payload: unknown, event: AwsEvent) => void | Promise<void> {
  return (target, payload, event) => {
    const arn = target.Arn ?? "";
    if (arn.startsWith("arn:aws:sqs:")) return destinations.sendToQueue(arn, JSON.stringify(payload) ?? "");
    if (arn.startsWith("arn:aws:sns:")) return destinations.publish(arn, JSON.stringify(payload) ?? "");
    return destinations.invoke(target, payload, event);
  };
}
