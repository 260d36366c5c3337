/** A small EC2: answers the reader's calls from lists of items, by filter and page, and notes what it was asked. */
import * as sdk from "@aws-sdk/client-ec2";
import { assertInput, type OperationSchema } from "../../../shared/aws/input-schema.ts";
import type { Ec2Api, ReadOperation } from "../../../shared/network/read/calls.ts";
import { valuesAt } from "../../../shared/sagemaker/document.ts";

type Json = Record<string, unknown>;

/** Items by the member of the answer that they stand in; the entries of prefix lists stand in `Cidrs`. */
export type Network = Record<string, Json[]>;

const MEMBERS: Partial<Record<ReadOperation, string>> = {
  DescribeEgressOnlyInternetGateways: "EgressOnlyInternetGateways",
  DescribeFlowLogs: "FlowLogs",
  DescribeInternetGateways: "InternetGateways",
  DescribeManagedPrefixLists: "PrefixLists",
  DescribeNatGateways: "NatGateways",
  DescribeNetworkAcls: "NetworkAcls",
  DescribeNetworkInterfaces: "NetworkInterfaces",
  DescribeRouteTables: "RouteTables",
  DescribeSecurityGroups: "SecurityGroups",
  DescribeSubnets: "Subnets",
  DescribeVpcBlockPublicAccessExclusions: "VpcBlockPublicAccessExclusions",
  DescribeVpcEndpoints: "VpcEndpoints",
  DescribeVpcs: "Vpcs",
};

const FILTERS: Record<string, string> = {
  "attachment.vpc-id": "Attachments[].VpcId",
  "group-id": "GroupId",
  "network-interface-id": "NetworkInterfaceId",
  "prefix-list-id": "PrefixListId",
  "resource-id": "ResourceId",
  "subnet-id": "SubnetId",
  "vpc-id": "VpcId",
};

/** Page sizes that EC2 takes, as its API reference gives them. */
const PAGE_SIZES: Partial<Record<ReadOperation, [number, number]>> = {
  DescribeEgressOnlyInternetGateways: [5, 255],
  DescribeManagedPrefixLists: [1, 100],
  DescribeRouteTables: [5, 100],
  GetManagedPrefixListEntries: [1, 100],
};

export class FakeEc2 implements Ec2Api {
  readonly asked: [ReadOperation, Json][] = [];
  network: Network;
  /** What calls fail with from now on. */
  failures: Partial<Record<ReadOperation, Error>> = {};
  /** Calls under way, and the most that there ever were. */
  underWay = 0;
  mostUnderWay = 0;

  constructor(network: Network) {
    this.network = network;
  }

  async call(operation: ReadOperation, input: Json): Promise<Json> {
    this.asked.push([operation, input]);
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    const answer = this.#attempt(operation, input);
    await new Promise(setImmediate);
    this.underWay -= 1;
    return answer();
  }

  /** How often each operation was called. */
  counts(): Partial<Record<ReadOperation, number>> {
    const counts: Partial<Record<ReadOperation, number>> = {};
    for (const [operation] of this.asked) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  inputs(operation: ReadOperation): Json[] {
    return this.asked.flatMap(([one, input]) => (one === operation ? [input] : []));
  }

  /** The answer as of now, for later. */
  #attempt(operation: ReadOperation, input: Json): () => Json {
    try {
      const answer = this.failures[operation] ?? this.#answer(operation, input);
      return () => {
        if (answer instanceof Error) throw answer;
        return answer;
      };
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  #answer(operation: ReadOperation, input: Json): Json {
    assertInput((sdk as unknown as Record<string, OperationSchema>)[`${operation}$`] as OperationSchema, input);
    if (operation === "DescribeVpcAttribute") return this.#attribute(input);
    if (operation === "DescribeVpcBlockPublicAccessOptions") {
      return { VpcBlockPublicAccessOptions: this.network.VpcBlockPublicAccessOptions?.[0] };
    }
    if (operation === "GetManagedPrefixListEntries") {
      const list = this.network.PrefixLists?.find(({ PrefixListId }) => PrefixListId === input.PrefixListId);
      if (list === undefined) throw failure("InvalidPrefixListID.NotFound");
      return page(
        "Entries",
        ((list.Cidrs ?? []) as string[]).map((Cidr) => ({ Cidr })),
        operation,
        input,
      );
    }
    const name = MEMBERS[operation] ?? "";
    return page(
      name,
      (this.network[name] ?? []).filter((item) => fits(item, input)).map(withoutCidrs),
      operation,
      input,
    );
  }

  #attribute({ VpcId, Attribute }: Json): Json {
    if (!this.network.Vpcs?.some((vpc) => vpc.VpcId === VpcId)) throw failure("InvalidVpcID.NotFound");
    return { VpcId, [Attribute === "enableDnsSupport" ? "EnableDnsSupport" : "EnableDnsHostnames"]: { Value: true } };
  }
}

function page(name: string, items: Json[], operation: ReadOperation, { MaxResults, NextToken }: Json): Json {
  const [least, most] = PAGE_SIZES[operation] ?? [5, 1_000];
  const size = Number(MaxResults);
  if (!(size >= least && size <= most)) throw failure("InvalidParameterValue");
  const from = Number(NextToken ?? 0);
  return { [name]: items.slice(from, from + size), NextToken: from + size < items.length ? String(from + size) : "" };
}

function fits(item: Json, input: Json): boolean {
  const filters = (input.Filters ?? input.Filter ?? []) as { Name: string; Values: string[] }[];
  return filters.every(({ Name, Values }) => {
    if (Values.length > 200) throw failure("FilterLimitExceeded");
    const held = valuesAt(item, FILTERS[Name] ?? "");
    return Values.some((value) => held.some((one) => (value.includes("*") ? true : one === value)));
  });
}

function withoutCidrs({ Cidrs, ...item }: Json): Json {
  return item;
}

/** An error as the SDK throws it. */
export function failure(name: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}
