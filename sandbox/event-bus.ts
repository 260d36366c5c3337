/** Event buses with their rules: what is put on a bus goes to the targets of every rule whose pattern matches. */
import { randomUUID } from "node:crypto";
import type { Target } from "@aws-sdk/client-eventbridge";
import { AwsError, type AwsEvent, type EventBus, type Happening } from "./contract.ts";
import { compilePattern, InvalidPatternError } from "./event-pattern.ts";
import { targetInput } from "./event-target.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const TARGETS_PER_RULE = 5;
const PATTERN_LENGTH = 2048;
/** Events forwarded from bus to bus more often than this are in a loop. */
const MAX_HOPS = 8;

export interface RuleInput {
  name: string;
  bus?: string | undefined;
  /** An object or its JSON text. */
  pattern?: unknown;
  /** Fires by `fire`: who owns the time calls it. */
  schedule?: string | undefined;
  enabled?: boolean | undefined;
  description?: string | undefined;
}

export interface Rule {
  name: string;
  bus: string;
  arn: string;
  pattern: string | null;
  schedule: string | null;
  enabled: boolean;
  description: string | undefined;
  targets: Map<string, Target>;
  matches(event: AwsEvent): boolean;
}

export interface EventBusesOptions {
  accountId: string;
  region: string;
  now(): Date;
  /** Delivers to anything but a bus. `payload` is the event as the target's input settings shape it. */
  deliver(target: Target, payload: unknown, event: AwsEvent): void | Promise<void>;
  happened?(happening: Happening): void;
  /** Told when a delivery throws, which nothing retries any more. */
  fault?(error: unknown, target: Target): void;
}

export interface EventBuses extends EventBus {
  createBus(name: string): string;
  busNames(): string[];
  busArn(name: string): string;
  /** Makes or replaces a rule; its targets stay. Throws an AwsError (InvalidEventPatternException). */
  putRule(rule: RuleInput): Rule;
  putTargets(busName: string, ruleName: string, targets: readonly Target[]): void;
  deleteRule(busName: string, ruleName: string): void;
  /** Gives the targets of a rule with a schedule the event of its time, as if that had come. Throws an AwsError. */
  fire(ruleName: string): void;
  /** Throws an AwsError (ResourceNotFoundException). */
  rule(busName: string, ruleName: string): Rule;
  rules(busName: string): Rule[];
}

export function createEventBuses(options: EventBusesOptions): EventBuses {
  const buses = new Map<string, Map<string, Rule>>([["default", new Map()]]);
  const arn = (path: string) => `arn:aws:events:${options.region}:${options.accountId}:${path}`;

  function rulesOf(busName: string): Map<string, Rule> {
    const rules = buses.get(shortName(busName));
    if (rules === undefined) throw notFound(`Event bus ${shortName(busName)} does not exist.`);
    return rules;
  }

  function ruleOf(busName: string, ruleName: string): Rule {
    const rule = rulesOf(busName).get(ruleName);
    if (rule === undefined) throw notFound(`Rule ${ruleName} does not exist on EventBus ${shortName(busName)}.`);
    return rule;
  }

  function put(busName: string, event: AwsEvent, hops: number): void {
    const rules = [...rulesOf(busName).values()].filter((rule) => rule.enabled && rule.matches(event));
    options.happened?.(eventHappening(shortName(busName), event, rules, options.now()));
    for (const rule of rules) {
      for (const target of rule.targets.values()) send(rule, target, event, hops);
    }
  }

  function send(rule: Rule, target: Target, event: AwsEvent, hops: number): void {
    if (target.Arn?.includes(":event-bus/")) {
      if (hops < MAX_HOPS && buses.has(shortName(target.Arn))) put(target.Arn, event, hops + 1);
      return;
    }
    deliver(target, targetInput(target, event, rule)).catch((error: unknown) =>
      (options.fault ?? logFault)(error, target),
    );

    async function deliver(to: Target, payload: unknown): Promise<void> {
      await options.deliver(to, payload, event);
    }
  }

  return {
    put: (busName, event) => put(busName, event, 0),
    createBus(name) {
      if (!buses.has(name)) buses.set(name, new Map());
      return arn(`event-bus/${name}`);
    },
    busNames: () => [...buses.keys()],
    busArn: (name) => arn(`event-bus/${shortName(name)}`),
    putRule(input) {
      const bus = shortName(input.bus);
      const rules = rulesOf(bus);
      const path = bus === "default" ? `rule/${input.name}` : `rule/${bus}/${input.name}`;
      const rule = newRule({ ...input, bus }, arn(path), rules.get(input.name)?.targets ?? new Map());
      rules.set(rule.name, rule);
      return rule;
    },
    putTargets(busName, ruleName, targets) {
      const rule = ruleOf(busName, ruleName);
      const merged = new Map([...rule.targets, ...targets.map((target) => [target.Id ?? "", target] as const)]);
      if (merged.size > TARGETS_PER_RULE) {
        throw new AwsError("LimitExceededException", `The requested resource exceeds the maximum number allowed.`);
      }
      rule.targets = merged;
    },
    deleteRule(busName, ruleName) {
      if (rulesOf(busName).get(ruleName)?.targets.size) {
        throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
      }
      rulesOf(busName).delete(ruleName);
    },
    fire(ruleName) {
      const rule = ruleOf("default", ruleName);
      const event = scheduledEvent(rule, options);
      if (!rule.enabled || rule.schedule === null) return;
      options.happened?.(eventHappening("default", event, [rule], options.now()));
      for (const target of rule.targets.values()) send(rule, target, event, 0);
    },
    rule: ruleOf,
    rules: (busName) => [...rulesOf(busName).values()],
  };
}

/** `audit` for `audit` and for its ARN; `default` for nothing. */
export function shortName(bus: string | undefined): string {
  return bus === undefined ? "default" : bus.slice(bus.lastIndexOf("/") + 1);
}

/** Compiles a pattern as the API takes it; throws an AwsError (InvalidEventPatternException). */
export function patternOf(pattern: unknown): (event: unknown) => boolean {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPatternError)) throw error;
    throw new AwsError("InvalidEventPatternException", error.message);
  }
}

function newRule(input: RuleInput & { bus: string }, arn: string, targets: Map<string, Target>): Rule {
  const { name, bus, pattern, schedule, enabled = true, description } = input;
  if (pattern === undefined && schedule === undefined) {
    throw new AwsError("ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }
  const text = pattern === undefined ? null : typeof pattern === "string" ? pattern : JSON.stringify(pattern);
  if (text !== null && text.length > PATTERN_LENGTH) {
    throw new AwsError("InvalidEventPatternException", `Event pattern is longer than ${PATTERN_LENGTH} characters.`);
  }
  const matches = text === null ? () => false : patternOf(text);
  return { name, bus, arn, pattern: text, schedule: schedule ?? null, enabled, description, targets, matches };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html */
function scheduledEvent(rule: Rule, { accountId, region, now }: EventBusesOptions): AwsEvent {
  return {
    ...{ version: "0", id: randomUUID(), "detail-type": "Scheduled Event", source: "aws.events", account: accountId },
    ...{
      time: now()
        .toISOString()
        .replace(/\.\d+Z$/, "Z"),
      region,
      resources: [rule.arn],
      detail: {},
    },
  };
}

function eventHappening(bus: string, event: AwsEvent, rules: readonly Rule[], at: Date): Happening {
  const matched = rules.map((rule) => rule.name);
  const title = `${event["detail-type"]} on ${bus}${matched.length > 0 ? ` → ${matched.join(", ")}` : ""}`;
  return { at, type: "event", title, detail: { bus, rules: matched, event } };
}

function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

function logFault(error: unknown, target: Target): void {
  console.error(`delivery to ${target.Arn ?? "a target"} failed`, error);
}
