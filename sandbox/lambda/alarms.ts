/** CloudWatch alarms of the account, on what happens in it: failed invocations, waiting messages, metrics in logs. */
import type { Time } from "../contract.ts";
import type { AlarmResource } from "../template/alarms.ts";

export type AlarmState = "OK" | "ALARM";

export interface AlarmView {
  name: string;
  description: string;
  state: AlarmState;
  /** When it came into this state. */
  since: Date;
}

export interface AlarmsOptions {
  alarms: readonly AlarmResource[];
  accountId: string;
  region: string;
  time: Time;
  /** Messages waiting in a queue: the one metric that is looked up rather than recorded. */
  queueDepth: (queueName: string) => number;
  /** Told about each change of state; publishes to the alarm's actions. */
  onChange: (alarm: AlarmResource, state: AlarmState, message: string) => void;
}

export interface Alarms {
  record(namespace: string, metric: string, dimensions: Record<string, string>, value: number): void;
  /** Takes the metrics out of a log line in CloudWatch's embedded metric format; other lines have none. */
  readLog(line: string): void;
  /** Looks at every alarm again. */
  check(): void;
  states(): AlarmView[];
}

interface Watched {
  resource: AlarmResource;
  state: AlarmState;
  since: Date;
  points: { at: number; value: number }[];
}

interface Watch extends AlarmsOptions {
  watched: Watched[];
}

export function createAlarms(options: AlarmsOptions): Alarms {
  const since = options.time.now();
  const watched = options.alarms.map((resource): Watched => ({ resource, state: "OK", since, points: [] }));
  const watch: Watch = { ...options, watched };
  return {
    record(namespace, metric, dimensions, value) {
      const at = options.time.now().getTime();
      for (const alarm of watched) {
        if (watches(alarm.resource, namespace, metric, dimensions)) alarm.points.push({ at, value });
      }
      checkAll(watch);
    },
    readLog(line) {
      for (const { namespace, metric, dimensions, value } of embeddedMetrics(line)) {
        this.record(namespace, metric, dimensions, value);
      }
    },
    check: () => checkAll(watch),
    states() {
      checkAll(watch);
      return watched.map(({ resource: { name, description }, state, since: from }) => ({
        ...{ name, description, state },
        since: from,
      }));
    },
  };
}

function watches(
  { metric }: AlarmResource,
  namespace: string,
  name: string,
  dimensions: Record<string, string>,
): boolean {
  if (metric === null || metric.namespace !== namespace || metric.name !== name) return false;
  const wanted = Object.entries(metric.dimensions);
  return wanted.length === Object.keys(dimensions).length && wanted.every(([key, value]) => dimensions[key] === value);
}

function checkAll(watch: Watch): void {
  for (const alarm of watch.watched) check(alarm, watch);
}

function check(alarm: Watched, { time, queueDepth, onChange, accountId, region }: Watch): void {
  const now = time.now();
  const { resource } = alarm;
  const value = currentValue(alarm, now, queueDepth);
  const state = value !== null && breaches(value, resource) ? "ALARM" : "OK";
  if (state === alarm.state) return;
  const message = JSON.stringify({
    AlarmName: resource.name,
    AlarmDescription: resource.description,
    AWSAccountId: accountId,
    NewStateValue: state,
    NewStateReason: `Threshold Crossed: the datapoint ${value ?? "is missing"} against the threshold ${resource.threshold}.`,
    StateChangeTime: now.toISOString(),
    Region: region,
    AlarmArn: resource.arn,
    OldStateValue: alarm.state,
  });
  Object.assign(alarm, { state, since: now });
  onChange(resource, state, message);
}

/** Null without data, which counts as not breaching. */
function currentValue(alarm: Watched, now: Date, queueDepth: (queueName: string) => number): number | null {
  const { metric, periodSeconds, statistic } = alarm.resource;
  if (metric?.namespace === "AWS/SQS") return queueDepth(metric.dimensions.QueueName ?? "");
  alarm.points = alarm.points.filter(({ at }) => at > now.getTime() - periodSeconds * 1_000);
  const values = alarm.points.map(({ value }) => value);
  if (values.length === 0) return null;
  const sum = values.reduce((total, value) => total + value, 0);
  if (statistic === "Maximum") return Math.max(...values);
  if (statistic === "Minimum") return Math.min(...values);
  return statistic === "Average" ? sum / values.length : sum;
}

function breaches(value: number, { comparison, threshold }: AlarmResource): boolean {
  if (comparison === "GreaterThanThreshold") return value > threshold;
  if (comparison === "GreaterThanOrEqualToThreshold") return value >= threshold;
  return comparison === "LessThanThreshold" ? value < threshold : value <= threshold;
}

interface EmbeddedMetric {
  namespace: string;
  metric: string;
  dimensions: Record<string, string>;
  value: number;
}

interface EmbeddedDirective {
  Namespace?: string;
  Dimensions?: string[][];
  Metrics?: { Name?: string }[];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function embeddedMetrics(line: string): EmbeddedMetric[] {
  if (!line.includes('"CloudWatchMetrics"')) return [];
  const document = parsed(line);
  const { CloudWatchMetrics: directives = [] } = (document?._aws ?? {}) as { CloudWatchMetrics?: EmbeddedDirective[] };
  const metrics: EmbeddedMetric[] = [];
  for (const { Namespace: namespace = "", Dimensions = [[]], Metrics = [] } of directives) {
    for (const { Name: metric = "" } of Metrics) {
      const value = total(document?.[metric]);
      for (const names of Dimensions) {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(document?.[name])]));
        metrics.push({ namespace, metric, dimensions, value });
      }
    }
  }
  return metrics;
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function total(value: unknown): number {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.reduce<number>((sum, one) => sum + (typeof one === "number" ? one : 0), 0);
}
