/** The ways out of subnet-1 by the routes of its table. */
import { type WayOut, waysOut } from "../../../shared/network/routes/ways-out.ts";
import { factsWith } from "../answers.ts";

type Json = Record<string, unknown>;

/** Both kinds of endpoint that a route can lead to. */
export const ENDPOINTS = {
  VpcEndpoints: [
    { VpcEndpointId: "vpce-s3", VpcEndpointType: "Gateway" },
    { VpcEndpointId: "vpce-gwlb", VpcEndpointType: "GatewayLoadBalancer" },
  ],
};

export function ways(routes: readonly Json[], answers: readonly Json[] = []): readonly WayOut[] {
  const found = waysOut("subnet-1", factsWith(routes, answers));
  if (found.status === "unread") throw new Error(found.reason);
  return found.value;
}

export function only(routes: readonly Json[], answers: readonly Json[] = []): WayOut {
  const [way, ...others] = ways(routes, answers);
  if (way === undefined || others.length > 0) throw new Error("the test expects one way");
  return way;
}
