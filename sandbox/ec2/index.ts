/** EC2's network calls for the local account, answered from a network that a scenario describes. */
import { AwsError, type OperationHandler, type ServiceBackend } from "../contract.ts";
import { describeOperations } from "./describe.ts";
import { endpointOperations } from "./endpoints.ts";
import { flowLogOperations } from "./flow-logs.ts";
import { gatewayOperations } from "./gateways.ts";
import { Network, type NetworkOptions } from "./network.ts";
import { networkAclOperations } from "./network-acls.ts";
import { prefixListOperations } from "./prefix-lists.ts";
import { routeTableOperations } from "./route-tables.ts";
import { routeOperations } from "./routes.ts";
import { securityGroupOperations } from "./security-groups.ts";
import { vpcOperations } from "./vpcs.ts";

export type { Network, NetworkScenario } from "./network.ts";

export interface Ec2 extends ServiceBackend {
  /** What the calls read and change, for tests and the console. */
  network: Network;
}

/** Everything that is made here is there at once: what EC2 does over minutes takes no time. */
export function createEc2(options: NetworkOptions): Ec2 {
  const network = new Network(options);
  const operations = {
    ...describeOperations(network),
    ...endpointOperations(network),
    ...flowLogOperations(network),
    ...gatewayOperations(network),
    ...networkAclOperations(network),
    ...prefixListOperations(network),
    ...routeOperations(network),
    ...routeTableOperations(network),
    ...securityGroupOperations(network),
    ...vpcOperations(network),
  };
  const wrapped = Object.entries(operations).map(([name, handler]) => [name, guarded(handler)]);
  return { network, operations: Object.fromEntries(wrapped) };
}

/** Answers are copies, since they are remembered and the network goes on. */
function guarded(handler: OperationHandler): OperationHandler {
  return async (input, context) => {
    if (input.DryRun !== true) return structuredClone(await handler(input, context));
    throw new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
  };
}
