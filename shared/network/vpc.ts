/** What holds for a VPC as a whole. */
import { type Fact, factOf, itemsOf, type NetworkFacts } from "./facts.ts";

/** The id of the VPC that a subnet is in. */
export function vpcOf(subnetId: string, facts: NetworkFacts): Fact<string> {
  const subnet = factOf(facts, "subnets", subnetId);
  return subnet.status === "unread" ? subnet : { status: "known", value: subnet.value.VpcId };
}

/**
 * Why things in a VPC may be there unseen, as a clause; null where it is the account's own, or where an owner is not told.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html
 */
export function hiddenIn(vpcId: string, account: string | null, facts: NetworkFacts): string | null {
  const vpc = factOf(facts, "vpcs", vpcId);
  const subnet = itemsOf(facts, "subnets").find((one) => one.VpcId === vpcId && one.OwnerId !== undefined);
  const owner = (vpc.status === "known" ? vpc.value.OwnerId : undefined) ?? subnet?.OwnerId;
  if (owner === undefined || account === null || owner === account) return null;
  return `account ${owner}, which shares ${vpcId}, may have what is not seen from here`;
}

export type DnsAttribute = "enableDnsSupport" | "enableDnsHostnames";

/** The DNS attributes that are off. Both have to be on for the private names of interface endpoints to be answered. */
export function dnsOff(vpcId: string, facts: NetworkFacts): Fact<readonly DnsAttribute[]> {
  const found = factOf(facts, "vpcAttributes", vpcId);
  if (found.status === "unread") return found;
  const { EnableDnsSupport, EnableDnsHostnames } = found.value;
  const told: [DnsAttribute, boolean | undefined][] = [
    ["enableDnsSupport", EnableDnsSupport?.Value],
    ["enableDnsHostnames", EnableDnsHostnames?.Value],
  ];
  const off = told.flatMap(([name, value]) => (value === false ? [name] : []));
  const unread = told.find(([, value]) => value === undefined);
  if (off.length > 0 || unread === undefined) return { status: "known", value: off };
  return { status: "unread", reason: `${unread[0]} of ${vpcId} was not told` };
}

/** `default`, or a tenancy whose hardware is the account's own: `dedicated`, `host`. */
export function tenancyOf(vpcId: string, facts: NetworkFacts): Fact<string> {
  const vpc = factOf(facts, "vpcs", vpcId);
  if (vpc.status === "unread") return vpc;
  const { InstanceTenancy } = vpc.value;
  if (InstanceTenancy === undefined) return { status: "unread", reason: `the tenancy of ${vpcId} was not told` };
  return { status: "known", value: InstanceTenancy };
}
