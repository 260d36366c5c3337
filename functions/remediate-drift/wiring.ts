/** The service as it is deployed: the clients and settings of this execution environment. */
import { newLinkSecret } from "../../shared/approve/link.ts";
import { appConfigDataClient } from "../../shared/aws/appconfigdata.ts";
import { dynamoDb } from "../../shared/aws/dynamodb.ts";
import { errorCode } from "../../shared/aws/errors.ts";
import { eventBridgeClient } from "../../shared/aws/eventbridge.ts";
import { lambda } from "../../shared/aws/lambda.ts";
import { sageMaker, sageMakerOnce } from "../../shared/aws/sagemaker.ts";
import { snsClient } from "../../shared/aws/sns.ts";
import { sqsClient } from "../../shared/aws/sqs.ts";
import { ssmClient } from "../../shared/aws/ssm.ts";
import { createPolicySource } from "../../shared/decide/current-policy.ts";
import { digestOf } from "../../shared/decide/digest.ts";
import { readSwitch } from "../../shared/decide/switch.ts";
import { type Creator, UNKNOWN_CREATOR } from "../../shared/detect/creator.ts";
import { findCreator } from "../../shared/detect/find-creator.ts";
import { type OwnEvent, putOwnEvent } from "../../shared/notify/events.ts";
import { destinations, policyConfig, requiredEnv } from "../../shared/observability/environment.ts";
import { logger } from "../../shared/observability/logger.ts";
import { metrics } from "../../shared/observability/metrics.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import type { Ledger } from "../../shared/record/ledger.ts";
import { createNetworkIndexReader } from "../../shared/record/network-index.ts";
import type { ResourceRef } from "../../shared/sagemaker/resource-kind.ts";
import { groupUsesIn } from "../../shared/sweep/group-uses.ts";
import { createSender } from "./send-everywhere.ts";
import type { Service } from "./service.ts";

let service: Service | undefined;

/** The service of this execution environment, wired at its first use. Throws when the environment lacks a variable. */
export function deployedService(): Service {
  service ??= wire();
  return service;
}

function wire(): Service {
  const table = { table: requiredEnv("TABLE_NAME"), client: dynamoDb() };
  const ledger = createLedger(table);
  const usesOf = groupUsesIn(createNetworkIndexReader(table));
  const bus = requiredEnv("EVENT_BUS_NAME");
  return {
    sageMaker: sageMaker(),
    sageMakerOnce: sageMakerOnce(),
    network: async () => (await import("../../shared/aws/network.ts")).networkReader(usesOf),
    ledger,
    currentPolicy: policySource(),
    readSwitch: () => readSwitch(ssmClient(), requiredEnv("SWITCH_PARAMETER"), switchUnreadable),
    now: () => new Date(),
    send: createSender(destinations(), { sns: snsClient(), sqs: sqsClient() }, count),
    publish: (event: OwnEvent) => putOwnEvent(event, bus, eventBridgeClient()),
    audit: auditor(ledger, () => new Date()),
    approvalUrl: requiredEnv("APPROVAL_URL").replace(/\/$/, ""),
    ownRoleArn: process.env.SERVICE_ROLE_ARN ?? null,
    newSecret: () => newLinkSecret(),
    findCreator: ({ resource, creationTime }) => creatorFromHistory(resource, creationTime),
    wake: (callbackId) => lambda().completeCallback(callbackId, {}),
    pollSeconds: 15,
  };
}

/** Loaded only for triggers that carry no caller. */
async function creatorFromHistory(resource: ResourceRef, creationTime: string | null): Promise<Creator> {
  try {
    const { eventHistory } = await import("../../shared/aws/cloudtrail.ts");
    return await findCreator(eventHistory(), resource, creationTime);
  } catch (error) {
    logger.warn("Creator not found", { code: errorCode(error), resource: resource.arn });
    return UNKNOWN_CREATOR;
  }
}

/** Reads the deployed policy, and rings when it cannot be used. */
function policySource(): Service["currentPolicy"] {
  const read = createPolicySource(appConfigDataClient(), policyConfig());
  return async () => {
    const current = await read();
    if (current.problem !== null) count("PolicyInvalid", "Policy not valid", { problem: current.problem });
    return current;
  };
}

function switchUnreadable(error: unknown): void {
  count("SwitchUnreadable", "Switch not readable: report only", { code: errorCode(error) });
}

function count(metric: string, message: string, detail: Record<string, unknown>): void {
  logger.error(message, detail);
  metrics.addMetric(metric, "Count", 1);
  metrics.publishStoredMetrics();
}

/** The entry's id comes from what it says, so that a repeated step writes the same entry. */
export function auditor(ledger: Ledger, now: () => Date): Service["audit"] {
  return (request, type, detail) =>
    ledger.audit({
      id: `${request.round}-${type}-${digestOf({ trigger: request.trigger.id, detail }).slice(0, 12)}`,
      findingId: request.findingId,
      at: now().toISOString(),
      type,
      by: "sagefence",
      detail,
    });
}
