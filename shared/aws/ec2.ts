/** The EC2 client, for reading the network. It is the heaviest of the clients: to be imported only when it is needed. */
import {
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from "@aws-sdk/client-ec2";
import type { Ec2Api, ReadOperation } from "../network/read/calls.ts";
import { checkInputs } from "./checked-inputs.ts";

export type { Ec2Api } from "../network/read/calls.ts";

const COMMANDS = {
  DescribeEgressOnlyInternetGateways: DescribeEgressOnlyInternetGatewaysCommand,
  DescribeFlowLogs: DescribeFlowLogsCommand,
  DescribeInternetGateways: DescribeInternetGatewaysCommand,
  DescribeManagedPrefixLists: DescribeManagedPrefixListsCommand,
  DescribeNatGateways: DescribeNatGatewaysCommand,
  DescribeNetworkAcls: DescribeNetworkAclsCommand,
  DescribeNetworkInterfaces: DescribeNetworkInterfacesCommand,
  DescribeRouteTables: DescribeRouteTablesCommand,
  DescribeSecurityGroups: DescribeSecurityGroupsCommand,
  DescribeSubnets: DescribeSubnetsCommand,
  DescribeVpcAttribute: DescribeVpcAttributeCommand,
  DescribeVpcBlockPublicAccessExclusions: DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptions: DescribeVpcBlockPublicAccessOptionsCommand,
  DescribeVpcEndpoints: DescribeVpcEndpointsCommand,
  DescribeVpcs: DescribeVpcsCommand,
  GetManagedPrefixListEntries: GetManagedPrefixListEntriesCommand,
} satisfies Record<ReadOperation, unknown>;

type CommandClass = new (input: Record<string, unknown>) => Parameters<EC2Client["send"]>[0];

let shared: Ec2Api | undefined;

/** The client of this execution environment; it retries what may work later. */
export function ec2(): Ec2Api {
  shared ??= createEc2Api(
    new EC2Client({
      maxAttempts: 5,
      retryMode: "adaptive",
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
    }),
  );
  return shared;
}

export function createEc2Api(client: EC2Client): Ec2Api {
  checkInputs(client);
  return {
    async call(operation, input) {
      const Command = COMMANDS[operation] as CommandClass;
      const { $metadata, ...output } = await client.send(new Command(input));
      return output;
    },
  };
}
