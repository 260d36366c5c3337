/**
 * Gateway endpoints for S3: they serve the subnets whose route tables lead to them.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
import type { RouteTable } from "../answers.ts";
import { parseCidr } from "../cidr.ts";
import type { NetworkFacts } from "../facts.ts";
import { letHttps } from "../groups/https.ts";
import { prefixListRanges, routeTableOf } from "../routes/routes.ts";
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

/** Several may serve the subnets together; the place is served when each of its subnets is. */
export function gatewayState(
  gateways: readonly VpcEndpoint[],
  { subnets, securityGroups }: EndpointPlace,
  facts: NetworkFacts,
): EndpointState {
  const states = subnets.map((subnet) => stateIn(subnet, gateways, securityGroups, facts));
  const order = ["unusable", "unknown", "present"] as const;
  const [worst] = order.flatMap((status) => states.find((state) => state.status === status) ?? []);
  return worst ?? { status: "unknown", reason: "the subnets are not known" };
}

function stateIn(
  subnetId: string,
  gateways: readonly VpcEndpoint[],
  groups: readonly string[],
  facts: NetworkFacts,
): EndpointState {
  const found = routeTableOf(subnetId, facts);
  if (found.status === "unread") return unclear(found.reason);
  const { table } = found.value;
  const serving = gateways.find((gateway) => leadsTo(table, gateway));
  if (serving === undefined) return noRoute(subnetId, table.RouteTableId, gateways);
  const flaw = stateFlaw(serving) ?? egressFlaw(serving, groups, table, facts);
  return flaw ?? byPolicy(serving, "s3");
}

function leadsTo(table: RouteTable, { VpcEndpointId, RouteTableIds }: VpcEndpoint): boolean {
  const route = table.Routes.find(({ GatewayId }) => GatewayId === VpcEndpointId);
  return route === undefined ? RouteTableIds.includes(table.RouteTableId) : route.State !== "blackhole";
}

function noRoute(subnetId: string, tableId: string, gateways: readonly VpcEndpoint[]): EndpointState {
  const id = gateways.map(({ VpcEndpointId }) => VpcEndpointId).join(", ");
  return unusable(id, `${tableId} of ${subnetId} has no route to ${id}`, [tableId]);
}

/** The route is for the addresses of S3 in the region; unless they are known, only a group that lets out to all is sure. */
function egressFlaw(
  { VpcEndpointId: id }: VpcEndpoint,
  groups: readonly string[],
  table: RouteTable,
  facts: NetworkFacts,
): Flaw | null {
  if (groups.length === 0) return null;
  const prefixList = table.Routes.find(({ GatewayId }) => GatewayId === id)?.DestinationPrefixListId;
  const ranges = prefixListRanges(prefixList ?? "", facts);
  const told = ranges.status === "known" && ranges.value.length > 0 ? ranges.value : undefined;
  const everything = [parseCidr("0.0.0.0/0")].filter((range) => range !== undefined);
  const party = { groups: [], ranges: told ?? everything, ...(prefixList !== undefined && { prefixList }) };
  const isLet = letHttps(groups, "out", party, facts);
  if (isLet.status === "unread") return unclear(isLet.reason);
  if (isLet.value) return null;
  if (told === undefined) return unclear(`whether ${groups.join(", ")} lets HTTPS out to S3 is not known`);
  return unusable(id, `${groups.join(", ")} lets no HTTPS out to S3 through ${id}`, groups);
}
