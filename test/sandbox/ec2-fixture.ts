/** EC2 alone behind a real port, with its trail. */
import * as ec2Client from "@aws-sdk/client-ec2";
import { createAuthorizer } from "../../sandbox/authorizer.ts";
import type { AwsEvent } from "../../sandbox/contract.ts";
import { defaultNetwork } from "../../sandbox/ec2/default-network.ts";
import { createEc2, type NetworkScenario } from "../../sandbox/ec2/index.ts";
import type { PolicyDocument } from "../../sandbox/iam.ts";
import { createPrincipals } from "../../sandbox/principals.ts";
import { createHttpServer } from "../../sandbox/server.ts";
import { createTrail } from "../../sandbox/trail.ts";
import { createWire, type Wire } from "../../sandbox/wire/index.ts";
import { ACCOUNT, createManualTime, REGION } from "./wire-account.ts";

export async function startEc2(scenario: NetworkScenario = defaultNetwork(ACCOUNT, REGION)) {
  const time = createManualTime();
  const now = () => time.now();
  const events: AwsEvent[] = [];
  const policies = new Map<string, PolicyDocument[]>();
  const principals = createPrincipals({ accountId: ACCOUNT, now });
  const ec2 = createEc2({ accountId: ACCOUNT, region: REGION, now, scenario });
  const operationOf: Wire["operationOf"] = (service, operation) => wire.operationOf(service, operation);
  const bus = { put: (_bus: string, event: AwsEvent) => void events.push(event) };
  const trail = createTrail({ bus, time, operationOf });
  const wire = createWire({
    services: { ec2: { backend: ec2, client: ec2Client } },
    callerOf: (accessKeyId) => principals.callerOf(accessKeyId),
    authorize: createAuthorizer({ accountId: ACCOUNT, policiesOf: (roleArn) => policies.get(roleArn) }),
    record: (call) => trail.record(call),
    now,
  });
  const server = createHttpServer();
  server.fallback(wire.handle);
  const url = await server.listen(0);
  const clientOf = (accessKeyId: string, sessionToken?: string) =>
    new ec2Client.EC2Client({
      endpoint: url,
      region: REGION,
      maxAttempts: 1,
      credentials: { accessKeyId, secretAccessKey: "s", ...(sessionToken === undefined ? {} : { sessionToken }) },
    });
  return {
    url,
    network: ec2.network,
    principals,
    policies,
    trail,
    client: clientOf("jane"),
    clientOf,
    /** The events of everything since the last look. */
    takeEvents(): AwsEvent[] {
      time.advance(1000);
      return events.splice(0);
    },
    close: () => server.close(),
  };
}

export type Ec2Account = Awaited<ReturnType<typeof startEc2>>;
