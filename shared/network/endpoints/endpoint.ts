/** What is said of one VPC endpoint. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html */

import type { FactItem } from "../facts.ts";
import { policyReach } from "./policy.ts";

export type VpcEndpoint = FactItem<"vpcEndpoints">;

/** Where a resource stands. */
export interface EndpointPlace {
  vpcId: string;
  subnets: readonly string[];
  /** The resource's own; what they let out is not judged where none is known. */
  securityGroups: readonly string[];
  /** Null where it is not known; then endpoints count whatever the region in their name. */
  region: string | null;
  /** The account that owns the resource: it does not see everything in a VPC that is shared with it. */
  account: string | null;
}

/** Reasons are clauses that name the endpoint or what else is concerned. */
export type EndpointState =
  /** `limits`: why not every call may pass, as a clause; null where all do. */
  | { status: "present"; id: string; limits: string | null }
  | { status: "missing" }
  | Unusable
  | { status: "unknown"; reason: string };

/** `causes` are the ids of what has to change: the endpoint, a route table, groups. */
export interface Unusable {
  status: "unusable";
  id: string;
  reason: string;
  causes: readonly string[];
}

/** What keeps an endpoint from serving a place, or may keep it. */
export type Flaw = Unusable | { status: "unknown"; reason: string };

export function isGateway({ VpcEndpointType, RouteTableIds }: VpcEndpoint): boolean {
  return VpcEndpointType === undefined ? RouteTableIds.length > 0 : VpcEndpointType === "Gateway";
}

export function unusable(id: string, reason: string, causes: readonly string[] = [id]): Unusable {
  return { status: "unusable", id, reason, causes };
}

export function unclear(reason: string): Flaw {
  return { status: "unknown", reason };
}

/** EC2 tells states in both letter cases. */
export function stateFlaw({ VpcEndpointId: id, State }: VpcEndpoint): Flaw | null {
  if (State === undefined) return unclear(`the state of ${id} was not told`);
  return State.toLowerCase() === "available" ? null : unusable(id, `${id} is ${State}`);
}

/** What an endpoint that is in place is by its policy. One that limits what passes counts as present. */
export function byPolicy({ VpcEndpointId: id, PolicyDocument }: VpcEndpoint, service: string): EndpointState {
  const reach = policyReach(PolicyDocument, service.split(".")[0] ?? service);
  if (reach === "closed") return unusable(id, `the policy of ${id} lets nothing through`);
  if (reach === "open") return { status: "present", id, limits: null };
  const limits = reach === "limited" ? "limits what passes" : "could not be read";
  return { status: "present", id, limits: `the policy of ${id} ${limits}` };
}
