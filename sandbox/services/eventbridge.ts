/** The EventBridge API over the account's buses. Signing name `events`. */
import { randomUUID } from "node:crypto";
import type * as EventBridge from "@aws-sdk/client-eventbridge";
import { AwsError, type AwsEvent, type CallContext, type ServiceBackend } from "../contract.ts";
import { type EventBuses, patternOf, type Rule } from "../event-bus.ts";
import { operation, pageOf } from "./operation.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRY_LIMIT = 10;
const BYTE_LIMIT = 1024 * 1024;
const PAGE = 100;

export function createEventBridge(buses: EventBuses): ServiceBackend {
  return {
    operations: {
      DescribeEventBus: operation((input: EventBridge.DescribeEventBusRequest) => {
        const name = input.Name ?? "default";
        buses.rules(name);
        return { Name: name, Arn: buses.busArn(name) } satisfies EventBridge.DescribeEventBusResponse;
      }),
      DescribeRule: operation((input: EventBridge.DescribeRuleRequest) =>
        ruleAnswer(buses.rule(input.EventBusName ?? "default", input.Name ?? "")),
      ),
      DisableRule: operation((input: EventBridge.DisableRuleRequest) => enable(buses, input, false)),
      DeleteRule: operation((input: EventBridge.DeleteRuleRequest) => {
        buses.deleteRule(input.EventBusName ?? "default", input.Name ?? "");
        return {};
      }),
      EnableRule: operation((input: EventBridge.EnableRuleRequest) => enable(buses, input, true)),
      ListEventBuses: operation((input: EventBridge.ListEventBusesRequest) => {
        const names = buses.busNames().filter((name) => name.startsWith(input.NamePrefix ?? ""));
        const [page, NextToken] = pageOf(names, input.NextToken, input.Limit ?? PAGE);
        return { EventBuses: page.map((Name) => ({ Name, Arn: buses.busArn(Name) })), NextToken };
      }),
      ListRules: operation((input: EventBridge.ListRulesRequest) => {
        const rules = buses.rules(input.EventBusName ?? "default");
        const wanted = rules.filter((rule) => rule.name.startsWith(input.NamePrefix ?? ""));
        const [page, NextToken] = pageOf(wanted, input.NextToken, input.Limit ?? PAGE);
        return { Rules: page.map(ruleAnswer), NextToken };
      }),
      ListTargetsByRule: operation((input: EventBridge.ListTargetsByRuleRequest) => {
        const rule = buses.rule(input.EventBusName ?? "default", input.Rule ?? "");
        const [Targets, NextToken] = pageOf([...rule.targets.values()], input.NextToken, input.Limit ?? PAGE);
        return { Targets, NextToken };
      }),
      PutEvents: operation((input: EventBridge.PutEventsRequest, context) => putEvents(buses, input, context)),
      PutRule: operation((input: EventBridge.PutRuleRequest) => {
        const rule = buses.putRule({
          name: input.Name ?? "",
          bus: input.EventBusName,
          pattern: input.EventPattern,
          schedule: input.ScheduleExpression,
          enabled: input.State !== "DISABLED",
          description: input.Description,
        });
        return { RuleArn: rule.arn };
      }),
      PutTargets: operation((input: EventBridge.PutTargetsRequest) => {
        buses.putTargets(input.EventBusName ?? "default", input.Rule ?? "", input.Targets ?? []);
        return { FailedEntryCount: 0, FailedEntries: [] };
      }),
      RemoveTargets: operation((input: EventBridge.RemoveTargetsRequest) => {
        const rule = buses.rule(input.EventBusName ?? "default", input.Rule ?? "");
        for (const id of input.Ids ?? []) rule.targets.delete(id);
        return { FailedEntryCount: 0, FailedEntries: [] };
      }),
      TestEventPattern: operation((input: EventBridge.TestEventPatternRequest) => ({
        Result: patternOf(input.EventPattern)(testEvent(input.Event ?? "")),
      })),
    },
  };
}

function enable(buses: EventBuses, input: EventBridge.EnableRuleRequest, enabled: boolean): object {
  buses.rule(input.EventBusName ?? "default", input.Name ?? "").enabled = enabled;
  return {};
}

function ruleAnswer(rule: Rule): EventBridge.Rule {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern ?? undefined,
    ScheduleExpression: rule.schedule ?? undefined,
    State: rule.enabled ? "ENABLED" : "DISABLED",
    Description: rule.description,
    EventBusName: rule.bus,
  };
}

function putEvents(
  buses: EventBuses,
  input: EventBridge.PutEventsRequest,
  context: CallContext,
): EventBridge.PutEventsResponse {
  const entries = input.Entries ?? [];
  if (entries.length === 0 || entries.length > ENTRY_LIMIT) {
    throw new AwsError("ValidationException", `Entries must have between 1 and ${ENTRY_LIMIT} members.`);
  }
  if (Buffer.byteLength(JSON.stringify(entries)) > BYTE_LIMIT) {
    throw new AwsError("ValidationException", "Total size of the entries in the request is over the limit.");
  }
  const results = entries.map((entry) => putEntry(buses, entry, context));
  return { FailedEntryCount: results.filter((result) => result.ErrorCode).length, Entries: results };
}

/** An entry that is wrong fails alone, with its code in the answer. */
function putEntry(
  buses: EventBuses,
  entry: EventBridge.PutEventsRequestEntry,
  context: CallContext,
): EventBridge.PutEventsResultEntry {
  try {
    const event = eventOf(entry, context);
    buses.put(entry.EventBusName ?? "default", event);
    return { EventId: event.id };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { ErrorCode: error.code, ErrorMessage: error.message };
  }
}

function eventOf(entry: EventBridge.PutEventsRequestEntry, context: CallContext): AwsEvent {
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if (entry[name]) continue;
    const reason = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
    throw new AwsError("InvalidArgument", reason);
  }
  if (entry.Source?.startsWith("aws.")) {
    const message = `Not authorized for the source ${entry.Source}.`;
    throw new AwsError("NotAuthorizedForSourceException", message);
  }
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": entry.DetailType ?? "",
    source: entry.Source ?? "",
    account: context.caller.accountId,
    time: (entry.Time ?? context.now).toISOString().replace(/\.\d+Z$/, "Z"),
    region: context.region,
    resources: entry.Resources ?? [],
    detail: detailOf(entry.Detail ?? ""),
  };
}

function detailOf(text: string): Record<string, unknown> {
  const detail = jsonObject(text);
  if (detail === null) throw new AwsError("MalformedDetail", "Detail is malformed.");
  return detail;
}

/** The envelope members that TestEventPattern insists on. */
const ENVELOPE = ["id", "account", "source", "time", "region", "resources", "detail-type"];

function testEvent(text: string): Record<string, unknown> {
  const event = jsonObject(text);
  const missing = ENVELOPE.find((name) => event === null || !Object.hasOwn(event, name));
  if (event !== null && missing === undefined) return event;
  throw new AwsError("ValidationException", `Parameter Event is not valid. Reason: ${missing ?? "it"} is missing.`);
}

function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const object = typeof value === "object" && value !== null && !Array.isArray(value);
    return object ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
