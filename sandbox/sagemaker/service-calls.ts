/** Calls that SageMaker makes of itself for a customer, under a role that it was passed. */
import { randomUUID } from "node:crypto";
import * as client from "@aws-sdk/client-sagemaker";
import { AwsError, type CallContext, type OperationHandler, type RecordedCall } from "../contract.ts";
import { roleName } from "../principals.ts";
import { readJson } from "../wire/answers.ts";
import { inputProblems, problemsMessage } from "../wire/check.ts";
import { readServiceSchema } from "../wire/schema.ts";
import { type Account, randomId } from "./account.ts";
import { validationError } from "./errors.ts";

type Json = Record<string, unknown>;

const SERVICE = "sagemaker.amazonaws.com";
const { operations: SCHEMAS } = readServiceSchema(client);

/** The session of a role in which SageMaker acts. */
export interface ServiceSession {
  roleArn: string;
  name: string;
  /** Of whoever asked for the work; it stays with everything that follows. */
  sourceIdentity: string | undefined;
}

export interface ServiceCalls {
  /** Makes a call in a session of a role, checked and recorded like anybody's. Throws the AwsError it is refused with. */
  call(session: ServiceSession, operation: string, input: Json): Json;
  /** Looks without anybody noticing. Throws like `call`. */
  look(operation: string, input: Json): Json;
}

/**
 * `operations` is looked at when a call is made, and holds them without the faults and hooks of tests. `record` is told
 * about each call, refused ones included. That the role may make the call is not checked.
 */
export function createServiceCalls(
  account: Account,
  operations: Readonly<Record<string, OperationHandler>>,
  record: (call: RecordedCall) => void,
): ServiceCalls {
  return {
    call(session, operation, input) {
      const context = contextOf(account, session);
      const outcome = attempt(() => run(operations, operation, input, context));
      record({ service: "sagemaker", operation, input, ...outcome, context });
      if (outcome.error !== null) throw outcome.error;
      return outcome.output;
    },
    look: (operation, input) => run(operations, operation, input, contextOf(account, OWN_SESSION)),
  };
}

const OWN_SESSION: ServiceSession = { roleArn: "", name: "SageMaker", sourceIdentity: undefined };

type Outcome = { output: Json; error: null } | { output: null; error: AwsError };

function attempt(act: () => Json): Outcome {
  try {
    return { output: act(), error: null };
  } catch (error) {
    if (error instanceof AwsError) return { output: null, error };
    throw error;
  }
}

function run(
  operations: Readonly<Record<string, OperationHandler>>,
  operation: string,
  input: Json,
  context: CallContext,
): Json {
  const handler = operations[operation];
  if (handler === undefined) {
    throw new AwsError("UnknownOperationException", `The local account does not implement sagemaker:${operation}.`);
  }
  const output = handler(checked(operation, input), context);
  if (output instanceof Promise) throw new TypeError(`${operation} cannot be called by the service: it waits`);
  return output;
}

function checked(operation: string, input: Json): Json {
  const schema = SCHEMAS.get(operation)?.input();
  if (schema === undefined) return input;
  const problems = inputProblems(schema, input);
  if (problems.length > 0) throw validationError(problemsMessage(problems));
  return readJson(schema, input);
}

function contextOf({ accountId, region, time }: Account, session: ServiceSession): CallContext {
  const { roleArn, name, sourceIdentity } = session;
  return {
    caller: {
      type: "AssumedRole",
      accountId,
      arn: `arn:aws:sts::${accountId}:assumed-role/${roleName(roleArn)}/${name}`,
      name,
      accessKeyId: randomId("ASIA", 16).toUpperCase(),
      roleArn,
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    },
    region,
    requestId: randomUUID(),
    sourceIp: SERVICE,
    userAgent: SERVICE,
    now: time.now(),
  };
}
