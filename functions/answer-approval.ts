/** Lambda behind the HTTP API: shows findings and questions, and takes people's answers. */
import { randomBytes } from "node:crypto";
import type { Context } from "aws-lambda";
import { createAnswerApproval } from "../shared/approve/http.ts";
import type { HttpResponse } from "../shared/approve/http-response.ts";
import { type LocalIdentity, readLocalIdentities } from "../shared/approve/identity.ts";
import { appConfigDataClient } from "../shared/aws/appconfigdata.ts";
import { dynamoDb } from "../shared/aws/dynamodb.ts";
import { lambda } from "../shared/aws/lambda.ts";
import { createPolicySource } from "../shared/decide/current-policy.ts";
import type { Policy } from "../shared/decide/policy.ts";
import { policyConfig, requiredEnv } from "../shared/observability/environment.ts";
import { logger } from "../shared/observability/logger.ts";
import { createLedger } from "../shared/record/dynamo-ledger.ts";

const readPolicy = createPolicySource(appConfigDataClient(), policyConfig());

const answer = createAnswerApproval({
  ledger: createLedger({ table: requiredEnv("TABLE_NAME"), client: dynamoDb() }),
  policy: currentPolicy,
  completeCallback: (callbackId, result) => lambda().completeCallback(callbackId, result),
  now: () => new Date(),
  random: randomBytes,
  local: localIdentities(),
  log: logger,
});

export async function handler(event: unknown, context: Context): Promise<HttpResponse> {
  logger.addContext(context);
  return answer(event);
}

async function currentPolicy(): Promise<Policy> {
  const { policy, problem } = await readPolicy();
  if (problem !== null) throw new Error(problem);
  return policy;
}

/** Set in the local account alone; a deployed function has neither variable. */
function localIdentities(): LocalIdentity[] | null {
  if (!process.env.SAGEFENCE_LOCAL) return null;
  return readLocalIdentities(process.env.SAGEFENCE_LOCAL_IDENTITIES ?? "[]");
}
