/**
 * Whether the VPC endpoints that a resource needs serve it where it stands.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html,
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */

import { type Fact, itemsOf, type NetworkFacts } from "../facts.ts";
import { httpsOut } from "../groups/https.ts";
import { type Egress, egressOf } from "../routes/path.ts";
import { type WayOut, waysOut } from "../routes/ways-out.ts";
import { hiddenIn } from "../vpc.ts";
import { type EndpointPlace, type EndpointState, isGateway, type VpcEndpoint } from "./endpoint.ts";
import { gatewayState } from "./gateway-endpoint.ts";
import { interfaceState } from "./interface-endpoint.ts";
import { type EndpointNeed, isFor } from "./needed.ts";

export type { EndpointPlace, EndpointState } from "./endpoint.ts";
export { type EndpointNeed, neededEndpoints, serviceNames } from "./needed.ts";

/** The best of the endpoints that are for it. S3 is served by gateway endpoints and by interface endpoints. */
export function endpointState(need: EndpointNeed, place: EndpointPlace, facts: NetworkFacts): EndpointState {
  const found = endpointsFor(need.service, place, facts);
  if (found.status === "unread") return { status: "unknown", reason: found.reason };
  const gateways = found.value.filter(isGateway);
  const states = found.value
    .filter((one) => !isGateway(one))
    .map((one) => interfaceState(one, need.service, place, facts));
  if (gateways.length > 0) states.push(gatewayState(gateways, place, facts));
  return asFarAsRead(best(states), facts) ?? absent(need.service, place, facts);
}

/** The gateway endpoints alone: they cost nothing and keep what goes to S3 off NAT gateways. */
export function s3GatewayState(place: EndpointPlace, facts: NetworkFacts): EndpointState {
  const found = endpointsFor("s3", place, facts);
  if (found.status === "unread") return { status: "unknown", reason: found.reason };
  const gateways = found.value.filter(isGateway);
  if (gateways.length === 0) return absent("s3", place, facts);
  return asFarAsRead(gatewayState(gateways, place, facts), facts);
}

/** One that is not among those that were read may serve where these do not. */
function asFarAsRead<State extends EndpointState | undefined>(state: State, facts: NetworkFacts) {
  const told = facts.vpcEndpoints;
  if (state?.status !== "unusable" || told.status === "unread" || told.partial === null) return state;
  return { status: "unknown", reason: told.partial } as const;
}

function best(states: readonly EndpointState[]): EndpointState | undefined {
  const order = ["present", "unknown", "unusable"] as const;
  return order.flatMap((status) => states.find((state) => state.status === status) ?? [])[0];
}

function endpointsFor(service: string, { vpcId, region }: EndpointPlace, facts: NetworkFacts): Fact<VpcEndpoint[]> {
  if (facts.vpcEndpoints.status === "unread") return facts.vpcEndpoints;
  const own = itemsOf(facts, "vpcEndpoints").filter((one) => one.VpcId === vpcId);
  const value = own.filter(({ ServiceName }) => ServiceName !== undefined && isFor(service, region, ServiceName));
  return { status: "known", value };
}

/** None was told; in a VPC of another account, or where an answer lacks some, that does not say that there is none. */
function absent(service: string, { vpcId, account }: EndpointPlace, facts: NetworkFacts): EndpointState {
  const told = facts.vpcEndpoints;
  if (told.status === "known" && told.partial !== null) return { status: "unknown", reason: told.partial };
  const hidden = hiddenIn(vpcId, account, facts);
  if (hidden === null) return { status: "missing" };
  return { status: "unknown", reason: `no endpoint for ${service} is seen in ${vpcId}, and ${hidden}` };
}

/**
 * Whether calls from the subnet get to AWS without endpoints: by a way to the internet that the groups let HTTPS take.
 * Groups that let out to some addresses may let out to endpoints in another network.
 */
export function wayToServices(
  subnetId: string,
  securityGroups: readonly string[],
  facts: NetworkFacts,
): "yes" | "no" | "unknown" {
  const path = natPathOf(subnetId, facts);
  if (path === "no" || securityGroups.length === 0) return path;
  const out = httpsOut(securityGroups, facts);
  if (out === "everywhere") return path;
  return out === "nowhere" || (out === "parts" && path === "yes") ? "no" : "unknown";
}

/**
 * Whether calls from the subnet get to the internet by themselves, through a NAT gateway as a rule. A way into another
 * network may lead to it or to endpoints there, one for parts of the internet to those that count, and one of which not
 * everything was read may be stopped: `unknown`. What leads to prefix lists by an endpoint that was not read is a gateway
 * endpoint, which leads to one service alone. An internet gateway does not count over IPv4, because the interfaces of
 * SageMaker have no public addresses.
 */
export function natPathOf(subnetId: string, facts: NetworkFacts): "yes" | "no" | "unknown" {
  const ways = waysOut(subnetId, facts);
  if (ways.status === "unread") return "unknown";
  if (ways.value.some((way) => egressOf(way) === "internet" && isWholeWay(way))) return "yes";
  return ways.value.some((way) => MAY_LEAD.has(egressOf(way)) && !isForOneService(way)) ? "unknown" : "no";
}

const MAY_LEAD = new Set<Egress>(["internet", "delegated", "unknown"]);
const LEADS = new Set<Egress>(["internet", "internet-with-public-address"]);

function isForOneService({ target, destinations }: WayOut): boolean {
  return target.kind === "endpoint" && destinations.every((destination) => destination.startsWith("pl-"));
}

/** Over IPv4, to everything, and known as such up to its end. */
function isWholeWay(way: WayOut): boolean {
  const { family, covers, unread, beyond } = way;
  if (family !== "ipv4" || covers !== "everything" || unread.length > 0 || !LEADS.has(egressOf(way))) return false;
  return beyond?.some(isWholeWay) ?? true;
}
