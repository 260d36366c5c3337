/**
 * Lambda: CloudTrail events of SageMaker calls → assessment → a remediation where something is wrong. An error here is
 * retried by Lambda and then kept in the dead-letter queue, whose alarm rings.
 */
import { readFileSync } from "node:fs";
import type { Context } from "aws-lambda";
import type { Policy } from "../shared/decide/policy.ts";
import { type TriageDeps, type TriageResult, triage } from "../shared/detect/triage.ts";
import { logger } from "../shared/observability/logger.ts";
import { metrics } from "../shared/observability/metrics.ts";

/** The policy this function was deployed with, resolved when it was built. */
const policy = JSON.parse(readFileSync(new URL("policy.json", import.meta.url), "utf8")) as Policy;

const deps: TriageDeps = {
  policy,
  now: () => new Date(),
  sageMaker: async () => (await import("../shared/aws/sagemaker.ts")).sageMaker(),
  getFinding: async (id) => (await import("./detect-drift/drift-clients.ts")).getFinding(id),
  start: async (name, request) => (await import("./detect-drift/drift-clients.ts")).start(name, request),
};

export async function handler(event: unknown, context: Context): Promise<TriageResult> {
  logger.addContext(context);
  try {
    const result = await triage(event, deps);
    report(result);
    return result;
  } finally {
    metrics.publishStoredMetrics();
  }
}

function report(result: TriageResult): void {
  metrics.addMetric(METRIC_NAMES[result.result], "Count", 1);
  if ("outcome" in result && result.outcome === "unknown") metrics.addMetric("CouldNotAssess", "Count", 1);
  logger.info("Event triaged", { ...result });
}

const METRIC_NAMES: Record<TriageResult["result"], string> = {
  ignored: "EventsIgnored",
  compliant: "ResourcesCompliant",
  gone: "ResourcesGone",
  handled: "DriftHandled",
  started: "DriftDetected",
  "already-started": "DriftHandled",
};
