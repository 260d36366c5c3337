/**
 * Interface endpoints: they serve the clients that find them by their names and may speak HTTPS to them.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */

import { type Fact, factOf, type NetworkFacts } from "../facts.ts";
import { addressesIn, letHttps, type Party } from "../groups/https.ts";
import {
  byPolicy,
  type EndpointPlace,
  type EndpointState,
  type Flaw,
  stateFlaw,
  unclear,
  unusable,
  type VpcEndpoint,
} from "./endpoint.ts";

/** For a place in a VPC. */
export function interfaceState(
  endpoint: VpcEndpoint,
  service: string,
  place: EndpointPlace,
  facts: NetworkFacts,
): EndpointState {
  const flaws = [
    stateFlaw(endpoint),
    dnsFlaw(endpoint),
    zoneFlaw(endpoint, service, place, facts),
    inFlaw(endpoint, place, facts),
    outFlaw(endpoint, place, facts),
  ].filter((flaw) => flaw !== null);
  return flaws.find(({ status }) => status === "unusable") ?? flaws[0] ?? byPolicy(endpoint, service);
}

function dnsFlaw({ VpcEndpointId: id, PrivateDnsEnabled, DnsOptions }: VpcEndpoint): Flaw | null {
  if (PrivateDnsEnabled === undefined) return unclear(`whether ${id} has private DNS was not told`);
  if (!PrivateDnsEnabled) return unusable(id, `${id} has private DNS off`);
  if (DnsOptions?.PrivateDnsOnlyForInboundResolverEndpoint !== true) return null;
  return unusable(id, `${id} has private DNS for inbound Resolver endpoints only`);
}

/**
 * The private name of the runtime is answered in the zones of the endpoint alone.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html
 */
function zoneFlaw(
  { VpcEndpointId: id, SubnetIds }: VpcEndpoint,
  service: string,
  { subnets }: EndpointPlace,
  facts: NetworkFacts,
): Flaw | null {
  if (service !== "sagemaker.runtime") return null;
  const there = SubnetIds.map((subnet) => zoneOf(subnet, facts));
  for (const subnet of subnets) {
    const zone = zoneOf(subnet, facts);
    if (zone.status === "unread") return unclear(zone.reason);
    if (there.some((one) => one.status === "known" && one.value === zone.value)) continue;
    const unread = there.find((one) => one.status === "unread");
    if (unread?.status === "unread") return unclear(unread.reason);
    return unusable(id, `${id} is not in ${zone.value}, the zone of ${subnet}`);
  }
  return null;
}

function zoneOf(subnetId: string, facts: NetworkFacts): Fact<string> {
  const subnet = factOf(facts, "subnets", subnetId);
  if (subnet.status === "unread") return subnet;
  const zone = subnet.value.AvailabilityZone ?? subnet.value.AvailabilityZoneId;
  return zone === undefined
    ? { status: "unread", reason: `the zone of ${subnetId} was not told` }
    : { status: "known", value: zone };
}

/** Its groups have to let the resource in, by its groups or by the addresses of its subnets. */
function inFlaw(endpoint: VpcEndpoint, { subnets, securityGroups }: EndpointPlace, facts: NetworkFacts): Flaw | null {
  const id = endpoint.VpcEndpointId;
  const own = groupsOf(endpoint);
  if (own.length === 0) return unclear(`the security groups of ${id} were not told`);
  for (const subnet of subnets) {
    const client = partyIn(securityGroups, [subnet], facts);
    if (client.status === "unread") return unclear(client.reason);
    const isLet = letHttps(own, "in", client.value, facts);
    if (isLet.status === "unread") return unclear(isLet.reason);
    if (!isLet.value && securityGroups.length === 0) return unclear(`${own.join(", ")} of ${id} may admit its groups`);
    if (!isLet.value) return unusable(id, `${own.join(", ")} of ${id} admits no HTTPS from ${subnet}`, own);
  }
  return null;
}

function outFlaw(endpoint: VpcEndpoint, { securityGroups }: EndpointPlace, facts: NetworkFacts): Flaw | null {
  if (securityGroups.length === 0) return null;
  const id = endpoint.VpcEndpointId;
  const server = partyIn(groupsOf(endpoint), endpoint.SubnetIds, facts);
  if (server.status === "unread") return unclear(server.reason);
  const isLet = letHttps(securityGroups, "out", server.value, facts);
  if (isLet.status === "unread") return unclear(isLet.reason);
  if (isLet.value) return null;
  return unusable(id, `${securityGroups.join(", ")} lets no HTTPS out to ${id}`, securityGroups);
}

function groupsOf({ Groups }: VpcEndpoint): string[] {
  return Groups.map(({ GroupId }) => GroupId);
}

function partyIn(groups: readonly string[], subnets: readonly string[], facts: NetworkFacts): Fact<Party> {
  const addresses = subnets.map((subnet) => addressesIn(subnet, facts));
  const unread = addresses.find((one) => one.status === "unread");
  if (unread?.status === "unread") return unread;
  const ranges = addresses.flatMap((one) => (one.status === "known" ? one.value : []));
  return { status: "known", value: { groups, ranges } };
}
