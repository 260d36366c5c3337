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
import { stringAt, valuesAt } from "../shared/sagemaker/document.ts";

/** The policy this function was deployed with, resolved when it was built. */
const policy = JSON.parse(readFileSync(new URL("policy.json", import.meta.url), "utf8")) as Policy;

/** At most 900, which is as long as SQS keeps a message back. */
const graceSeconds = Number(process.env.STATE_CHANGE_GRACE_SECONDS ?? "180");

const deps: TriageDeps = {
  policy,
  now: () => new Date(),
  sageMaker: async () => (await import("../shared/aws/sagemaker.ts")).sageMaker(),
  network: async () =>
    (await import("../shared/aws/network.ts")).networkReader(async (groupIds) =>
      (await import("./detect-drift/drift-clients.ts")).groupUses(groupIds),
    ),
  getFinding: async (id) => (await import("./detect-drift/drift-clients.ts")).getFinding(id),
  findOpenFindings: async (key) => (await import("./detect-drift/drift-clients.ts")).findOpenFindings(key),
  nameCreator: async (finding, creator) =>
    (await import("./detect-drift/drift-clients.ts")).nameCreator(finding, creator),
  wake: async (callbackId) => (await import("./detect-drift/drift-clients.ts")).wake(callbackId),
  putOff: async (event) => (await import("./detect-drift/drift-clients.ts")).putOff(event, graceSeconds),
  graceSeconds,
  start: async (name, request) => (await import("./detect-drift/drift-clients.ts")).start(name, request),
};

/** Events come from EventBridge, and one by one from the queue of those that were put off. */
export async function handler(event: unknown, context: Context): Promise<TriageResult> {
  logger.addContext(context);
  try {
    const result = await triage(queuedEvent(event) ?? event, deps);
    report(result);
    return result;
  } finally {
    metrics.publishStoredMetrics();
  }
}

/** The event in the one message that the queue delivers at a time; null for what comes from EventBridge. */
function queuedEvent(event: unknown): unknown {
  const [message] = valuesAt(event, "Records[]");
  if (stringAt(message, "eventSource") !== "aws:sqs") return null;
  return JSON.parse(stringAt(message, "body") ?? "");
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
  "put-off": "EventsPutOff",
  started: "DriftDetected",
  "already-started": "DriftHandled",
};
