/** What sweeps and rechecks work with, as it is deployed. */
import { appConfigDataClient } from "../../shared/aws/appconfigdata.ts";
import { createCallCounter } from "../../shared/aws/call-counter.ts";
import { dynamoDb } from "../../shared/aws/dynamodb.ts";
import { ec2 } from "../../shared/aws/ec2.ts";
import { eventBridgeClient } from "../../shared/aws/eventbridge.ts";
import { sageMaker } from "../../shared/aws/sagemaker.ts";
import { snsClient } from "../../shared/aws/sns.ts";
import { sqsClient } from "../../shared/aws/sqs.ts";
import { createPolicySource } from "../../shared/decide/current-policy.ts";
import { createNetworkReader } from "../../shared/network/read/reader.ts";
import { putOwnEvent } from "../../shared/notify/events.ts";
import { destinations, policyConfig, requiredEnv } from "../../shared/observability/environment.ts";
import { logger } from "../../shared/observability/logger.ts";
import { metrics } from "../../shared/observability/metrics.ts";
import { createLedger } from "../../shared/record/dynamo-ledger.ts";
import { createNetworkIndex } from "../../shared/record/network-index.ts";
import { createSweepStore } from "../../shared/record/sweeps.ts";
import { RESOURCE_KINDS } from "../../shared/sagemaker/index.ts";
import { groupUsesIn } from "../../shared/sweep/group-uses.ts";
import type { Note, SurveyService } from "../../shared/sweep/survey-service.ts";
import { findOpenFindings, getFinding, nameCreator, start, wake } from "../detect-drift/drift-clients.ts";
import { createSender } from "../remediate-drift/send-everywhere.ts";

/** A service for one invocation: it counts that one's calls, and its network reader has read nothing yet. */
export function surveyService(functionArn: string): SurveyService {
  const [, partition = "aws", , region = "", account = ""] = functionArn.split(":");
  const now = () => new Date();
  const wait = (milliseconds: number) => new Promise<void>((done) => void setTimeout(done, milliseconds));
  const table = { table: requiredEnv("TABLE_NAME"), client: dynamoDb(), now, wait };
  const ledger = createLedger(table);
  const index = createNetworkIndex(table);
  const counter = createCallCounter();
  return {
    kinds: RESOURCE_KINDS,
    place: { partition, region, account },
    sageMaker: counter.counted(sageMaker()),
    network: createNetworkReader({ api: counter.counted(ec2()), now, account, usesOf: groupUsesIn(index) }),
    calls: counter.total,
    ...{ ledger, index, sweeps: createSweepStore({ ...table, region }), now, wait, note },
    graceSeconds: Number(requiredEnv("STATE_CHANGE_GRACE_SECONDS")),
    currentPolicy: createPolicySource(appConfigDataClient(), policyConfig()),
    ordinaryWay: { findOpenFindings, getFinding, nameCreator, start, wake },
    send: createSender(destinations(), { sns: snsClient(), sqs: sqsClient() }, (metric, message, detail) => {
      logger.error(message, detail);
      metrics.addMetric(metric, "Count", 1);
    }),
    publish: (event) => putOwnEvent(event, requiredEnv("EVENT_BUS_NAME"), eventBridgeClient()),
  };
}

const note: Note = (message, detail, metric) => {
  logger.info(message, detail);
  if (metric !== undefined) metrics.addMetric(metric, "Count", 1);
};
