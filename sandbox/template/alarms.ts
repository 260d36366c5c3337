/** Alarms and log groups of a template. */
import { z } from "zod";
import { each, numeric } from "./read.ts";
import type { ResolvedTemplate } from "./resources.ts";

export interface AlarmResource {
  name: string;
  arn: string;
  description: string;
  /** Null for alarms on metric math. */
  metric: { namespace: string; name: string; dimensions: Record<string, string> } | null;
  statistic: string;
  periodSeconds: number;
  threshold: number;
  comparison: string;
  /** ARNs of what is told when the alarm rings. */
  actions: string[];
}

const ALARM = z.object({
  AlarmDescription: z.string().default(""),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Statistic: z.string().default("Sum"),
  Period: numeric.default(60),
  Threshold: numeric,
  ComparisonOperator: z.string(),
  AlarmActions: z.array(z.string()).default([]),
});

export function readAlarms(template: ResolvedTemplate, region: string, accountId: string): AlarmResource[] {
  return each(template, "AWS::CloudWatch::Alarm", ALARM).map(({ ref: name, properties }) => {
    const { Namespace, MetricName, Dimensions } = properties;
    const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
    const known = Namespace !== undefined && MetricName !== undefined;
    return {
      name,
      arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
      description: properties.AlarmDescription,
      metric: known ? { namespace: Namespace, name: MetricName, dimensions } : null,
      statistic: properties.Statistic,
      periodSeconds: properties.Period,
      threshold: properties.Threshold,
      comparison: properties.ComparisonOperator,
      actions: properties.AlarmActions,
    };
  });
}

const LOG_GROUP = z.object({ RetentionInDays: numeric.optional() });

export function readLogGroups(template: ResolvedTemplate): { name: string; retentionDays: number | null }[] {
  return each(template, "AWS::Logs::LogGroup", LOG_GROUP).map(({ ref: name, properties }) => ({
    name,
    retentionDays: properties.RetentionInDays ?? null,
  }));
}
