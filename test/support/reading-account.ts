/** SageMaker, EC2 and STS of the local account behind a real port, for what reads an account with a person's credentials. */
import * as ec2Client from "@aws-sdk/client-ec2";
import * as sageMakerClient from "@aws-sdk/client-sagemaker";
import * as stsClient from "@aws-sdk/client-sts";
import type { AwsError, CallContext, Time } from "../../sandbox/contract.ts";
import { defaultNetwork } from "../../sandbox/ec2/default-network.ts";
import { createEc2, type Ec2, type NetworkScenario } from "../../sandbox/ec2/index.ts";
import { createPrincipals } from "../../sandbox/principals.ts";
import { createSageMaker, type SageMaker } from "../../sandbox/sagemaker/index.ts";
import { createHttpServer } from "../../sandbox/server.ts";
import { createSts } from "../../sandbox/services/sts.ts";
import { type CallRequest, createWire } from "../../sandbox/wire/index.ts";

export const ACCOUNT = "111122223333";
export const REGION = "eu-west-1";
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/data-science`;

export interface ReadingAccount {
  url: string;
  sageMaker: SageMaker;
  ec2: Ec2;
  /** Makes a call past the wire. */
  call(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Calls for which this gives an error are refused with it. */
  refuse(refusal: (call: CallRequest) => AwsError | null): void;
  /** What was called over the wire, as `sagemaker:ListModels`. */
  calls: string[];
  close(): Promise<void>;
}

/** Nothing happens by itself: its timers never fire. */
const STANDING: Time = { now: () => new Date("2026-11-20T10:00:00Z"), after: () => () => {} };

export async function startReadingAccount(
  network: NetworkScenario = defaultNetwork(ACCOUNT, REGION),
): Promise<ReadingAccount> {
  const now = STANDING.now;
  const identity = { accountId: ACCOUNT, region: REGION };
  const sageMaker = createSageMaker({ ...identity, time: STANDING, emit: () => {} });
  const ec2 = createEc2({ ...identity, now, scenario: network });
  const principals = createPrincipals({ accountId: ACCOUNT, now });
  const calls: string[] = [];
  let refusal: (call: CallRequest) => AwsError | null = () => null;
  const wire = createWire({
    services: {
      ec2: { backend: ec2, client: ec2Client },
      sagemaker: { backend: sageMaker, client: sageMakerClient },
      sts: { backend: createSts(principals), client: stsClient },
    },
    callerOf: principals.callerOf,
    authorize(call) {
      calls.push(`${call.service}:${call.operation}`);
      return refusal(call);
    },
    record: () => {},
    now,
  });
  const server = createHttpServer();
  server.fallback(wire.handle);
  const url = await server.listen(0);
  return {
    ...{ url, sageMaker, ec2, calls },
    async call(operation, input) {
      const run = sageMaker.operations[operation];
      if (run === undefined) throw new TypeError(`no operation ${operation}`);
      return run(input, contextAt(now()));
    },
    refuse(next) {
      refusal = next;
    },
    async close() {
      sageMaker.close();
      await server.close();
    },
  };
}

function contextAt(now: Date): CallContext {
  const arn = `arn:aws:iam::${ACCOUNT}:user/jane`;
  const caller = { type: "IAMUser" as const, accountId: ACCOUNT, arn, name: "jane", accessKeyId: "AKIAJANE" };
  return { caller, region: REGION, requestId: "request-1", sourceIp: "127.0.0.1", userAgent: "test", now };
}
